"""Written by `docs` from the SQL."""

from datetime import datetime
from typing import TypedDict


class EdgesRow(TypedDict):
    """page/edges: One row per gauge of those asked for, area (city, districts) and report time of the day so far, with
    its target."""

    gauge: str
    level: str
    area_code: str
    as_of: datetime
    value: float
    direction: str
    target: float
    amber: float
    red: float
