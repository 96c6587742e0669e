"""Written by `docs` from the SQL."""

from datetime import date, datetime
from typing import TypedDict


class DaysRow(TypedDict):
    """page/days: One row per day of one line in one area, from $first_day to $ops_day: its ledger at the last time that
    was told of."""

    ops_day: date
    as_of: datetime
    due: float
    done: float
    open: float
    reported: float
    expected: float
