"""Intake: bytes and a pack in, values out. Knows nothing of the store, the clock or the network."""

from data_pipeline.intake.delivery import Delivery
from data_pipeline.intake.examine import examine
from data_pipeline.intake.headers import guess
from data_pipeline.intake.mend import returned_csv, returned_xlsx
from data_pipeline.intake.peek import Peek, peek
from data_pipeline.intake.receipt import Effect, Receipt, RestatedCell
from data_pipeline.intake.report import Change, Examined, Problem, Report, Scope
from data_pipeline.intake.seems import Likely

__all__ = [
    "Change",
    "Delivery",
    "Effect",
    "Examined",
    "Likely",
    "Peek",
    "Problem",
    "Receipt",
    "Report",
    "RestatedCell",
    "Scope",
    "examine",
    "guess",
    "peek",
    "returned_csv",
    "returned_xlsx",
]
