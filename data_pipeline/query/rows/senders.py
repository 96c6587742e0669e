"""Written by `docs` from the SQL."""

from datetime import datetime
from decimal import Decimal
from typing import TypedDict


class SendersRow(TypedDict):
    """page/senders: One row per sender and feed: what came of this day, how much was refused, and how corrections moved
    figures."""

    sender: str
    feed: str
    files: float
    slots: float
    withdrawn: float
    records: Decimal
    accepted: Decimal
    refused: Decimal
    refused_share: float
    corrections: float
    restated_rows: Decimal
    raised: Decimal
    lowered: Decimal
    change: float
    last_at: datetime
