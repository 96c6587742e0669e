"""Will it clear by the deadline, why not, and what would change that. Pure: numpy and scipy in, values out.

Nothing here reads a clock, a file or a database. The one input is the ledger as a DataFrame with the columns of
`mart.clearance` (line, area_code, level, ops_day, as_of, carry_in, new_due, done, cancelled, open, due, deadline_at,
reported, expected), several days of it, and the moment `as_of` to speak from.
"""

from data_pipeline.forecast.project import Forecast, project
from data_pipeline.forecast.types import City, Projection, Reason, State

__all__ = ["City", "Forecast", "Projection", "Reason", "State", "project"]
