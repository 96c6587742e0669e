"""Burn-down of what remains: actual, what is due by then, and where the present pace leads."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pandas as pd

from data_pipeline.declare import Line
from data_pipeline.forecast.fan import Fan
from data_pipeline.status import LIKELY
from data_pipeline.words import say
from pages.parts.day import NO_DATA, Day
from pages.parts.fan import changed_traces, fan_traces
from pages.parts.figure import Palette, axis_steps, base_layout, label
from pages.parts.numbers import count, exact, known, moment
from pages.parts.open import opener
from pages.parts.panel import Drawn, chart_panel, table
from pages.parts.phrases import unit

REPORTED_ENOUGH = 0.95  # of the places; below it a point is drawn hollow
BEYOND_DEADLINE_H = 3.0  # a projection is followed no further than this; the words say the rest
LABEL_SHARE = 0.18  # of the picture's width, what a label of a finish takes
LABEL_HIGH = 0.2  # of its height
ID = "burndown"


@dataclass(frozen=True)
class Curve:
    """A course on the axis of hours since midnight of the operating day."""

    hours: list[float]
    open: list[float]
    hollow: list[bool]  # restated, or told by too few places
    deadline: float | None
    finish: float | None
    slope: float | None  # net change of what is open, per hour
    fan: Fan | None = None  # hours from the last report on
    risk: float | None = None  # of missing the deadline, where it is judged by projection


def burndown(day: Day, line: Line, area: str, lang: str, theme: str, changed: Fan | None = None) -> Drawn:
    """`changed`: the same line with a what-if, drawn beside it; the line without a change always stays."""
    rows = day.course(line.id, area)
    title = _title(day, line, area, lang)
    fan = day.outlook.fan(line.id, area) if day.outlook and len(rows) and rows.iloc[-1]["projected"] else None
    figure = _figure(day, _curve(day, rows, fan), line, lang, theme, changed)
    alt = _alt(day, rows, line, title, lang)
    note = say(lang, "outlook.changed_note" if changed else "outlook.fan_note" if fan else "burndown.note")
    return chart_panel(ID, title, figure, alt, _twin(day, rows, lang), lang, note=note, css="burndown-panel",
                       tools=opener(line, area, lang, word=True))  # fmt: skip


def _title(day: Day, line: Line, area: str, lang: str) -> str:
    name, counted = line.short(lang), unit(line, day.pack, lang).strip()
    if area == day.city_code:
        told = say(lang, "burndown.title", line=name)
    else:
        told = say(lang, "burndown.title_area", line=name, area=day.pack.area[area].name(lang))
    return told + (say(lang, "burndown.unit", unit=counted) if counted else "")


def _curve(day: Day, rows: pd.DataFrame, fan: Fan | None = None) -> Curve:
    def hour(value: datetime) -> float:
        return (value - datetime.combine(day.ops_day, datetime.min.time())).total_seconds() / 3600

    if rows.empty:
        return Curve([], [], [], None, None, None)
    last = rows.iloc[-1]
    judged = last["state"] != NO_DATA  # old data lead nowhere
    slope = float(last["rate_new"] or 0) - float(last["rate_done"]) if known(last["rate_done"]) else None
    return Curve(
        hours=[hour(t) for t in rows["as_of"]],
        open=[float(x) for x in rows["open"]],
        hollow=[
            bool(r) or a < REPORTED_ENOUGH * b
            for r, a, b in rows[["restated", "reported", "expected"]].itertuples(index=False)
        ],
        deadline=hour(last["deadline_at"]) if known(last["deadline_at"]) else None,
        finish=hour(last["finish_at"]) if known(last["finish_at"]) and last["open"] and judged else None,
        slope=slope if judged else None,
        fan=fan,
        risk=float(last["risk"]) if fan else None,
    )


def _figure(day: Day, curve: Curve, line: Line, lang: str, theme: str, changed: Fan | None = None) -> dict:
    ink = Palette.of(theme)
    layout = base_layout(ink)
    if not curve.hours:
        layout["annotations"] = [label(say(lang, "burndown.none"), 0.5, 0.5, ink.muted, paper=True)]
        return {"data": [], "layout": layout}
    deadline = curve.deadline if curve.deadline is not None else 24.0
    end = max(deadline + 0.6, curve.hours[-1], min(curve.finish or deadline, deadline + BEYOND_DEADLINE_H) + 0.3)
    start = min(curve.hours[0], deadline - 12)
    traces = [_required(curve, deadline, ink), *_projection(curve, end, ink), *_actual(day, curve, line, lang, ink)]
    if changed:
        traces += changed_traces(changed, curve.hours[-1], end, ink)
    top = max(_heights(curve, deadline)) * 1.12 or 1
    steps = axis_steps(top)
    layout["xaxis"] |= {
        "range": [start - 0.8, end + 0.2],
        "tickvals": _ticks(start, end),
        "ticktext": _clocks(start, end),
    }
    layout["yaxis"] |= {"range": [0, top], "tickvals": steps, "ticktext": [count(v, lang) for v in steps]}
    layout["shapes"] = [_deadline_line(deadline, ink)]
    layout["annotations"] = _labels(day, curve, line, lang, ink, (start, end, top, deadline))
    return {"data": traces, "layout": layout}


def _actual(day: Day, curve: Curve, line: Line, lang: str, ink: Palette) -> list[dict]:
    hover = [
        say(lang, "burndown.hover", clock=_clock(h), left=exact(v), unit=unit(line, day.pack, lang))
        for h, v in zip(curve.hours, curve.open, strict=True)
    ]
    fill = [ink.panel if r else ink.ink for r in curve.hollow]
    marker = {"size": 7, "color": fill, "line": {"color": ink.ink, "width": 2}}
    return [
        {
            "type": "scatter", "x": curve.hours, "y": curve.open, "mode": "lines+markers", "text": hover,
            "hovertemplate": "%{text}<extra></extra>", "line": {"color": ink.ink, "width": 2.6}, "marker": marker,
        }
    ]  # fmt: skip


def _required(curve: Curve, deadline: float, ink: Palette) -> dict:
    return {
        "type": "scatter", "x": [curve.hours[0], max(deadline, curve.hours[0])], "y": [curve.open[0], 0],
        "mode": "lines", "hoverinfo": "skip", "line": {"color": ink.muted, "width": 1.6, "dash": "dot"},
    }  # fmt: skip


def _projection(curve: Curve, end: float, ink: Palette) -> list[dict]:
    """From the last point on, as forecast or at the present net pace, to zero or to the edge of the picture."""
    if curve.fan:
        late = curve.risk is not None and curve.risk > LIKELY
        return fan_traces(curve.fan, curve.hours[-1], end, ink.will_miss if late else ink.on_course)
    if not curve.open[-1] or curve.slope is None:
        return []
    now, left = curve.hours[-1], curve.open[-1]
    if curve.finish and curve.finish > now:
        until = min(curve.finish, end)
        value = left * (1 - (until - now) / (curve.finish - now))
    else:
        until, value = end, left + max(curve.slope, 0) * (end - now)
    colour = ink.on_course if curve.finish and curve.deadline and curve.finish <= curve.deadline else ink.will_miss
    return [
        {
            "type": "scatter", "x": [now, until], "y": [left, value], "mode": "lines", "hoverinfo": "skip",
            "line": {"color": colour, "width": 2.2, "dash": "dash"},
        }
    ]  # fmt: skip


def _heights(curve: Curve, deadline: float) -> list[float]:
    """All that must have room: what was, and the bad case until the deadline."""
    if not curve.fan:
        return curve.open
    return curve.open + curve.fan.high[curve.fan.hours <= deadline - curve.hours[-1]].astype(float).tolist()


def _deadline_line(deadline: float, ink: Palette) -> dict:
    return {
        "type": "line", "x0": deadline, "x1": deadline, "y0": 0, "y1": 1, "yref": "paper",
        "line": {"color": ink.ink, "width": 1.4},
    }  # fmt: skip


def _labels(
    day: Day, curve: Curve, line: Line, lang: str, ink: Palette, frame: tuple[float, float, float, float]
) -> list[dict]:
    start, end, top, deadline = frame
    room = curve.hours[-1] + LABEL_SHARE * (end - start) < end
    beside = {"anchor": "left", "dx": 6} if room else {"anchor": "right", "dx": -6}
    now = say(lang, "burndown.now", left=count(curve.open[-1], lang), unit=unit(line, day.pack, lang))
    told = [
        label(
            say(lang, "burndown.deadline", clock=_clock(deadline)), deadline, top, ink.ink, anchor="right", dx=-5, dy=8
        ),
        label(f"<b>{now}</b>", curve.hours[-1], curve.open[-1], ink.ink, dy=-14, size=14, **beside),
    ]
    middle = (curve.hours[0] + deadline) / 2
    if curve.hours[-1] < deadline - 2 and curve.open[0] > LABEL_HIGH * top:  # else it would lie on the axis
        ahead = curve.open[-1] < curve.open[0] * (deadline - curve.hours[-1]) / (deadline - curve.hours[0])
        place = {"anchor": "left", "dx": 8, "dy": -8} if ahead else {"anchor": "right", "dx": -8, "dy": 8}
        if abs(middle - curve.hours[-1]) < LABEL_SHARE * (deadline - curve.hours[0]) / 2:
            middle = (curve.hours[-1] + deadline) / 2  # not upon the figure of now
        due = curve.open[0] * (deadline - middle) / (deadline - curve.hours[0])
        told.append(label(say(lang, "burndown.required"), middle, due, ink.muted, **place))
    told += _finish_label(day, curve, lang, ink, frame)
    return told


def _finish_label(
    day: Day, curve: Curve, lang: str, ink: Palette, frame: tuple[float, float, float, float]
) -> list[dict]:  # fmt: skip
    """Above the falling line where it is late; under it, where the dotted line runs above, when it is early."""
    start, end, top, deadline = frame
    now, left = curve.hours[-1], curve.open[-1]
    wide = LABEL_SHARE * (end - start)
    if curve.fan or not curve.finish or curve.finish <= now or not left or end - now < 1.6 * wide:
        return []  # no room: the sentence says it
    told = say(lang, "burndown.finish", finish=moment(_moment(day, curve.finish), day.ops_day, lang, brief=True))
    fall = left / (curve.finish - now)
    if curve.finish > deadline:
        edge = min(curve.finish, end)
        height = max(left - fall * (edge - wide - now), 0)
        above = label(told, edge, height, ink.will_miss, anchor="right", dy=-10)
        return [above | {"bgcolor": ink.panel, "borderpad": 1}]  # readable across the line of the deadline
    edge = curve.finish - LABEL_HIGH * top / fall
    return [label(told, edge, 0, ink.on_course, anchor="right", dy=-10)] if edge - wide > start else []


def _moment(day: Day, hour: float) -> datetime:
    return datetime.combine(day.ops_day, datetime.min.time()) + timedelta(hours=hour)


def _ticks(start: float, end: float) -> list[int]:
    step = 2 if end - start <= 20 else 4
    return [h for h in range(0, 49, step) if start <= h <= end]


def _clocks(start: float, end: float) -> list[str]:
    return [_clock(h) for h in _ticks(start, end)]


def _clock(hour: float) -> str:
    minutes = round(hour * 60)
    whole, rest = divmod(minutes, 60)
    return f"{whole if whole <= 24 else whole - 24:02d}:{rest:02d}"


def _alt(day: Day, rows: pd.DataFrame, line: Line, title: str, lang: str) -> str:
    if rows.empty:
        return f"{title}: {say(lang, 'burndown.none')}"
    facts: list[dict[str, Any]] = rows.to_dict("records")
    points = [
        say(lang, "burndown.alt_point", clock=moment(r["as_of"], day.ops_day, lang), left=count(r["open"], lang),
            unit=unit(line, day.pack, lang))
        for r in facts
    ]  # fmt: skip
    last = facts[-1]
    if not last["open"]:
        end = say(lang, "burndown.alt_cleared")
    elif known(last["finish_at"]):
        end = say(lang, "burndown.alt_finish", finish=moment(last["finish_at"], day.ops_day, lang))
    else:
        end = say(lang, "burndown.alt_no_finish")
    return say(lang, "burndown.alt", title=title, points=", ".join(points), end=end)


def _twin(day: Day, rows: pd.DataFrame, lang: str) -> str:
    columns = [say(lang, f"burndown.col_{c}") for c in ("as_of", "due", "done", "open", "reported")]
    return table(
        columns,
        [
            (moment(r["as_of"], day.ops_day, lang), exact(r["due"]), exact(r["done"]), exact(r["open"]),
             f"{exact(r['reported'])}/{exact(r['expected'])}")
            for r in rows.to_dict("records")
        ],
    )  # fmt: skip
