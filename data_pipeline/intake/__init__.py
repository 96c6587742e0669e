"""Intake: bytes and a pack in, values out. Knows nothing of the store, the clock or the network."""

from data_pipeline.intake.delivery import Delivery, Read, Sent
from data_pipeline.intake.examine import compared, examine
from data_pipeline.intake.headers import guess
from data_pipeline.intake.mend import returned_csv, returned_xlsx
from data_pipeline.intake.parse import parse
from data_pipeline.intake.parsed import Parsed, identity
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
    "Parsed",
    "Peek",
    "Problem",
    "Read",
    "Receipt",
    "Report",
    "RestatedCell",
    "Scope",
    "Sent",
    "compared",
    "examine",
    "guess",
    "identity",
    "parse",
    "peek",
    "returned_csv",
    "returned_xlsx",
]
