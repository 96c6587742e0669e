"""How all cities stand at a moment, of what their boards had published by then."""

from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd

from data_pipeline.nation.rollups import Rollups
from data_pipeline.query import catalogue, run
from data_pipeline.query.connect import Limits, open_scratch


@dataclass(frozen=True)
class Standing:
    cities: pd.DataFrame  # one row per city and line: queries/nation/cities.sql
    lines: pd.DataFrame  # one row per line: queries/nation/lines.sql


def standing(rollups: Rollups, day: date, known_at: datetime) -> Standing:
    """Empty frames where nobody has published anything of this day by then."""
    with closing(open_scratch(Limits())) as connection:
        connection.register("rollups", rollups.rows(day, "city"))
        cities = run(connection, catalogue.folders(), "nation/cities", {"known_at": known_at})
        connection.register("standing", cities)
        return Standing(cities, run(connection, catalogue.folders(), "nation/lines"))
