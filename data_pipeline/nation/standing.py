"""How all cities stand at a moment, of what their boards had published by then."""

from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime

import pandas as pd

from data_pipeline.nation.rollups import Rollups
from data_pipeline.query import catalogue, run
from data_pipeline.query.connect import Limits, open_over


@dataclass(frozen=True)
class Standing:
    """`cities`: one row per city and line, queries/nation/cities.sql; `lines`: one row per line, lines.sql. Nothing
    where nobody had published anything of the day."""

    cities: pd.DataFrame = field(default_factory=pd.DataFrame)
    lines: pd.DataFrame = field(default_factory=pd.DataFrame)


def standing(rollups: Rollups, lines: Collection[str], day: date, known_at: datetime) -> Standing:
    """Of these lines of work."""
    files = rollups.files(day, "city")
    if not files:
        return Standing()
    with closing(open_over(rollups.folder, Limits())) as connection:
        connection.execute("set variable rollups = $1", [files])
        asked = {"known_at": known_at, "lines": list(lines)}
        cities = run(connection, catalogue.folders(), "nation/cities", asked)
        connection.register("standing", cities)
        return Standing(cities, run(connection, catalogue.folders(), "nation/lines"))
