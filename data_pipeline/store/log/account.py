"""What the lines of the ledger amount to: which loads there are, when each is seen, what waits, which targets changed.

The one place where lines are read as what they mean. Taken line by line, so that a new one costs the same however long
the history.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property

from data_pipeline.store.log.entry import GENESIS, Entry, Head, Note
from data_pipeline.store.log.waiting import CLOSING, State, signed
from data_pipeline.store.snapshot.history import TARGETS, Growing, History, word_of

TOKEN = 12  # characters
MANY = 31  # days: a load that speaks of more lies in a file of its own
Span = tuple[datetime, datetime | None]


@dataclass
class Load:
    """`spans`: while it is seen; the end is None while it is."""

    number: int
    note: Note
    token: str
    spans: list[Span] = field(default_factory=list)

    @property
    def feed(self) -> str:
        return self.note.facts["feed"]

    @cached_property
    def days(self) -> Mapping[date, int] | None:
        """Rows by operating day; None where its line was written before lines said so."""
        told = self.note.facts.get("rows")
        return None if told is None else {date.fromisoformat(day): rows for day, rows in told.items()}

    def is_seen(self, known_at: datetime | None) -> bool:
        if known_at is None:
            return any(to is None for _, to in self.spans)
        return any(since <= known_at and (to is None or to > known_at) for since, to in self.spans)

    @property
    def mark(self) -> str:
        return f"{self.number} {self.note.facts['sha256']} {self.note.at}"


def token_of(entry: Entry) -> str:
    """Under which its rows lie. A line from before tokens has one that nobody knew before it was acknowledged."""
    return entry.note.facts.get("token") or entry.hash[:TOKEN]


class Account:
    """`changed`: loads that are new or seen otherwise since somebody last cleared it. `lost`: lines of loads that are
    as if they had not come, because their rows cannot be made again."""

    def __init__(self, lost: tuple[int, ...] = ()) -> None:
        self.lost = lost
        self.head: Head = GENESIS
        self.written: datetime | None = None
        self.loads: dict[int, Load] = {}
        self.of: defaultdict[str, list[Load]] = defaultdict(list)
        self.targets: list[tuple[int, Note]] = []
        self.waiting: dict[int, tuple[str, State]] = {}
        self.issued: set[str] = set()
        self.expected: defaultdict[str, defaultdict[date, int]] = defaultdict(lambda: defaultdict(int))
        self.rows: defaultdict[str, int] = defaultdict(int)
        self._by_day: defaultdict[tuple[str, date], list[Load]] = defaultdict(list)
        self._wide: defaultdict[str, list[Load]] = defaultdict(list)  # of many days, or of days that no line says
        self.changed: set[int] = set()
        self._whole, self._parts = Growing(), defaultdict(Growing)
        self._lines: defaultdict[str, Growing] = defaultdict(Growing)

    def take(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            self._take(entry)
            self.head, self.written = entry.head, entry.note.at

    def history(self, made_by: str) -> History:
        parts, lines = ({part: of.words() for part, of in some.items()} for some in (self._parts, self._lines))
        return History(made_by, self._whole.words(), parts, lines=lines)

    def latest(self, feed: str, known_at: datetime | None, before: int | None = None) -> Load | None:
        """The last line of this feed that is seen then (None: now)."""
        for load in reversed(self.of[feed]):
            if (before is None or load.number < before) and load.is_seen(known_at):
                return load
        return None

    def near(self, feed: str, first: date, last: date) -> list[Load]:
        """Those that speak of a day from `first` to `last`, and those of which no line says of which days they do."""
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        wide = [of for of in self._wide[feed] if of.days is None or any(day in of.days for day in days)]
        found = {of.number: of for day in days for of in self._by_day.get((feed, day), ())}
        return [*wide, *found.values()]

    def _take(self, entry: Entry) -> None:
        note, facts = entry.note, entry.note.facts
        if note.action == "load":
            if entry.seq not in self.lost:
                self._load(entry)
            return
        if note.action == "brief":
            self.issued.add(facts["key"])
        if note.action in CLOSING and facts["line"] in self.waiting:
            kind, _ = self.waiting[facts["line"]]
            self.waiting[facts["line"]] = kind, CLOSING[note.action]
        if note.action == "target" and facts.get("waits"):
            self.waiting[entry.seq] = "target", "waits"
        elif "targets" in facts:
            self._targets(entry.seq, signed(note))
        if (load := self.loads.get(facts.get("load_id", 0))) is not None:
            with_end = _hidden if note.action == "withdraw" else _shown
            self._turn(load, list(with_end(load, note.at)))
            self._line(entry, load)

    def _load(self, entry: Entry) -> None:
        note = entry.note
        load = Load(entry.seq, note, token_of(entry))
        self.loads[entry.seq] = load
        self.of[load.feed].append(load)
        if note.facts.get("waits"):  # seen for no time at all: approving it shows it again
            self.waiting[entry.seq] = "load", "waits"
        self._line(entry, load)
        self._turn(load, [(note.at, note.at if note.facts.get("waits") else None)])
        self._expect(load)

    def _expect(self, load: Load) -> None:
        """Of loads of few days, by day: those of many lie apart."""
        self.rows[load.feed] += load.note.facts["accepted"]
        if load.days is None or len(load.days) > MANY:
            self._wide[load.feed].append(load)
            return
        for day, rows in load.days.items():
            self.expected[load.feed][day] += rows
            self._by_day[load.feed, day].append(load)

    def _turn(self, load: Load, spans: list[Span]) -> None:
        """What was marked of it goes (a mark twice is none), and what is now comes."""
        by = word_of(load.mark)
        for moment in (m for some in (load.spans, spans) for span in some for m in span if m is not None):
            self._flip(load.feed, moment, by)
        load.spans = spans
        self.changed.add(load.number)

    def _line(self, entry: Entry, load: Load) -> None:
        """What came and went again changes no figure; that it came is told too: who sent what, what was withdrawn."""
        for of in ("", load.feed):
            self._lines[of].flip(entry.note.at, word_of(f"line {entry.seq}"))

    def _targets(self, seq: int, note: Note) -> None:
        self.targets.append((seq, note))
        self._flip(TARGETS, note.at, word_of(f"target {seq}"))

    def _flip(self, part: str, moment: datetime, by: int) -> None:
        self._whole.flip(moment, by)
        self._parts[part].flip(moment, by)


def _hidden(load: Load, at: datetime) -> Iterator[Span]:
    """No longer seen from `at` on, whatever a line with a later time had said. Spans never overlap."""
    for since, to in load.spans:
        yield (since, to) if to is not None and to <= at else (since, max(since, at))


def _shown(load: Load, at: datetime) -> Iterator[Span]:
    """Seen from `at` on, whatever a line with a later time had said; never before it was received."""
    since = max(at, load.note.at)
    yield from _hidden(load, since)
    yield since, None
