"""Written by `docs` from the SQL."""

from datetime import date, datetime
from typing import TypedDict


class OutcomeRow(TypedDict):
    """page/outcome: One row per day from the first to the last, and area (city, districts): the official outcome, and
    its sum since then."""

    ops_day: date
    level: str
    area_code: str
    source: str
    confirmed: float
    asymptomatic: float
    conversions: float
    conversions_unknown: float
    net_new: float
    community_found: float
    community_share: float
    in_quarantine: float
    deaths: float
    discharged: float
    in_hospital: float
    severe: float
    critical: float
    net_7d: float
    confirmed_sum: float
    asymptomatic_sum: float
    conversions_sum: float
    net_sum: float
    reported: float
    expected: float
    received_at: datetime
