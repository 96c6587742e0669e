"""The files that came, as far as this visitor may know of them: of some districts, those that speak of these alone."""

import pandas as pd

from data_pipeline.access.sight import parted
from data_pipeline.board.board import board
from pages.app import live


def shown_loads(loads: pd.DataFrame, version: str) -> pd.DataFrame:
    """Of rows with a `load_id`; a file that also speaks of others, or names no district, is left out."""
    sight, whole = parted(version)
    if sight.is_whole or loads.empty:
        return loads
    districts = live.held(("districts of loads", whole), board().districts_of_loads)
    return loads.loc[[sight.sees_all(districts.get(int(id), frozenset())) for id in loads["load_id"]]]
