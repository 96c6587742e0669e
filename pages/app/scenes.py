"""A wall's drawing, made once for all that show it.

A scene is its HTML and its figures as bytes, compressed once and named by their own hash: whoever has the name can keep
them for ever, and every process that serves the same board gives the same ones.
"""

import gzip
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, time

import orjson
import pandas as pd

from data_pipeline.access.sight import Sight
from data_pipeline.actions.standing import Standing
from data_pipeline.board.board import board
from data_pipeline.board.meetings import meeting_before
from data_pipeline.core.caches import Cache
from data_pipeline.core.clock import AsOf, moment_at
from data_pipeline.outlook.day import Day
from data_pipeline.outlook.readings import Readings
from data_pipeline.words.language import language
from pages.app import live
from pages.app.acted import action_rows
from pages.app.alerted import alerts_of
from pages.app.data_version import data_version_at
from pages.app.nationwide import all_cities, published, together
from pages.app.rows import day_rows, freshness_rows, gauge_rows, matter_rows
from pages.app.walls import Wall
from pages.components.alerts import Alerts
from pages.components.panel import Drawn
from pages.views.wall.asked import BY_GAUGES, CITIES
from pages.views.wall.room import Room
from pages.views.wall.screen import allowed, drawn, head, put_together, shown
from pages.views.wall.seen import Seen, View

HELD_S = 24 * 3600.0  # as long as a wall may show what it has: nothing moves at night
NAME = 32  # letters of a scene's name
SCENES = Cache("scenes", 600, HELD_S)  # (sight, name) → the scene: what it names is given to nobody of another sight
LOOKS = Cache("looks of walls", 600, HELD_S)  # (look, data version) → the scene


@dataclass(frozen=True)
class Scene:
    name: str
    packed: bytes  # JSON, compressed with gzip
    size: int  # bytes, unpacked


def scene_of(wall: Wall, version: str, moment: AsOf) -> Scene:
    """What this wall shows of this data version; made where nobody has asked for it yet."""
    like = (version, wall.lang, wall.theme, wall.area, wall.asked.views, wall.asked.dwell, wall.asked.far)
    many = published(together(wall)) if CITIES in wall.asked.views else None
    return kept((*like, many), wall.sight, lambda: packed(_content(wall, drawing(wall, version, moment))))


def kept(like: tuple, sight: Sight, make: Callable[[], Scene]) -> Scene:
    """The scene of what is alike, made once, and from then on known by its name to whoever sees as much."""
    found = LOOKS.get(like, make)
    if SCENES.peek(key := (sight.mark(), found.name)) is None:
        SCENES.put(key, found)
    return found


def held(sight: Sight, name: str) -> Scene | None:
    """The scene of that name, where it was drawn for whoever sees as much."""
    return SCENES.peek((sight.mark(), name))


def packed(content: dict[str, object]) -> Scene:
    raw = orjson.dumps(content)
    return Scene(hashlib.sha256(raw).hexdigest()[:NAME], gzip.compress(raw, mtime=0), len(raw))


def _content(wall: Wall, of: Drawn) -> dict[str, object]:
    return {
        "html": str(of.html),
        "charts": of.specs,
        "lang": language(wall.lang).tag,
        "dir": language(wall.lang).direction,
        "theme": wall.theme,
        "districts": wall.districts,
    }


def drawing(wall: Wall, version: str, moment: AsOf) -> Drawn:
    """Each view once for all walls that show it, in whatever order and for how long."""
    like = (version, wall.lang, wall.theme, wall.area, wall.asked.far)

    def of(view: str) -> list[View]:
        like_it = (*like, published(together(wall))) if view == CITIES else like
        return live.once(("wall", view, *like_it), lambda: drawn(_seen(wall, version, moment, view), view))

    top = live.once(("wall head", *like), lambda: head(_seen(wall, version, moment, "")))
    day = day_rows(version, moment)
    views = [(v, of(v)) for v in shown(day.is_empty, wall.asked)]
    return put_together(top, allowed(views, day), wall.asked, wall.lang)


def _seen(wall: Wall, version: str, moment: AsOf, view: str) -> Seen:
    """What one view, or the head, is made from."""
    last = _last_meeting(moment) if view == "changes" else None
    before: Day | None = day_rows(data_version_at(last, wall.sight), last) if last else None
    day, area = day_rows(version, moment), wall.area
    return Seen(
        day=day.focused(area) if area else day,
        freshness=freshness_rows(version, moment),
        gauges=gauge_rows(version, moment) if view in BY_GAUGES else Readings(pd.DataFrame(), board().pack),
        before=before.focused(area) if before and area else before,
        meeting=last.known_at if last else None,
        room=Room(wall.asked.far),
        lang=wall.lang,
        theme=wall.theme,
        matters=[] if area or view != "decide" else matter_rows(version, moment),
        actions=_actions(wall, version, moment) if view == "actions" else (),
        alerts=_alerts(wall, version, moment) if view == "alerts" else None,
        cities=all_cities(wall, wall.theme) if view == CITIES else None,
    )


def _actions(wall: Wall, version: str, moment: AsOf) -> list[Standing]:
    found = action_rows(version, moment)
    return [s for s in found if s.action.decided.area == wall.area] if wall.area else found


def _alerts(wall: Wall, version: str, moment: AsOf) -> Alerts:
    found = alerts_of(version, moment)
    return replace(found, notices=[n for n in found.notices if n.area == wall.area]) if wall.area else found


def _last_meeting(moment: AsOf) -> AsOf | None:
    operation, now = board().pack.operation, moment.known_at
    last = meeting_before(operation, datetime.combine(moment.ops_day, time()), now, board().meetings(now))
    return moment_at(last, operation) if last else None
