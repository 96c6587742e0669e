"""Written by `docs` from the SQL."""

from datetime import datetime
from typing import TypedDict


class SlotsRow(TypedDict):
    """page/slots: One row per feed, district and slot of the day: whether it was told, in time, and of all its
    places."""

    feed: str
    area_code: str
    slot_at: datetime
    late_at: datetime
    reported: float
    expected: float
    first_at: datetime
    loads: float
    speaks: bool
    state: str
