"""Written by `docs` from the SQL."""

from datetime import date, datetime
from typing import TypedDict


class CoursesRow(TypedDict):
    """page/courses: One row per line that speaks for itself, district, day from $first_day to $ops_day and whole
    report: what was done."""

    line: str
    area_code: str
    ops_day: date
    as_of: datetime
    done: float
