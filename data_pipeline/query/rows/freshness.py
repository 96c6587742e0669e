"""Written by `docs` from the SQL."""

from datetime import datetime
from typing import TypedDict


class FreshnessRow(TypedDict):
    """page/freshness: One row per feed and area (city, districts): the last slot it told of, how much of it, and how
    many it owes since."""

    feed: str
    area_code: str
    area_sort: float
    as_of: datetime
    expected_as_of: datetime
    slots_late: float
    next_as_of: datetime
    cadence_min: float
    silent_from: float
    age_min: float
    received_at: datetime
    reported: float
    expected: float
