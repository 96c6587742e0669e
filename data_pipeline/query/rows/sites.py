"""Written by `docs` from the SQL."""

from datetime import datetime
from typing import TypedDict


class SitesRow(TypedDict):
    """page/sites: One row per area (city, districts), site type and scope at the last slot: places, people by severity,
    staff."""

    area_code: str
    site_type: str
    family: str
    scope: str
    as_of: datetime
    sites: float
    open_units: float
    usable_units: float
    occupied_units: float
    free_units: float
    in_today: float
    n_asym: float
    n_mild: float
    n_moderate: float
    n_severe: float
    n_critical: float
    med_required: float
    med_present: float
    service_required: float
    service_present: float
