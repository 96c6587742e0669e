"""Alerts as a viewer's clock shows them, and what goes out of them, worked out once a data version for all."""

from datetime import datetime
from zoneinfo import ZoneInfo

from data_pipeline.access.sight import Sight, parted
from data_pipeline.actions.cards import Offered
from data_pipeline.board.board import board
from data_pipeline.core.clock import AsOf, process_clock
from data_pipeline.outbox.channels import channels
from data_pipeline.outbox.gather import Rate, rates
from data_pipeline.outbox.kept import Outbox
from data_pipeline.outbox.notice import Notice, of_alerts
from data_pipeline.outbox.overdue import overdue
from pages.app import live
from pages.app.acted import card_rows
from pages.app.rows import alerts_so_far, day_rows
from pages.components.alerts import Alerts


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


def alerts_of(version: str, moment: AsOf) -> Alerts:
    """With what became of each until now, also where the viewer looks back: who opens the link of an old message must
    see that somebody has it."""
    of = board()
    now = process_clock(of.pack.operation).now()
    return Alerts(notice_rows(version, moment), of.acknowledged(now), of.silences(now), moment.ops_day)


def sent_of(version: str, moment: AsOf) -> tuple[list[Rate], int, dict[float, datetime]]:
    """How often each channel was sent a message, the least minutes between two, and the hours of these times."""
    of = board()
    quiet = of.silences(moment.known_at)
    notices = [n for n in notice_rows(version, moment) if n.subject not in quiet]
    found = rates(Outbox(of.state), channels(), notices, of.pack.alerts.every)
    zone = ZoneInfo(of.pack.operation.timezone)
    times = {t for r in found for t in (r.last, r.next) if t is not None}
    return found, of.pack.alerts.every_min, {t: datetime.fromtimestamp(t, zone) for t in times}


def cards_of(version: str, moment: AsOf, of: Notice) -> list[Offered]:
    """The actions agreed beforehand for what it speaks of: in its district, or where it is of the city in all."""
    about = of.facts.get("about")
    found = [o for o in card_rows(version, moment) if about in (o.card.gauge, o.card.line if not o.card.gauge else "")]
    return [o for o in found if of.area in ("", o.area)]
