"""Alerts as a viewer's clock shows them, and what goes out of them, worked out once a data version for all."""

from data_pipeline.access.sight import Sight, parted
from data_pipeline.board.board import board
from data_pipeline.core.clock import AsOf
from data_pipeline.outbox.notice import Notice, of_alerts
from data_pipeline.outbox.overdue import overdue
from pages.app import live
from pages.app.rows import alerts_so_far, day_rows


def notice_rows(version: str, moment: AsOf) -> list[Notice]:
    """All of the day in sight, also those that have eased, and what is overdue."""
    sight, whole = parted(version)
    return [n for n in live.held(("notices", whole), lambda: _notices(whole, moment)) if _sees(sight, n)]


def _sees(sight: Sight, of: Notice) -> bool:
    return sight.sees(board().pack, of.area)


def _notices(version: str, moment: AsOf) -> list[Notice]:
    day, of = day_rows(version, moment), board()
    if day.is_empty:
        return list(overdue(of.pack, of.actions(moment.known_at), moment))
    found = of_alerts(day, alerts_so_far(version, moment), moment)
    return [*found, *overdue(of.pack, of.actions(moment.known_at), moment)]
