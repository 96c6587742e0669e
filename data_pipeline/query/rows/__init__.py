"""Rows of page queries, typed. Written by `docs` from the SQL."""

from data_pipeline.query.rows.beside import BesideRow
from data_pipeline.query.rows.blockages import BlockagesRow
from data_pipeline.query.rows.courses import CoursesRow
from data_pipeline.query.rows.day import DayRow
from data_pipeline.query.rows.days import DaysRow
from data_pipeline.query.rows.edges import EdgesRow
from data_pipeline.query.rows.freshness import FreshnessRow
from data_pipeline.query.rows.gauges import GaugesRow
from data_pipeline.query.rows.ledger import LedgerRow
from data_pipeline.query.rows.outcome import OutcomeRow
from data_pipeline.query.rows.place import PlaceRow
from data_pipeline.query.rows.rounds import RoundsRow
from data_pipeline.query.rows.same_course import SameCourseRow
from data_pipeline.query.rows.senders import SendersRow
from data_pipeline.query.rows.sites import SitesRow
from data_pipeline.query.rows.slots import SlotsRow
from data_pipeline.query.rows.teams import TeamsRow
from data_pipeline.query.rows.trace_gauge import TraceGaugeRow
from data_pipeline.query.rows.trace_line import TraceLineRow
from data_pipeline.query.rows.unbalanced import UnbalancedRow
from data_pipeline.query.rows.waiting import WaitingRow

__all__ = [
    "BesideRow",
    "BlockagesRow",
    "CoursesRow",
    "DayRow",
    "DaysRow",
    "EdgesRow",
    "FreshnessRow",
    "GaugesRow",
    "LedgerRow",
    "OutcomeRow",
    "PlaceRow",
    "RoundsRow",
    "SameCourseRow",
    "SendersRow",
    "SitesRow",
    "SlotsRow",
    "TeamsRow",
    "TraceGaugeRow",
    "TraceLineRow",
    "UnbalancedRow",
    "WaitingRow",
]
