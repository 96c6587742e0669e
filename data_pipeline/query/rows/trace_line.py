"""Written by `docs` from the SQL."""

from datetime import date, datetime
from typing import TypedDict


class TraceLineRow(TypedDict):
    """page/trace_line: One row of the line and area asked for: its ledger at the last slot of the day so far."""

    part: str
    level: str
    area_code: str
    district_code: str
    ops_day: date
    as_of: datetime
    carry_in: float
    new_due: float
    done: float
    cancelled: float
    open: float
    oldest_h: float
    due: float
    rate: float
    deadline_at: datetime
    told_at: datetime
    received_at: datetime
    reported: float
    expected: float
