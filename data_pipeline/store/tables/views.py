"""The views of queries/ (and of the pack's own queries/), created in the order they depend on each other.

A pack need not have every feed, nor declare every line and gauge by its columns: a view that reads one the pack lacks,
directly or through others, is left out.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import duckdb

from data_pipeline.core.errors import DeclarationError
from data_pipeline.declare import Pack
from data_pipeline.query import catalogue
from data_pipeline.query.tables import tables
from data_pipeline.store.tables.generated import generated, origin
from data_pipeline.store.tables.reference import references

LAYERS = ("in_force", "clean", "line", "gauge", "beside", "mart")
GATHERED = {"mart.ledger", "mart.reading", "mart.told", "mart.beside"}
DECLARED = ("known.", "in_force.", "line.", "gauge.")
# what a slice has of them
META = ("meta.loads", "meta.targets", "ref.targets", "ref.targets_here", "meta.told", "meta.seen_loads",
        "meta.arrived")  # fmt: skip


@dataclass(frozen=True)
class View:
    name: str  # layer.file
    sql: str
    origin: str  # where to look when it is wrong
    reads: frozenset[str]  # schema.table


def sources(pack: Pack) -> dict[str, tuple[str, str]]:
    """View name -> (SQL, origin) of every view that could be made for this pack."""
    found = {name: (m.sql, origin(name, m)) for name, m in generated(pack).items() if not name.startswith("known.")}
    folders = catalogue.folders(pack.queries)
    for layer in LAYERS:
        for name in catalogue.names(folders, layer):
            sql = catalogue.text(folders, name).strip().rstrip(";")
            found.setdefault(name.replace("/", "."), (sql, f"queries/{name}.sql"))
    return found


def plan(pack: Pack) -> tuple[list[View], list[str]]:
    """Views in the order of creation, and the names left out for want of a declaration."""
    views = {name: View(name, sql, origin, _reads(sql, origin)) for name, (sql, origin) in sources(pack).items()}
    given = {*META, *(f"ref.{r.name}" for r in references(pack)), *(f"known.{feed}" for feed in pack.feeds)}
    left_out = _undeclared(views, given)
    _all_found(views, given, left_out)
    return list(_in_order({n: v for n, v in views.items() if n not in left_out}, given)), sorted(left_out)


def create(connection: duckdb.DuckDBPyConnection, views: Iterable[View]) -> None:
    _make(connection, views, "view")


def check(connection: duckdb.DuckDBPyConnection, views: Iterable[View]) -> None:
    """Can all be made? As tables of no rows, each upon those before it: views upon views take a second to make."""
    _make(connection, views, "table")


def _make(connection: duckdb.DuckDBPyConnection, views: Iterable[View], kind: str) -> None:
    views = [*views]
    for layer in dict.fromkeys(view.name.split(".")[0] for view in views):
        connection.execute(f'create schema if not exists "{layer}"')
    for view in views:
        layer, name = view.name.split(".")
        try:
            connection.execute(f'create {kind} "{layer}"."{name}" as\n{view.sql}')
        except duckdb.Error as why:
            raise DeclarationError(view.origin, view.name, str(why)) from None


def _reads(sql: str, origin: str) -> frozenset[str]:
    try:
        return tables(sql)
    except ValueError as why:
        raise DeclarationError(origin, "-", str(why)) from None


def _undeclared(views: Mapping[str, View], given: set[str]) -> set[str]:
    """Views that read what this pack does not declare, and whatever reads those. What gathers all that is declared
    reads nothing else: there, a name that leads nowhere is a mistake."""
    there = {*given, *views}
    out: set[str] = set()
    while True:
        more = {v.name for v in views.values() if v.name not in out
                and any(t in out or (t not in there and v.name not in GATHERED and t.startswith(DECLARED))
                        for t in v.reads)}  # fmt: skip
        if not more:
            return out
        out |= more


def _all_found(views: Mapping[str, View], given: set[str], left_out: set[str]) -> None:
    for name in GATHERED & left_out:
        missing = ", ".join(sorted(views[name].reads & left_out))
        raise DeclarationError(views[name].origin, name, f"{missing} reads what this pack does not declare")
    for view in views.values():
        for table in view.reads:
            if view.name not in left_out and table not in given and table not in views:
                raise DeclarationError(view.origin, view.name, f"reads {table}, which does not exist")


def _in_order(views: Mapping[str, View], given: set[str]) -> Iterator[View]:
    done, waiting = set(given), dict(views)
    while waiting:
        ready = [v for v in waiting.values() if v.reads <= done]
        if not ready:
            first = next(iter(waiting.values()))
            raise DeclarationError(first.origin, first.name, f"reads itself through {', '.join(sorted(waiting))}")
        for view in ready:
            yield view
            done.add(view.name)
            del waiting[view.name]
