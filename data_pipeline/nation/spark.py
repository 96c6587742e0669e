"""Spark in place of DuckDB: it hands each city to an executor, where that city's own rows are asked as anywhere else
(by this project's named queries, in DuckDB), and itself answers what concerns all cities, from the same text of SQL.

Needs requirements-spark.txt and Java 17. `spark-submit` says where it runs; without it, in this machine alone.
"""

import re
import warnings
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
from pyspark import SparkConf, SparkContext, StorageLevel
from pyspark.sql import DataFrame, SparkSession, functions
from pyspark.sql.pandas.types import from_arrow_schema

from data_pipeline.nation.anew import WORKED_OUT
from data_pipeline.nation.engine import Rows, Work
from data_pipeline.query import catalogue

# Of what is used here nothing passes through pandas.
warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
PARAMETER = re.compile(r"\$([a-z_]+)")
ALONE = re.compile(r"local(\[.*\])?")
UNHEARD = {"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1", "spark.ui.enabled": "false",
           "spark.ui.showConsoleProgress": "false"}  # fmt: skip


def session() -> SparkSession:
    """Where spark-submit says; else in this machine alone, reached by no other."""
    SparkContext._ensure_initialized()  # only then it is known what spark-submit said
    conf = SparkConf().setIfMissing("spark.app.name", "riqing nation")
    if ALONE.fullmatch(conf.get("spark.master", "")):
        for name, value in UNHEARD.items():
            conf.setIfMissing(name, value)
    return SparkSession.builder.config(conf=conf).getOrCreate()


class Spark:
    def __init__(self, of: SparkSession) -> None:
        self._session = of
        self._kept: DataFrame | None = None
        of.conf.set("spark.sql.timestampType", "TIMESTAMP_NTZ")  # every time here is the operation's own

    def read(self, folder: Path, files: Sequence[str]) -> Rows:
        return self._session.read.option("basePath", str(folder)).parquet(*files)

    def each(self, rows: Rows, work: Work) -> Rows:
        """As many pieces as there are cities, however small they are to Spark, for each takes its time. Kept where it
        was worked out, until the next: more than one question is asked of it."""
        if self._kept is not None:
            self._kept.unpersist()
        schema = from_arrow_schema(WORKED_OUT, prefer_timestamp_ntz=True)
        spread = rows.repartition(max(1, rows.select("city").distinct().count()), "city")
        own = spread.groupBy("city").applyInArrow(lambda of: work(of), schema)  # a function: its parameters are counted
        self._kept = own.persist(StorageLevel.DISK_ONLY)
        return self._kept

    def ask(self, name: str, of: Mapping[str, Rows], params: Mapping[str, object] | None = None) -> Rows:
        for table, rows in of.items():
            rows.createOrReplaceTempView(table)
        text = PARAMETER.sub(r":\1", catalogue.house(name))
        return self._session.sql(text, args={key: _value(value) for key, value in (params or {}).items()})

    def frame(self, rows: Rows) -> pd.DataFrame:
        return rows.toArrow().to_pandas()

    def executors(self) -> int:
        """Beside the driver."""
        context: Any = self._session.sparkContext._jsc
        return len(context.sc().statusTracker().getExecutorInfos()) - 1

    def close(self) -> None:
        self._session.stop()


def _value(of: object) -> object:
    """A list as an array; a time as text, for the query says what it is."""
    if isinstance(of, list):
        return functions.array(*map(functions.lit, of))
    return of.isoformat() if isinstance(of, datetime) else of
