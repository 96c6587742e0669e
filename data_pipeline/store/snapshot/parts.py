"""Ledgers that a slice makes apart, as far as none says anything of another: the lines of one feed, and of them the
districts with the city apart from what lies below.

A file moves the lines of its own feed, and what pages and walls ask first is of districts: so a table is made of a
tenth of the rows, and all others are taken over.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from data_pipeline.declare import Line, Pack
from data_pipeline.query import tables
from data_pipeline.store.snapshot.table_cache import Names
from data_pipeline.store.snapshot.worked_out import Place, WorkedOut
from data_pipeline.store.tables.engine import ledger_sql, told_sql
from data_pipeline.store.tables.views import View

LEDGER, TOLD = "mart.ledger", "mart.told"
SUMMED, LEAF = "mart.summed", "mart.leaf"  # ledgers of districts and the city, and of what lies below
GROUPED = (LEDGER, "mart.expected", SUMMED)
LEVELLED = ("mart.clearance", "mart.owing", "mart.rate", "mart.pace")
OF_DISTRICTS = {"mart.clearance_of_districts": "mart.clearance", "mart.pace_of_districts": "mart.pace"}
OF_FEEDS = (TOLD, "mart.freshness")


class Apart:
    """Where in a slice each name is worked out that is worked out in several places."""

    def __init__(self, pack: Pack, names: Names, views: Mapping[str, View], given: Mapping[str, str]) -> None:
        self._names, self._views, self._given = names, views, given
        self.places: defaultdict[str, list[Place]] = defaultdict(list)
        if views.keys() >= {*GROUPED, LEAF, *LEVELLED, *OF_DISTRICTS}:
            for lines in groups(pack):
                self._ledgers(ledger_sql(lines))
        if views.keys() >= {*OF_FEEDS}:
            for feed in pack.feeds.values():
                self._add(OF_FEEDS, self._place({TOLD: told_sql([feed])}))

    def _ledgers(self, ledger: str) -> None:
        districts, below = (self._place({LEDGER: ledger, other: self._nothing(other)}) for other in (LEAF, SUMMED))
        self._add(GROUPED, districts)
        self._add((LEAF,), below)
        for place in (districts, below):
            self._add(LEVELLED, place)
        for name, known_as in OF_DISTRICTS.items():
            self.places[name].append((districts, known_as))

    def _add(self, names: Iterable[str], place: WorkedOut) -> None:
        for name in names:
            self.places[name].append((place, name))

    def _nothing(self, name: str) -> str:
        """No row of it, in its columns."""
        return f"select * from ({self._views[name].sql}) limit 0"

    def _place(self, other: Mapping[str, str]) -> WorkedOut:
        """Where these names are made of other SQL."""
        own = {name: replace(self._views[name], sql=sql, reads=tables(sql)) for name, sql in other.items()}
        return WorkedOut(self._names.beside(), {**self._views, **own}, self._given)


def groups(pack: Pack) -> Iterator[list[Line]]:
    """Lines of one feed; those of several where one stands for others."""
    of = {name: {line.feed} for name, line in pack.lines.items()}
    for line in pack.lines.values():
        together = set[str]().union(*(of[name] for name in (line.id, *line.worst_of) if name in of))
        for name, feeds in of.items():
            of[name] = feeds | together if feeds & together else feeds
    for feeds in dict.fromkeys(frozenset(feeds) for feeds in of.values()):
        yield [pack.lines[name] for name in of if of[name] == feeds]
