"""Written by `docs` from the SQL."""

from datetime import datetime
from typing import TypedDict


class BlockagesRow(TypedDict):
    """page/blockages: One row per issue type, priority and level that holds it, in one area: what is open by age at the
    day's last slot."""

    issue_type: str
    priority: str
    held_by: str
    as_of: datetime
    open: float
    open_0_4h: float
    open_4_12h: float
    open_12_24h: float
    open_24h_plus: float
    oldest_h: float
    escalated: float
