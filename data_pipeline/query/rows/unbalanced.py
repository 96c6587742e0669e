"""Written by `docs` from the SQL."""

from datetime import datetime
from typing import TypedDict


class UnbalancedRow(TypedDict):
    """page/unbalanced: One row per line, district and slot whose ledger does not add up: due less done is not what is
    told as open."""

    line: str
    area_code: str
    as_of: datetime
    due: float
    done: float
    open: float
    gap: float
