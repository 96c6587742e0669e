"""Written by `docs` from the SQL."""

from datetime import datetime
from typing import TypedDict


class RoundsRow(TypedDict):
    """page/rounds: One row per round that stands at the last slot: its name, rule, own start and deadline, people due
    and sampled."""

    round_id: str
    zh: str
    en: str
    rule_zh: str
    rule_en: str
    as_of: datetime
    starts_at: datetime
    deadline_at: datetime
    districts: float
    due: float
    sampled: float
