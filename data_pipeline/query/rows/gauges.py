"""Written by `docs` from the SQL."""

from datetime import datetime
from typing import TypedDict


class GaugesRow(TypedDict):
    """page/gauges: One row per gauge and area (city, districts): its latest value of the day so far, and the target it
    is held to."""

    gauge: str
    level: str
    area_code: str
    as_of: datetime
    value: float
    numer: float
    denom: float
    direction: str
    target: float
    amber: float
    red: float
