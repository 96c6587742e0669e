"""Written by `docs` from the SQL."""

from datetime import datetime
from typing import TypedDict


class BesideRow(TypedDict):
    """page/beside: One row per second figure, line, area and slot of the day so far: what is reported as done, and how
    much of it the"""

    source: str
    line: str
    area_code: str
    as_of: datetime
    reported: float
    confirmed: float
