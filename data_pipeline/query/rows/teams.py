"""Written by `docs` from the SQL."""

from datetime import datetime
from typing import TypedDict


class TeamsRow(TypedDict):
    """page/teams: One row per mission of support teams in one area, as last told this day, the most people first."""

    mission: str
    as_of: datetime
    teams: float
    headcount: float
    assigned: float
    lodging: float
    meals: float
    transport: float
    ppe: float
    ready: float
