"""Ledgers that a slice makes apart, as far as none says anything of another: the lines of one feed, and of them the
districts with the city apart from what lies below.

A file moves the lines of its own feed, and what pages and walls ask first is of districts: so a table is made of a
tenth of the rows, and all others are taken over.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from data_pipeline.declare import Line, Pack
from data_pipeline.query import tables
from data_pipeline.store.snapshot.table_cache import Names
from data_pipeline.store.snapshot.worked_out import Place, WorkedOut
from data_pipeline.store.tables.engine import ledger_sql
from data_pipeline.store.tables.views import View

LEDGER, FIGURE = "mart.ledger", "mart.figure"
LEVELS = ("mart.summed", "mart.leaf")  # what FIGURE gathers: districts and the city, and what lies below
GROUPED = (LEDGER, "mart.expected", *LEVELS)
LEVELLED = (FIGURE, "mart.clearance", "mart.owing", "mart.rate", "mart.pace")
OF_DISTRICTS = {"mart.clearance_of_districts": "mart.clearance", "mart.pace_of_districts": "mart.pace"}


def apart(pack: Pack, names: Names, views: Mapping[str, View], given: Mapping[str, str]) -> dict[str, list[Place]]:
    """Each name that is made apart → where."""
    found: dict[str, list[Place]] = {name: [] for name in (*GROUPED, *LEVELLED, *OF_DISTRICTS)}
    if not found.keys() <= views.keys():
        return {}
    for lines in groups(pack):
        ledger = ledger_sql(replace(pack, lines=lines))
        own = {**views, LEDGER: replace(views[LEDGER], sql=ledger, reads=tables(ledger))}
        districts, below = (WorkedOut(names.beside(), {**own, FIGURE: own[level]}, given) for level in LEVELS)
        for name in GROUPED:
            found[name].append((districts, name))
        for name in LEVELLED:
            found[name] += [(districts, name), (below, name)]
        for name, known_as in OF_DISTRICTS.items():
            found[name].append((districts, known_as))
    return found


def groups(pack: Pack) -> Iterator[dict[str, Line]]:
    """Lines of one feed; those of several where one stands for others."""
    of = {name: {line.feed} for name, line in pack.lines.items()}
    for line in pack.lines.values():
        together = set[str]().union(*(of[name] for name in (line.id, *line.worst_of) if name in of))
        for name, feeds in of.items():
            of[name] = feeds | together if feeds & together else feeds
    for feeds in dict.fromkeys(frozenset(feeds) for feeds in of.values()):
        yield {name: pack.lines[name] for name in of if of[name] == feeds}
