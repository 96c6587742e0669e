"""Written by `docs` from the SQL."""

from datetime import datetime
from typing import TypedDict


class WaitingRow(TypedDict):
    """page/waiting: One row per area (city, districts): positives by how long they wait at the last slot, and the
    vehicles they need."""

    area_code: str
    as_of: datetime
    wait_0_6h: float
    wait_6_12h: float
    wait_12_24h: float
    wait_24h_plus: float
    oldest_wait_h: float
    vehicles: float
    trips: float
    picked_up: float
    vehicles_needed: float
