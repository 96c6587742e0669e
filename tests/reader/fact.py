"""What is taken from a view, and what is wrong about it: typed values."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from data_pipeline.core.clock import AsOf
from data_pipeline.declare import Pack
from tests.reader.figures import Shown

REPEATED = frozenset({"grid", "gauge", "matrix", "tile", "strip", "areas", "health"})


@dataclass(frozen=True)
class Fact:
    """One figure, state, time or range as one view shows it.

    `place`: where on the view (tile, matrix, lead, …). `kind`: what it speaks of (open, rate, state, finish, …).
    `value`: Shown, datetime, timedelta, str, or a pair of them for a range.
    """

    view: str
    lang: str
    place: str
    line: str
    area: str
    kind: str
    value: Any
    text: str

    @property
    def where(self) -> str:
        return f"{self.view}/{self.place}"

    def __str__(self) -> str:
        return f"{self.where} [{self.lang}] {self.line} {self.area} {self.kind}: {self.text.strip()!r}"


@dataclass(frozen=True)
class Text:
    """All that a person reads of one view: its visible text, and what is told by title and aria-label."""

    view: str
    lang: str
    told: str
    chart: str  # texts inside its figures


@dataclass(frozen=True)
class Contradiction:
    """Two things that cannot both be so; `what` and `other` as shown, or as the ledger or the clock has it."""

    rule: str
    view: str
    lang: str
    at: datetime
    what: str
    other: str

    def __str__(self) -> str:
        return f"{self.rule} · {self.at:%m-%d %H:%M} · {self.view} [{self.lang}] · {self.what} ≠ {self.other}"


@dataclass
class Reading:
    """Everything taken from the views of one moment."""

    now: datetime
    moment: AsOf
    pack: Pack
    facts: list[Fact] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    unread: list[Fact] = field(default_factory=list)  # shown, and understood by no taker
    broken: list[tuple[str, str, str]] = field(default_factory=list)  # view, language, error of what cannot be drawn
    twin: Any = None  # tests.reader.twin.Twin
    judged: dict[str, datetime] = field(default_factory=dict)  # the newest full slot of each line, where that is kept
    _known: set[tuple] = field(default_factory=set, repr=False)
    _index: dict[str, dict[tuple[str, str], list[Fact]]] = field(default_factory=dict, repr=False)

    def take(self, facts: Iterable[Fact]) -> None:
        """Marks that stand alike on the same page for every line it may lead with are taken once."""
        for f in facts:
            key = (f.view.split()[0], f.lang, f.place, f.line, f.area, f.kind, f.text)
            if f.place not in REPEATED or key not in self._known:
                self._known.add(key)
                self.facts.append(f)
        self._index.clear()

    @property
    def city(self) -> str:
        return self.pack.operation.city_code

    @property
    def districts(self) -> list[str]:
        return [a.code for a in self.pack.districts]

    def of(self, *kinds: str, line: str | None = None, area: str | None = None) -> Iterator[Fact]:
        for kind in kinds:
            own = self.by_kind.get(kind, {})
            if line is not None and area is not None:
                yield from own.get((line, area), ())
            else:
                for (of, at), facts in own.items():
                    if line in (None, of) and area in (None, at):
                        yield from facts

    @property
    def by_kind(self) -> dict[str, dict[tuple[str, str], list[Fact]]]:
        """kind -> (line, area) -> facts."""
        if not self._index:
            for f in self.facts:
                self._index.setdefault(f.kind, {}).setdefault((f.line, f.area), []).append(f)
        return self._index

    def first(self, kind: str, line: str, area: str) -> Fact | None:
        return next(self.of(kind, line=line, area=area), None)

    def wrong(self, rule: str, fact: Fact, other: object) -> Contradiction:
        return Contradiction(rule, fact.where, fact.lang, self.now, str(fact), str(other))


def grouped(facts: Iterable[Fact]) -> dict[tuple[str, str, str], list[Fact]]:
    """(line, area, kind) -> its facts."""
    found: dict[tuple[str, str, str], list[Fact]] = {}
    for f in facts:
        found.setdefault((f.line, f.area, f.kind), []).append(f)
    return found


def shown(value: Any) -> Shown | None:
    return value if isinstance(value, Shown) else None
