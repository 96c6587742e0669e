"""Who answers the questions of queries/nation: DuckDB in this process, or Spark (spark.py) on many machines.

Both are given the same text of a query, which keeps to what the two understand alike: each number has one definition.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import pandas as pd
import pyarrow as pa

from data_pipeline.intake.arrow import pc
from data_pipeline.query import catalogue, run
from data_pipeline.query.connect import Limits, open_over
from data_pipeline.query.fetched import LARGE, fetched
from data_pipeline.query.runner import LIMIT_S

Rows = Any  # a table as the engine has it
Work = Callable[[pa.Table], pa.Table]  # all that one city published of a day, to rows of anew.WORKED_OUT


class Engine(Protocol):
    def read(self, folder: Path, files: Sequence[str]) -> Rows:
        """The roll-ups in these files below a folder, with the day and level that their paths say."""
        ...

    def each(self, rows: Rows, work: Work) -> Rows:
        """What `work` makes of all rows of each city. It travels to wherever it is done."""
        ...

    def ask(self, name: str, of: Mapping[str, Rows], params: Mapping[str, object] | None = None) -> Rows:
        """A named query, over tables under the names it has for them."""
        ...

    def frame(self, rows: Rows) -> pd.DataFrame:
        """As query.run gives them."""
        ...

    def close(self) -> None: ...


class DuckDB:
    """`limit_s`: of one question."""

    def __init__(self, folder: Path, limits: Limits | None = None, limit_s: float = LIMIT_S) -> None:
        self._connection, self._limit_s = open_over(folder, limits or Limits()), limit_s

    def read(self, folder: Path, files: Sequence[str]) -> Rows:
        return self._connection.read_parquet(list(files), hive_partitioning=True)

    def each(self, rows: Rows, work: Work) -> Rows:
        of = fetched(rows, LARGE)
        cities = sorted(pc.unique(of.column("city")).to_pylist())
        return pa.concat_tables(work(of.filter(pc.equal(of.column("city"), city))) for city in cities)

    def ask(self, name: str, of: Mapping[str, Rows], params: Mapping[str, object] | None = None) -> Rows:
        for table, rows in of.items():
            self._connection.register(table, rows)
        return run(self._connection, catalogue.folders(), name, params, self._limit_s)

    def frame(self, rows: Rows) -> pd.DataFrame:
        return rows

    def close(self) -> None:
        self._connection.close()
