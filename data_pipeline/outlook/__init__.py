"""The outlook of one moment: what the forecasts of `data_pipeline.forecast` say of a board, and whether they may.

`outlook()` gives it for a board and a moment; `ready()` only where the days before have been worked out already.
"""

from data_pipeline.outlook.past import Past
from data_pipeline.outlook.service import Outlook, outlook, ready

__all__ = ["Outlook", "Past", "outlook", "ready"]
