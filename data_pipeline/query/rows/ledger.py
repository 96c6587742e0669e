"""Written by `docs` from the SQL."""

from datetime import datetime
from typing import TypedDict


class LedgerRow(TypedDict):
    """The columns that page/day and page/place have in common."""

    line: str
    area_code: str
    area_sort: float
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
    told_at: datetime
    is_latest: bool
    stale: bool
    to_do: float
    rate_last: float
    rate_done: float
    rate_new: float
    hours_left: float
    expected_new: float
    rate_needed: float
    pace_ratio: float
    finish_at: datetime
    late_h: float
    overdue: float
