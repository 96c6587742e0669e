"""A language as data: `words/<code>/language.toml` beside its sentences.

Languages of one's own stand in a folder that BOARD_WORDS names, each in a folder like those shipped.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

HERE = Path(__file__).parent
T = TypeVar("T")
FILE = "language.toml"
SHIPPED = ("zh", "en")


@dataclass(frozen=True)
class Measure:
    """Counts from `least` on are told in units of `size` (万, m), with `places` decimals, from `whole` on with none."""

    least: float
    size: float
    word: str  # the key of the sentence with its {figure}
    places: int = 0
    whole: float = float("inf")


@dataclass(frozen=True)
class Language:
    """`tag`: as a browser knows it. `pack`: the language whose names it uses where a pack declares none in its own.
    `gap`: between two sentences. `either`: between two units of one word (beds or rooms). `dense`: names are short
    enough to be told whole in narrow places. `called`: its words for other languages. `counts` and `brief`: the
    largest measure first; `brief` for narrow places."""

    code: str
    name: str
    short: str
    tag: str
    pack: str
    gap: str
    either: str
    dense: bool
    called: Mapping[str, str]
    counts: tuple[Measure, ...]
    brief: tuple[Measure, ...]
    rough: tuple[Measure, ...]  # of uncertain counts where there is room
    direction: str = "ltr"  # "rtl" where it is written from right to left


def folder(code: str) -> Path:
    own = os.environ.get("BOARD_WORDS", "")
    return HERE / code if code in SHIPPED or not own else Path(own) / code


@lru_cache(maxsize=64)
def language(code: str) -> Language:
    """Raises FileNotFoundError for a language that is not there."""
    declared: dict[str, Any] = tomllib.loads((folder(code) / FILE).read_text("utf-8"))
    scales: dict[str, Any] = {n: tuple(Measure(**m) for m in declared.pop(n, ())) for n in ("counts", "brief", "rough")}
    return Language(code=code, **{"called": {}} | declared, **scales)


def found() -> tuple[str, ...]:
    """Codes of all languages, those shipped first."""
    own = os.environ.get("BOARD_WORDS", "")
    beside = {p.parent.name for p in Path(own).glob(f"*/{FILE}")} if own else set()
    return (*SHIPPED, *sorted(beside - set(SHIPPED)))


LANGUAGES = found()


def after(code: str) -> str:
    """The next language, which one press changes to."""
    return LANGUAGES[(LANGUAGES.index(code) + 1) % len(LANGUAGES)]


def by_width(code: str, dense: T, wide: T) -> T:
    """What fits the words of the language: short ones in dense writing, or long ones."""
    return dense if language(code).dense else wide


def declared(of: object, name: str, code: str) -> str:
    """A text that a pack declares in several languages (`name_zh`, `name_en`; no `name`: `zh`, `en`), in this one."""
    stem = f"{name}_" if name else ""
    own = getattr(of, f"{stem}{code}", None) or getattr(of, "own_names", {}).get(f"{stem}{code}")
    return str(getattr(of, f"{stem}{language(code).pack}") if own is None else own)


def measured(value: float, scale: tuple[Measure, ...], most: float | None = None) -> tuple[str, str]:
    """The figure in its measure, and the key of its sentence; "" where it is told as it is. `most`: the largest of
    those that are told together."""
    largest = abs(value) if most is None else most
    m = next((m for m in scale if largest >= m.least), None)
    if m is None:
        return f"{value:,.0f}", ""
    return f"{value / m.size:,.{0 if largest >= m.whole else m.places}f}", m.word
