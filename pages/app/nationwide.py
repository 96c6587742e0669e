"""How all cities stand, made once for all viewers of a data version and of what the boards have published."""

import logging
import time
from typing import Protocol

from data_pipeline.access.sight import Sight
from data_pipeline.board.moments import moment_of
from data_pipeline.core.caches import Cache
from data_pipeline.core.clock import Clock
from data_pipeline.core.errors import BoardError
from data_pipeline.nation.cities import Nation, nation
from data_pipeline.nation.rollups import Rollups
from data_pipeline.nation.standing import standing
from pages.app.data_version import data_version
from pages.app.rows import day_rows
from pages.model.canvas import Canvas
from pages.model.cities import Cities

log = logging.getLogger(__name__)
HOLDS_S = 1.0
PUBLISHED = Cache("cities published", 2, idle_s=10)


class Looks(Protocol):
    """A viewer at a page, or a wall."""

    @property
    def lang(self) -> str: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def sight(self) -> Sight: ...


def together(me: Looks) -> Nation | None:
    """None where this board stands alone, or where the viewer sees only some districts of it."""
    return nation() if me.sight.is_whole else None


def published(of: Nation | None) -> int:
    """Grows with whatever any board publishes. Looked at once a second, however many look."""
    if of is None:
        return -1
    return PUBLISHED.get((of.rollups, int(time.monotonic() / HOLDS_S)), Rollups(of.rollups).version)


def moved(me: Looks, seen: int | None) -> int | None:
    """What is published now; what was seen before where that cannot be reached."""
    try:
        return published(together(me))
    except BoardError as why:
        log.warning("%s", why)
        return seen


def all_cities(me: Looks, theme: str) -> Cities | None:
    of, moment = together(me), moment_of(me.clock)
    if of is None:
        return None
    canvas = Canvas(day_rows(data_version(me.clock, me.sight), moment), me.lang, theme)
    headline = [x.id for x in canvas.day.lines("headline")]
    return Cities(canvas, of, standing(Rollups(of.rollups), headline, moment.ops_day, moment.known_at), moment.now)
