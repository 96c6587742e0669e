"""The data health page: which file came when, who sends what and how good it is, which ledgers do not add up."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

import pandas as pd

from data_pipeline.channels.inbox import Waiting
from data_pipeline.core.clock import AsOf
from data_pipeline.core.clock_jumps import Jump
from data_pipeline.core.records import records
from data_pipeline.declare import Feed, Pack
from data_pipeline.declare.feed import AGES
from data_pipeline.doubts.found import Found
from data_pipeline.query.rows import SlotsRow
from data_pipeline.sentences.states import GLYPHS
from data_pipeline.words import say
from data_pipeline.words.numbers import moment
from pages.components.data_table import DataTable

STATES = ("on_time", "late", "partial", "missing", "awaited", "ahead")
TOLD = ("on_time", "late", "partial")
DUE = (*TOLD, "missing")
SHAPE = {"on_time": "on_track", "late": "at_risk", "partial": "at_risk", "missing": "unknown"}
AGED = {"withheld": "unknown", "stale": "unknown", "ageing": "at_risk"}
JUMPS, WAITING = 6, 5


@dataclass(frozen=True)
class Quality:
    """`slots`, `senders`, `unbalanced`: rows of the page queries of these names."""

    slots: pd.DataFrame
    senders: pd.DataFrame
    unbalanced: pd.DataFrame
    pack: Pack
    moment: AsOf
    jumps: Sequence[Jump] = ()  # of the ledger's clock, the latest first
    waiting: tuple[Waiting, ...] = ()  # files of the inbox that could not be taken for now
    unapproved: int = 0  # what was sent and waits for a second person
    damage: tuple[str, ...] = ()  # what is known to be wrong with the store, a sentence each
    again: Found = field(default_factory=Found)
    tried: str = ""  # what files set aside would change, a sentence

    def of(self, feed: Feed) -> list[SlotsRow]:
        return self._by_feed.get(feed.id, [])

    @cached_property
    def _by_feed(self) -> dict[str, list[SlotsRow]]:
        found: dict[str, list[SlotsRow]] = {}
        for row in records(self.slots, SlotsRow):
            found.setdefault(str(row["feed"]), []).append(row)
        return found

    @property
    def feeds(self) -> list[Feed]:
        there = set(self.slots["feed"])
        return [f for f in self.pack.feeds.values() if f.id in there]


@dataclass(frozen=True)
class Health:
    """The page as told, before it is drawn. `grids`: by the name of their feed."""

    lead: str
    notices: tuple[str, ...]
    damage: tuple[str, ...]
    heads: tuple[tuple[str, int], ...]
    legend: str
    feeds: DataTable
    grids: tuple[tuple[str, DataTable], ...]
    senders: DataTable
    unbalanced: DataTable
    again: DataTable
    seconds: DataTable | None  # None: the operation declares no second figure
    jumps: tuple[str, ...]
    jumps_note: str

    @cached_property
    def papers(self) -> list[DataTable]:
        """The grids as they stand on paper, each under the name of its feed."""
        return [replace(grid, alt=name) for name, grid in self.grids]


def counts(rows: Sequence[SlotsRow]) -> dict[str, int]:
    """How many district files are in each state."""
    found: dict[str, int] = dict.fromkeys(STATES, 0)
    for r in rows:
        found[str(r["state"])] += 1
    return found


def freshness(rows: Sequence[SlotsRow], feed: Feed, at: datetime) -> tuple[datetime | None, str, str]:
    """(newest slot told, the word of its age, the state it is drawn in); domain: 1.5, 3 and 6 times the cadence."""
    last = max((r["slot_at"] for r in rows if r["state"] in TOLD), default=None)
    if last is None:
        return None, "nothing", "unknown"
    age = (at - last).total_seconds() / 60 / feed.cadence_min
    return next(((last, word, AGED[word]) for word, times in AGES.items() if age >= times), (last, "fresh", "on_track"))


def lead(q: Quality, lang: str) -> str:
    n = counts(records(q.slots, SlotsRow))
    due = sum(n[s] for s in DUE)
    clock = moment(q.moment.as_of, q.moment.ops_day, lang)
    if not due or not sum(n[s] for s in TOLD):
        return say(lang, "quality.lead_none", clock=clock)
    return say(lang, "quality.lead", clock=clock, due=due, on_time=n["on_time"], late=n["late"],
               partial=n["partial"], missing=n["missing"])  # fmt: skip


def heads(q: Quality, lang: str) -> tuple[tuple[str, int], ...]:
    """The head figures: of the files that are due, how many are in each state; and ledgers that do not add up."""
    n = counts(records(q.slots, SlotsRow))
    parts = [(f"{sign(s)} {say(lang, f'quality.{s}')}", n[s]) for s in DUE]
    first = say(lang, "quality.due_files"), sum(n[s] for s in DUE)
    return (first, *parts, (say(lang, "quality.unbalanced"), len(q.unbalanced)))


def notices(q: Quality, lang: str) -> tuple[str, ...]:
    """What waits for somebody."""
    sentences = [say(lang, "quality.lead_balance", count=len(q.unbalanced))] if len(q.unbalanced) else []
    sentences += [_waits(w, lang) for w in q.waiting[:WAITING]]
    sentences += [say(lang, "waiting.told", count=q.unapproved)] if q.unapproved else []
    return (*sentences, q.tried) if q.tried else tuple(sentences)


def legend(lang: str) -> str:
    parts = [f"{sign(s)} {say(lang, f'quality.legend_{s}')}" for s in STATES]
    return say(lang, "text.apart").join([*parts, say(lang, "quality.legend_again")])


def sign(state: str) -> str:
    return {"partial": "◐", "ahead": "·", "awaited": "…"}.get(state) or GLYPHS[SHAPE[state]]


def _waits(w: Waiting, lang: str) -> str:
    facts = {"file": w.file, "why": say(lang, f"inbox.{w.code}"), "tries": w.tries, "at": f"{w.at:%H:%M}"}
    return say(lang, "quality.waits", **facts)
