"""The charts of the outlook as it is first opened: as foreseen, with nothing supposed."""

from data_pipeline.board.board import board
from data_pipeline.core.clock import AsOf
from data_pipeline.declare import Line
from data_pipeline.forecast.course import Turn
from data_pipeline.outlook.bypace import Held, lab_of, laboratory
from data_pipeline.outlook.bypace import places as places_left
from data_pipeline.outlook.day import Day
from data_pipeline.sentences.closed import speaks_of
from pages.app import live
from pages.app.looking import Looking
from pages.app.rows import day_rows, gauge_rows, outlook_of
from pages.components.panel import Drawn
from pages.model.canvas import Canvas
from pages.views.outlook.bypace import bypace
from pages.views.outlook.foresight import whatif
from pages.views.outlook.scores import scores


def line_of(me: Looking, day: Day) -> Line | None:
    """The one chosen, or the most pressing; None where the pack has no headline."""
    lines = board().pack.lines
    first = next((x for x in lines.values() if x.tier == "headline"), None)
    return first and lines[me.line or day.most_pressing or first.id]


def held_of(day: Day, line: Line, now: str, moment: AsOf) -> Held | None:
    """What a what-if by pace starts from; None where the line's own forecast answers."""
    if lab := lab_of(day.pack, line):
        return laboratory(day.city(lab.id))
    readings = gauge_rows(now, moment)
    city = [r for (_, area), r in readings.latest.items() if area == day.city_code]
    return places_left(day.pack, line, city)


def record(me: Looking, now: str, moment: AsOf) -> Drawn | None:
    """How good the forecasts were; None until they are worked out."""
    said = outlook_of(now, moment)
    if said is None:
        return None
    return live.once(("scores", now, me.lang, me.theme), lambda: scores(said.past, board().pack, me.lang, me.theme))


def charts_of(me: Looking, now: str, moment: AsOf) -> dict[str, dict]:
    """By slot; a chart in which something is supposed is none of them."""
    day, shown = day_rows(now, moment), record(me, now, moment)
    line = line_of(me, day)
    if shown is None or line is None or day.is_empty:
        return {}
    if speaks_of(day, day.city(line.id)):
        return shown.charts
    on, held = Canvas(day, me.lang, me.theme), held_of(day, line, now, moment)
    ahead = bypace(on, held, Turn(), "") if held else whatif(on, line, None, None, "")
    return {**ahead.charts, **shown.charts}
