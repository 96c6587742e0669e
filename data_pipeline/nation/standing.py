"""How all cities stand at a moment, of what their boards had published by then."""

from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime

import pandas as pd

from data_pipeline.nation.engine import DuckDB, Engine
from data_pipeline.nation.rollups import Rollups


@dataclass(frozen=True)
class Standing:
    """`cities`: one row per city and line, queries/nation/cities.sql; `lines`: one row per line, lines.sql. Nothing
    where nobody had published anything of the day."""

    cities: pd.DataFrame = field(default_factory=pd.DataFrame)
    lines: pd.DataFrame = field(default_factory=pd.DataFrame)


def standing(rollups: Rollups, lines: Collection[str], day: date, known_at: datetime) -> Standing:
    """Of these lines of work."""
    with closing(DuckDB(rollups.folder)) as engine:
        return standing_by(engine, rollups, lines, day, known_at)


def standing_by(engine: Engine, rollups: Rollups, lines: Collection[str], day: date, known_at: datetime) -> Standing:
    """The same, whoever works it out."""
    files = rollups.files(day, "city")
    if not files:
        return Standing()
    asked = {"known_at": known_at, "lines": list(lines)}
    cities = engine.ask("nation/cities", {"rollups": engine.read(rollups.folder, files)}, asked)
    return Standing(engine.frame(cities), engine.frame(engine.ask("nation/lines", {"standing": cities})))
