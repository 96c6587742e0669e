"""Written by `docs` from the SQL."""

from datetime import datetime
from typing import TypedDict


class SameCourseRow(TypedDict):
    """page/same_course: One row per line and district in which several subdistricts report the very same course of the
    day so far: how many"""

    line: str
    area_code: str
    as_of: datetime
    places: float
    steps: float
    done: float
