"""The wall as a copy holds it: every view of it, one after another by the arrow keys."""

from datetime import datetime, time

from data_pipeline.board.board import board
from data_pipeline.board.meetings import meeting_before
from data_pipeline.core.clock import AsOf, moment_at
from pages.app.data_version import data_version_at
from pages.app.rows import day_rows, freshness_rows, gauge_rows, matter_rows
from pages.components.panel import Drawn
from pages.offline.taken import Taken
from pages.views.wall.asked import FAR, Asked
from pages.views.wall.room import Room
from pages.views.wall.screen import wall
from pages.views.wall.seen import Seen


def wall_of(of: Taken, lang: str, theme: str) -> Drawn:
    version, moment = of.version, of.moment
    last = _last_meeting(moment)
    seen = Seen(
        day=day_rows(version, moment),
        freshness=freshness_rows(version, moment),
        gauges=gauge_rows(version, moment),
        before=day_rows(data_version_at(last, of.sight), last) if last else None,
        meeting=last.known_at if last else None,
        room=Room(FAR),
        lang=lang,
        theme=theme,
        matters=matter_rows(version, moment),
    )
    return wall(seen, Asked())


def _last_meeting(moment: AsOf) -> AsOf | None:
    operation, now = board().pack.operation, moment.known_at
    held = meeting_before(operation, datetime.combine(moment.ops_day, time()), now, board().meetings(now))
    return moment_at(held, operation) if held else None
