"""Written by `docs` from the SQL."""

from datetime import datetime
from typing import TypedDict


class PlaceRow(TypedDict):
    """page/place: One row per line, subdistrict of one district and slot of the day so far: ledger, pace, staleness."""

    line: str
    district_code: str
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
    overdue: float
    rate_needed: float
    pace_ratio: float
    finish_at: datetime
    late_h: float
