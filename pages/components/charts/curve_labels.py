"""What is written into a burn-down: the deadline, the figure of now, what is due by then, where the pace leads."""

from datetime import datetime, timedelta

from data_pipeline.declare import Line
from data_pipeline.outlook.day import Day
from data_pipeline.sentences.phrases import unit
from data_pipeline.words import say
from data_pipeline.words.numbers import count, moment
from pages.components.charts.curve import Curve
from pages.components.charts.figure import Palette, label
from pages.components.html import html
from pages.model.canvas import Canvas

LABEL_SHARE = 0.18  # of the picture's width, what a label of a finish takes
LABEL_HIGH = 0.2  # of its height
HIGH = 0.8  # of its height: a figure above stands beside its point


Frame = tuple[float, float, float, float]  # first and last hour, top, and the hour of the deadline


def labels(on: Canvas, curve: Curve, line: Line, frame: Frame) -> list[dict]:
    lang, ink = on.lang, Palette.of(on.theme)
    start, end, top, deadline = frame
    room = curve.hours[-1] + LABEL_SHARE * (end - start) < end
    beside = {"anchor": "left", "dx": 9} if room else {"anchor": "right", "dx": -9}
    over = -14 if curve.open[-1] < HIGH * top else -2  # above it a flat picture has no room
    over = 16 if not room and _room_under(curve, top, deadline) else over
    part = on.pack.lines.get(curve.parts[-1], line)
    now = say(lang, "burndown.now", left=count(curve.open[-1], lang), unit=unit(part, on.pack, lang))
    placed = [
        label(
            say(lang, "burndown.deadline", clock=clock(deadline)), deadline, top, ink.ink, anchor="right", dx=-5, dy=8
        ),
        label(html("<b>{}</b>", now), curve.hours[-1], curve.open[-1], ink.ink, dy=over, size=14, **beside)
        | _chip(ink),
    ]
    middle = (curve.hours[0] + deadline) / 2
    if curve.hours[-1] < deadline - 2 and curve.open[0] > LABEL_HIGH * top:  # else it would lie on the axis
        ahead = curve.open[-1] < curve.due(curve.hours[-1], deadline)
        place = {"anchor": "left", "dx": 8, "dy": -8} if ahead else {"anchor": "right", "dx": -8, "dy": 8}
        if abs(middle - curve.hours[-1]) < LABEL_SHARE * (deadline - curve.hours[0]) / 2:
            middle = (curve.hours[-1] + deadline) / 2  # not upon the figure of now
        due = curve.due(middle, deadline)
        placed.append(label(say(lang, "burndown.required"), middle, due, ink.muted, **place))
    placed += _finish_label(on, curve, frame)
    return placed


def _room_under(curve: Curve, top: float, deadline: float) -> bool:
    """Where a curve that falls steeply ends high above what is due, a figure at its left lies free below it alone."""
    due = curve.due(curve.hours[-1], deadline)
    return curve.open[-1] < curve.open[-2:][0] and curve.open[-1] - due > LABEL_HIGH * top


def _finish_label(on: Canvas, curve: Curve, frame: Frame) -> list[dict]:
    """Above the falling line where it is late; under it, where the dotted line runs above, when it is early."""
    day, ink, (start, end, top, deadline) = on.day, Palette.of(on.theme), frame
    now, left = curve.hours[-1], curve.open[-1]
    wide = LABEL_SHARE * (end - start)
    if curve.fan or not curve.finish or curve.finish <= now or not left or end - now < 1.6 * wide:
        return []  # no room: the sentence says it
    text = say(on.lang, "burndown.finish", finish=moment(_moment(day, curve.finish), day.ops_day, on.lang, brief=True))
    colour = ink.ink if curve.state == "at_risk" else getattr(ink, curve.state)  # amber is no colour for text
    fall = left / (curve.finish - now)
    if curve.finish > deadline:
        edge = min(curve.finish, end)
        height = max(left - fall * (edge - wide - now), 0)
        return [label(text, edge, height, colour, anchor="right", dy=-10) | _chip(ink)]
    edge = curve.finish - LABEL_HIGH * top / fall
    return [label(text, edge, 0, colour, anchor="right", dy=-10)] if edge - wide > start else []


def _chip(ink: Palette) -> dict:
    """Readable across a line."""
    return {"bgcolor": ink.panel, "borderpad": 1}


def _moment(day: Day, hour: float) -> datetime:
    return datetime.combine(day.ops_day, datetime.min.time()) + timedelta(hours=hour)


def ticks(start: float, end: float) -> list[int]:
    step = 2 if end - start <= 20 else 4
    return [h for h in range(0, 49, step) if start <= h <= end]


def clocks(start: float, end: float) -> list[str]:
    return [clock(h) for h in ticks(start, end)]


def clock(hour: float) -> str:
    minutes = round(hour * 60)
    whole, rest = divmod(minutes, 60)
    return f"{whole if whole <= 24 else whole - 24:02d}:{rest:02d}"
