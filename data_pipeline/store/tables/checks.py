"""queries/check, by name, on the newest day: rows that must not exist, and rows that somebody should look at."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import duckdb
import pandas as pd

from data_pipeline.declare import Pack
from data_pipeline.query import catalogue, parameters, run
from data_pipeline.query.connect import Limits
from data_pipeline.query.tables import tables
from data_pipeline.store.audit.finding import Finding
from data_pipeline.store.snapshot.copied import Days
from data_pipeline.store.snapshot.readers import Readers
from data_pipeline.store.snapshot.snapshots import DaySnapshot, cut
from data_pipeline.store.snapshot.table_cache import TableCache
from data_pipeline.store.tables.views import plan

# What every check's row says: how grave, of what, when and where, the figure there and the one it was held against.
COLUMNS = ("severity", "subject", "ops_day", "as_of", "area_code", "told", "ought")


def names(pack: Pack) -> tuple[str, ...]:
    """The checks this pack can be asked: those of which it declares every feed they read."""
    folders = catalogue.folders(pack.queries)
    _, left_out = plan(pack)
    every = catalogue.names(folders, "check")
    return tuple(n for n in every if not _reads(folders, n) & {*left_out} and _fed(pack, _reads(folders, n)))


def checked(pack: Pack, readers: Readers, limits: Limits) -> Iterator[Finding]:
    """One finding per check and severity that has rows on the newest day that was told of."""
    ordered, _ = plan(pack)
    views = {view.name: view for view in ordered}
    found: dict[str, pd.DataFrame] = {}
    with readers.looking() as look:
        look.at_all()
        day = newest_day(pack, look.connection)
        if day is None:
            return
        held = cut(look, pack, views, TableCache(limits), Days(day), (look.version.history, None))
        for name in of_loads(pack):
            found[name] = run(look.connection, catalogue.folders(pack.queries), name, _asked(pack, name, day))
    for name in names(pack):
        some = found[name] if name in found else rows(pack, held, name, day)
        for severity, of in some.groupby("severity"):
            yield Finding("check", _facts(name, of), severity)  # type: ignore[arg-type]


def of_loads(pack: Pack) -> tuple[str, ...]:
    """Checks of loads alone."""
    folders = catalogue.folders(pack.queries)
    return tuple(n for n in names(pack) if is_of_loads(catalogue.text(folders, n)))


def is_of_loads(sql: str) -> bool:
    """Whether it asks of loads alone: of all there are, whatever days they speak of. No slice has them."""
    return all(table.startswith("meta.") for table in tables(sql))


def rows(pack: Pack, held: DaySnapshot, name: str, day: date) -> pd.DataFrame:
    """A check's rows on one day."""
    return held.rows(name, _asked(pack, name, day))


def _asked(pack: Pack, name: str, day: date) -> dict[str, date]:
    """A check that asks for no day is about all of them."""
    asked = parameters(catalogue.text(catalogue.folders(pack.queries), name))
    return {"ops_day": day} if asked else {}


def newest_day(pack: Pack, own: duckdb.DuckDBPyConnection) -> date | None:
    days = " union all ".join(f"select max(ops_day) as day from raw.{feed}" for feed in pack.feeds)
    ((day,),) = own.execute(f"select max(day) from ({days})").fetchall()
    return day


def _facts(name: str, some: pd.DataFrame) -> dict[str, Any]:
    """How many, and the first of them, so that a reader knows where to begin."""
    first = some.iloc[0]
    place = " ".join(str(first[c]) for c in ("subject", "area_code", "as_of") if pd.notna(first[c]))
    return {"name": name.removeprefix("check/"), "rows": len(some), "first": place}


def _reads(folders: tuple, name: str) -> frozenset[str]:
    return tables(catalogue.text(folders, name))


def _fed(pack: Pack, read: frozenset[str]) -> bool:
    return all(t.split(".")[1] in pack.feeds for t in read if t.startswith(("known.", "in_force.", "raw.")))
