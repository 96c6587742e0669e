"""Written by `docs` from the SQL."""

from datetime import date, datetime
from typing import TypedDict


class DayRow(TypedDict):
    """page/day: One row per line, area (city, districts) and slot of the day so far: ledger, pace, staleness."""

    line: str
    tier: str
    line_sort: float
    level: str
    area_code: str
    area_sort: float
    ops_day: date
    as_of: datetime
    carry_in: float
    new_due: float
    done: float
    cancelled: float
    open: float
    due: float
    rate: float
    oldest_h: float
    deadline_at: datetime
    part: str
    reported: float
    expected: float
    received_at: datetime
    told_at: datetime
    is_latest: bool
    slots_late: float
    stale: bool
    to_do: float
    rate_last: float
    rate_done: float
    rate_new: float
    restated: bool
    hours_left: float
    expected_new: float
    rate_needed: float
    pace_ratio: float
    finish_at: datetime
    late_h: float
    overdue: float
