"""Written by `docs` from the SQL."""

from datetime import date, datetime
from typing import TypedDict


class TraceGaugeRow(TypedDict):
    """page/trace_gauge: One row of the gauge and area asked for: its value at the last slot of the day so far, and its
    target."""

    level: str
    area_code: str
    ops_day: date
    as_of: datetime
    value: float
    numer: float
    denom: float
    target: float
    amber: float
    red: float
