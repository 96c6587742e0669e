"""What is said over a column besides its name, in brackets, over a group, in a title, in a row of units: one rule.

The column's own unit says nothing new. A unit that converts multiplies the cells, and it is said. Anything else that
may change what the figure is (昨日, 累计, 率, 其中) is asked about, in its own words.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from data_pipeline.core.caches import remembered
from data_pipeline.declare import Column, Feed, Pack
from data_pipeline.intake.cells.unit import ONE, Units, is_unit, normal, units_of, vocabulary

Place = Literal["header", "upper", "group", "title", "units", "sheet"]  # upper: in the header's own upper rows
BRACKETS = re.compile(r"[(（\[［【〔<＜〈「『《{｛〖]([^)）\]］】〕>＞〉」』》}｝〗]*)[)）\]］】〕>＞〉」』》}｝〗]")
STATEMENT = re.compile(
    r"(?:计量)?单位\s*[:：为是]\s*[^\s)）,，;；。]+|以[^\s以,，;；。、]{1,6}?(?:为(?:计量)?单位|计(?!划))|"
    r"\bunits?\s*:\s*[^\s),;]+|\bin (?:tens of |hundreds of )?(?:hundreds|thousands|millions)\b",
    re.IGNORECASE,
)
SENDER = re.compile(
    r"(?:填报|报送|上报|制表|填表|编制|编报|责任|主管|承办|牵头|配合)$"
)  # before 单位: who, not how counted
BODY = re.compile(r"(?:[区县市镇乡局委办部处组站所队院校会]|街道|中心|公司|集团|政府|指挥部)$")
PIECES = re.compile(r"[、,，;；]|(?<=\S)\s+(?=\S)")
MARK = re.compile(r"[\d①-⑳⑴-⒇a-z甲乙丙丁戊己庚辛壬癸=+\-*/×÷<>≥≤.]{1,12}")  # (3), (A), (7=5+6): a number of the column
NEARNESS: tuple[Place, ...] = ("header", "units", "upper", "group", "title", "sheet")
OF_ALL = ("title", "sheet")  # they speak of the whole table
LONGEST_UNIT = 6  # characters
AROUND = 8  # characters of a title quoted on either side


@dataclass(frozen=True)
class Said:
    """`line`: of the file, or the row of a sheet."""

    text: str
    line: int
    place: Place


@dataclass(frozen=True)
class Qualified:
    """`factors`: by position, what cells are multiplied by. `converted`: (position, what says so), for each of them.
    `asked`: what is said, and the positions that it is said of. `overruled`: units that something nearer to the column
    says otherwise."""

    factors: Mapping[int, Fraction]
    converted: tuple[tuple[int, Said], ...]
    asked: Mapping[Said, tuple[int, ...]]
    overruled: Mapping[Said, tuple[int, ...]]


def inside(text: str) -> list[str]:
    """What stands in brackets."""
    return [t.strip() for t in BRACKETS.findall(text) if t.strip()]


def title_says(text: str, line: int, place: Place = "title") -> list[Said]:
    """Units that a line above the table states, and words in it that change what its figures are."""
    held = [t for t in inside(text) if has_unit(t)]
    alone = [text.strip()] if not held and (all_of := _pieces(text)) and all(map(is_unit, all_of)) else []
    stated = [m for m in STATEMENT.finditer(text) if has_unit(m[0]) or not SENDER.search(text[: m.start()])]
    units = alone or held + [m[0] for m in stated if not any(m[0] in t for t in held)]
    words = [w for w in vocabulary()["meaning"]["title"] if w in text.casefold()]
    worded = [_quoted(text, words[0])] if words else []
    return [Said(t, line, place) for t in dict.fromkeys([*(u for u in units if u not in worded), *worded])]


def group_says(text: str, line: int, place: Place = "group") -> list[Said]:
    """Of a header over a group: its brackets, or all of it where it is a unit or a word that changes the figures."""
    parts = inside(text)
    outer = BRACKETS.sub("", text).strip()
    unit = has_unit(outer) and not any(map(has_unit, parts))  # 人数（千人）
    whole = [outer] if outer and (unit or _changes(outer, "group")) else []
    return [Said(t, line, place) for t in [*parts, *whole]]


def has_unit(text: str) -> bool:
    return any(is_unit(p) for p in _pieces(text))


def _of_units(text: str) -> bool:
    """Does it name a unit, or state one that nobody knows: 单位：人次?"""
    stated = STATEMENT.fullmatch(text) is not None and not BODY.search(normal(text))
    return has_unit(text) or (stated and len(normal(text)) <= LONGEST_UNIT)


def _pieces(text: str) -> list[str]:
    return [p for p in PIECES.split(text) if normal(p)]


def _quoted(text: str, word: str) -> str:
    """The words of a title around one of them: a title may also name whoever made the table."""
    held = next((t for t in inside(text) if word in t.casefold()), "")
    at = text.casefold().index(word)
    return held or text[max(0, at - AROUND) : at + len(word) + AROUND].strip()


def _changes(text: str, place: str) -> bool:
    return any(w in text.casefold() for w in vocabulary()["meaning"][place])


def qualify(columns: Sequence[str | None], said: Mapping[int, Sequence[Said]], feed: Feed, pack: Pack) -> Qualified:
    """`columns[i]`: what the file's column i is read as."""
    factors: dict[int, Fraction] = {}
    converted: list[tuple[int, Said]] = []
    asked, overruled, heard = (defaultdict[Said, list[int]](list) for _ in range(3))
    for i, name in enumerate(columns):
        if name is None:
            continue
        units = units_of(feed[name], pack)
        for one in sorted(said.get(i, ()), key=lambda s: NEARNESS.index(s.place)):
            found = verdict(one, feed[name], units)
            if found == "ask":
                asked[one].append(i)
            elif isinstance(found, Fraction):
                if factors.setdefault(i, found) != found:
                    overruled[one].append(i)
                elif found != ONE and not any(at == i for at, _ in converted):
                    converted.append((i, one))
            heard[one] += [i] * (found is not None)
    asked |= {one: [] for one, where in heard.items() if not where and _of_units(one.text)}
    both = [{one: tuple(where) for one, where in found.items()} for found in (asked, overruled)]
    return Qualified({i: n for i, n in factors.items() if n != ONE}, tuple(converted), *both)


def verdict(said: Said, column: Column, units: Units) -> Fraction | Literal["ask"] | None:
    """What cells are multiplied by (1: the column's own unit), "ask", or None: it says nothing of this column."""
    if not column.is_number:
        return "ask" if said.place not in OF_ALL and _changes(said.text, "title") else None
    factor, heard = ONE, False
    for piece in [said.text] if units.factor(said.text) is not None else _pieces(said.text):
        found = _piece(piece, said.place, column, units)
        if found == "ask":
            return "ask"
        if found is not None:
            factor, heard = factor * found, True
    return factor if heard else None


def _piece(text: str, place: Place, column: Column, units: Units) -> Fraction | Literal["ask"] | None:
    plain = normal(text)
    wide = place in (*OF_ALL, "group", "upper")
    if wide and plain in vocabulary()["scale"] and not column.adds_up:
        return None
    if (factor := units.factor(text)) is not None:
        return factor
    if wide and (is_unit(text) or not _changes(text, "title" if place in OF_ALL else "group")):
        return None
    return None if not plain or _harmless(plain, column) else "ask"


def _harmless(plain: str, column: Column) -> bool:
    return plain in _harmless_words(column.semantics or "C") or bool(MARK.fullmatch(plain) and not is_unit(plain))


@remembered("harmless words", 16)
def _harmless_words(semantics: str) -> frozenset[str]:
    words = vocabulary()["harmless"]
    return frozenset(normal(w) for w in (*words[semantics], *words["any"]))
