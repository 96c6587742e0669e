"""What examining a file found: values only, ready to be shown, stored as JSON or sent back."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

import pyarrow as pa

from data_pipeline.intake.seems import Likely
from data_pipeline.words import catalogue, say
from data_pipeline.words.language import language

NONE_NEAR = ("—", "-")  # nothing known is spelled like it
Severity = Literal["refuse", "confirm", "warn"]


FIGURE = re.compile(r"-?\d{4,}(?:\.\d+)?", re.ASCII)
COMPARED = ("parts_differ", "jump_up", "jump_down", "falling", "falling_next", "total_differs", "total_alone")
FIGURES = ("sum", "before", "rows", "records", "aside", "made", "lines", "limit", "columns", "parts", "blank", "cells")


def _spoken(lang: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts for a sentence: `label_zh` and `label_en` are both carried, the reader's own is used as `label`, or that of
    the language whose names it uses. Figures are written with separators."""
    worded = dict(facts)
    for own in (f"_{language(lang).pack}", f"_{lang}"):
        worded |= {k[: -len(own)]: v for k, v in facts.items() if k.endswith(own)}
    return worded | {k: figure(worded[k]) for k in FIGURES if k in worded}


def figure(value: Any) -> Any:
    """12,345 for 12345; anything that is no figure as it is."""
    if not FIGURE.fullmatch(str(value)):
        return value
    whole, point, rest = str(value).partition(".")
    return f"{int(whole):,}{point}{rest}"


@dataclass(frozen=True)
class Problem:
    """One thing wrong. `line` is the line (or sheet row) of the file; 0 speaks of the whole file."""

    line: int
    column: str  # declared name; "" when it is about the row or the file
    value: str  # as sent; masked when it looks like a person's
    code: str
    severity: Severity
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def shown(self) -> str:
        """The value for a reader: a figure that is compared with others has its separators, any other is as sent."""
        return str(figure(self.value)) if self.code in COMPARED else self.value

    def sentence(self, lang: str) -> str:
        facts = {"line": self.line, "column": self.column, "value": self.shown, "label": self.column, **self.facts}
        return say(lang, f"problem.{self.code}", **_spoken(lang, facts))

    def suggestion(self, lang: str) -> str:
        """What the sender can do about it, or who confirmed it before; "" when there is nothing useful to say."""
        key = "remark.settled" if "settled" in self.facts else f"suggestion.{self.code}"
        near = self.facts.get("near", self.facts.get(f"near_{lang}"))
        if near in NONE_NEAR:
            return say(lang, "remark.not_listed")
        if key not in catalogue(lang):
            return ""
        facts = {"line": self.line, "column": self.column, "value": self.value, "label": self.column, **self.facts}
        return say(lang, key, **_spoken(lang, facts))


@dataclass(frozen=True)
class Change:
    """One thing put right on the way in. Equal changes are said once: `line` is the first, `rows` how many."""

    line: int
    column: str
    before: str
    after: str
    code: str
    rows: int = 1
    facts: Mapping[str, Any] = field(default_factory=dict)

    def sentence(self, lang: str) -> str:
        as_sent = {"before": self.before, "after": self.after}
        facts = {"line": self.line, "column": self.column, "rows": self.rows, "label": self.column, **self.facts}
        return say(lang, f"change.{self.code}", **_spoken(lang, facts), **as_sent)


@dataclass(frozen=True)
class Scope:
    """What the accepted rows speak of: codes of districts (the city's own among them), how many places there are, and
    the first and last day or moment as kept."""

    districts: tuple[str, ...] = ()
    places: int = 0
    first: str = ""
    last: str = ""


@dataclass(frozen=True)
class Report:
    """`records == accepted + refused + set_aside`: records are counted on the file itself, the rest on the rows."""

    feed: str
    name: str
    sha256: str
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    header_line: int = 0
    mapping: dict[str, str] = field(default_factory=dict)  # header as sent -> declared column
    samples: dict[str, str] = field(default_factory=dict)  # header as sent -> its first filled cell, a person's masked
    said: dict[str, tuple[str, ...]] = field(default_factory=dict)  # header as sent -> what over it changes its figures
    unknown: tuple[str, ...] = ()  # headers that match nothing
    missing: tuple[str, ...] = ()  # declared columns the file should have had
    records: int = 0
    accepted: int = 0
    refused: int = 0
    set_aside: int = 0  # totals, notes, blank rows, repeated headers
    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()
    unlisted: int = 0  # further problems of the same kinds, counted but not listed
    unreadable: Problem | None = None  # the whole file is refused, and why
    scope: Scope = Scope()
    likely: Likely | None = None  # another shape that it seems to have: what could be told of it

    @property
    def balanced(self) -> bool:
        return self.records == self.accepted + self.refused + self.set_aside

    @property
    def ok(self) -> bool:
        """There is a record, and every one can be loaded as it is."""
        return self.unreadable is None and self.refused == 0 and self.accepted > 0

    @property
    def doubts(self) -> tuple[Problem, ...]:
        """What somebody must confirm before a load."""
        return tuple(p for p in self.problems if p.severity == "confirm")

    def as_dict(self, lang: str | None = None) -> dict[str, Any]:
        """Plain values for JSON; with `lang`, each problem and change carries its sentence."""
        out = asdict(self)
        if lang:
            for plains, what in ((out["problems"], self.problems), (out["changes"], self.changes)):
                for plain, one in zip(plains, what, strict=True):
                    plain["sentence"] = one.sentence(lang)
            if self.unreadable:
                out["unreadable"]["sentence"] = self.unreadable.sentence(lang)
        return out


@dataclass(frozen=True)
class Examined:
    """`table`: accepted rows, typed as declared, plus ops_day, area_code (if the feed has an area) and row_no.
    `returned`: refused rows as sent (all text, headers as sent, then `line`), to be mended and sent again."""

    report: Report
    table: pa.Table
    returned: pa.Table
