"""The sample told once for all tests of it: as tables, as curves, as files."""

from collections.abc import Iterator
from datetime import date

import duckdb
import pyarrow as pa
import pytest

from data_pipeline.declare import Pack, load_pack
from data_pipeline.intake.delivery import Delivery
from data_pipeline.sample import SEED, Simulation, bulk, deliveries
from tests.support.packs import SHANGHAI

FIRST, LAST = date(2022, 4, 1), date(2022, 4, 6)


@pytest.fixture(scope="session")
def pack() -> Pack:
    return load_pack(SHANGHAI)


@pytest.fixture(scope="session")
def told(pack: Pack) -> Iterator[duckdb.DuckDBPyConnection]:
    """One table per slot feed, all six days; `h` is the hour of the slot, 8 to 24."""
    loads: dict[str, list[pa.Table]] = {}
    for load in bulk(pack, Simulation(SEED, FIRST, LAST)):
        loads.setdefault(load.feed, []).append(load.table)
    with duckdb.connect() as con:
        for feed, tables in loads.items():
            con.register("loaded", pa.concat_tables(tables))
            con.execute(f"create table {feed} as select *, epoch(as_of - ops_day) / 3600 as h from loaded")
            con.unregister("loaded")
        yield con


@pytest.fixture(scope="session")
def mail(pack: Pack) -> list[Delivery]:
    return list(deliveries(pack))
