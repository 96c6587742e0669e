"""Units as people write them: 公斤 and kg are thousandths of 吨, 万人 is 10,000 人, and 千克 is not a thousand."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from data_pipeline.core.caches import remembered
from data_pipeline.declare import Column, Pack

VOCABULARY = Path(__file__).parent.parent / "qualifiers.toml"
ONE = Fraction(1)
PER_DAY = re.compile(r"(?:[/每]|per)(?:日|天|d|day)$")
STATED = re.compile(r"^(?:计量)?单位[:为是]?|^units?[:]|^in(?=(?:tensof|hundredsof)?(?:hundred|thousand|million)s?$)")
COUNTED_IN = re.compile(r"^以(.+?)(?:为(?:计量)?单位|计)$")


@cache
def vocabulary() -> Mapping[str, Any]:
    """qualifiers.toml."""
    return tomllib.loads(VOCABULARY.read_text("utf-8"))


@cache
def scales() -> tuple[tuple[str, int], ...]:
    """(mark, factor), the longest mark first: 十万 before 万."""
    return tuple(sorted(vocabulary()["scale"].items(), key=lambda s: -len(s[0])))


@dataclass(frozen=True)
class Units:
    """`own`: spellings of the column's unit. `parts`: other units of the same measure, as fractions of it."""

    own: frozenset[str]
    parts: Mapping[str, Fraction]
    per_day: bool

    def factor(self, text: str) -> Fraction | None:
        """What a figure counted in this unit is multiplied by; None when it is no unit of this column."""
        return found[0] * found[1] if (found := self._split(normal(text))) else None

    def multiple(self, text: str) -> int:
        """10,000 for 万人: how many of its unit it counts in; 1 where it names a unit, or none of this column."""
        return found[0] if (found := self._split(normal(text))) else 1

    def _split(self, plain: str) -> tuple[int, Fraction] | None:
        """(multiple, unit as a part of the column's). 千克 is a unit before 千 is a multiple."""
        if (one := self._one(plain)) is not None:
            return 1, one
        for mark, times in scales():
            if plain.startswith(mark):
                rest = plain[len(mark) :]
                part = self._one(rest) if rest else ONE
                if part is not None:
                    return times, part
        return None

    def _one(self, plain: str) -> Fraction | None:
        if plain in self.own:
            return ONE
        if self.per_day and (bare := PER_DAY.sub("", plain)) != plain:
            return ONE if bare in self.own else self.parts.get(bare)
        return self.parts.get(plain)


def normal(text: str) -> str:
    """Half width, small letters, without spaces, the word 单位 and outer marks; 百人 of 以百人计."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text).casefold())
    return COUNTED_IN.sub(r"\1", STATED.sub("", plain)).strip(":：()[]【】-—*.。")


@cache
def known_units() -> frozenset[str]:
    """Every spelling of every unit, of whatever measure."""
    words = vocabulary()
    return frozenset(w for table in (words["measure"], words["same"]) for names in table.values() for w in names)


def is_unit(text: str) -> bool:
    """Is this a unit of anything, or a multiple of one?"""
    plain = normal(text)
    bare = PER_DAY.sub("", plain)
    if bare in known_units() or plain in vocabulary()["scale"]:
        return True
    return any(bare.startswith(mark) and bare[len(mark) :] in known_units() for mark, _ in scales())


def spellings(column: Column, pack: Pack) -> list[str]:
    """What the pack calls the column's unit: 人, people; 吨 and 户 for 吨（户）."""
    if not column.unit:
        return []
    term = next((t for t in pack.terms("unit") if t.code == column.unit), None)
    words = [column.unit] if term is None else [column.unit, term.zh, term.en, *term.aliases]
    return [*words, *(p.strip() for w in words for p in re.split(r"[（()）/]", w))]


def units_of(column: Column, pack: Pack) -> Units:
    """The column's units, with whatever is the same or a part of them."""
    return _units(tuple(spellings(column, pack)))


@remembered("units", 500)
def _units(words: tuple[str, ...]) -> Units:
    own = {normal(w) for w in words if w.strip()}
    for names in vocabulary()["same"].values():
        if not own.isdisjoint(names):
            own |= set(names)
    parts: dict[str, Fraction] = {}
    for names in vocabulary()["measure"].values():
        base = next((Fraction(names[w]) for w in sorted(own) if w in names), None)
        if base is not None:
            parts |= {w: Fraction(n) / base for w, n in names.items()}
    return Units(frozenset(own | {w for w, n in parts.items() if n == 1}), parts, any("/" in w for w in words))
