"""Burn-down of what remains: actual, what is due by then, and where the present pace leads."""

from collections.abc import Sequence
from math import ceil, floor

from data_pipeline.declare import Line
from data_pipeline.forecast.fan import Fan
from data_pipeline.judge.judged import JudgedRow
from data_pipeline.outlook.day import Day
from data_pipeline.sentences.phrases import unit, unit_of, units_of
from data_pipeline.words import say
from data_pipeline.words.numbers import count, exact, known, moment
from pages.components.charts.curve import Curve, curve_of
from pages.components.charts.curve_labels import clock, clocks, labels, ticks
from pages.components.charts.fan import changed_traces, fan_traces
from pages.components.charts.figure import Palette, axis_steps, base_layout, instead
from pages.components.html import Markup
from pages.components.opened.link import opener
from pages.components.panel import Chart, Drawn, chart_panel, table
from pages.model.canvas import Canvas

LEAST_LEFT = 0.02  # of what is left now: where no finish is told, the line does not reach zero
BEYOND_DEADLINE_H = 3.0  # a projection is followed no further than this; the words say the rest
AHEAD_STEPS = 24  # points of a line ahead: a city's bends where a district is done
ID = "burndown"


def burndown(on: Canvas, line: Line, area: str, changed: Fan | None = None) -> Drawn:
    """`changed`: the same line with a what-if, drawn beside it; the line without a change always stays."""
    day, lang = on.day, on.lang
    rows = day.course(line.id, area)
    title = _title(day, line, area, lang)
    fan = day.outlook.fan(line.id, area) if day.outlook and rows and rows[-1]["projected"] else None
    figure = _figure(on, curve_of(day, rows, fan), line, changed)
    alt = _alt(day, rows, line, title, lang)
    note = say(lang, "outlook.changed_note" if changed else "outlook.fan_note" if fan else "burndown.note")
    chart, tools = Chart(ID, title, figure, alt, _twin(day, rows, lang)), opener(line, area, lang, word=True)
    return chart_panel(chart, lang, note=note, css="burndown-panel", tools=tools)


def _title(day: Day, line: Line, area: str, lang: str) -> str:
    name, counted = line.short(lang), units_of(day, line, [area], lang)
    if area == day.city_code:
        title = say(lang, "burndown.title", line=name)
    else:
        title = say(lang, "burndown.title_area", line=name, area=day.pack.area[area].name(lang))
    return title + (say(lang, "burndown.unit", unit=counted) if counted else "")


def _figure(on: Canvas, curve: Curve, line: Line, changed: Fan | None = None) -> dict:
    ink, lang = Palette.of(on.theme), on.lang
    layout = base_layout(ink)
    if not curve.hours:
        return instead(ink, say(lang, "burndown.none"))
    deadline = curve.deadline if curve.deadline is not None else 24.0
    end = max(deadline + 0.6, curve.hours[-1], min(curve.finish or deadline, deadline + BEYOND_DEADLINE_H) + 0.3)
    start = min(curve.hours[0], deadline - 12)
    traces = [*_required(curve, deadline, ink), *_projection(curve, end, ink), *_actual(on, curve, line, ink)]
    if changed:
        traces += changed_traces(changed, curve.hours[-1], end, ink)
    top = max(_heights(curve, deadline)) * 1.12 or 1
    steps = axis_steps(top)
    layout["xaxis"] |= {
        "range": [start - 0.8, end + 0.2],
        "tickvals": ticks(start, end),
        "ticktext": clocks(start, end),
    }
    layout["yaxis"] |= {"range": [0, top], "tickvals": steps, "ticktext": [count(v, lang) for v in steps]}
    layout["shapes"] = [_deadline_line(deadline, ink)]
    layout["annotations"] = labels(on, curve, line, (start, end, top, deadline))
    return {"data": traces, "layout": layout}


def _actual(on: Canvas, curve: Curve, line: Line, ink: Palette) -> list[dict]:
    hover = [
        say(
            on.lang,
            "burndown.hover",
            clock=clock(h),
            left=exact(v),
            unit=unit(on.pack.lines.get(part, line), on.pack, on.lang),
        )
        for h, v, part in zip(curve.hours, curve.open, curve.parts, strict=True)
    ]
    fill = [ink.panel if r else ink.ink for r in curve.hollow]
    marker = {"size": 7, "color": fill, "line": {"color": ink.ink, "width": 2}}
    return [
        {
            "type": "scatter", "x": curve.hours, "y": curve.open, "mode": "lines+markers", "text": hover,
            "hovertemplate": "%{text}<extra></extra>", "line": {"color": ink.ink, "width": 2.6}, "marker": marker,
        }
    ]  # fmt: skip


def _required(curve: Curve, deadline: float, ink: Palette) -> list[dict]:
    """None where the first report came after the deadline: nothing was to be reached any more."""
    if deadline <= curve.hours[0]:
        return []
    hours = due_hours(curve.hours[0], deadline, bent=curve.shape is not None)
    return [
        {
            "type": "scatter", "x": hours, "y": [curve.due(h, deadline) for h in hours],
            "mode": "lines", "hoverinfo": "skip", "line": {"color": ink.muted, "width": 1.6, "dash": "dot"},
        }
    ]  # fmt: skip


def due_hours(first: float, deadline: float, *, bent: bool) -> list[float]:
    """Where the line of what is due has points: at every hour of the day if it is bent."""
    between = range(floor(first) + 1, ceil(deadline)) if bent else ()
    return [first, *map(float, between), deadline]


def _projection(curve: Curve, end: float, ink: Palette) -> list[dict]:
    """From the last point on, as forecast or at the present net pace, to zero or to the edge of the picture."""
    colour = getattr(ink, curve.state)
    if curve.fan:
        return fan_traces(curve.fan, curve.hours[-1], end, colour)
    if not curve.open[-1] or curve.slope is None:
        return []
    now, least = curve.hours[-1], 0.0 if curve.finish else LEAST_LEFT * curve.open[-1]
    until = min(curve.finish, end) if curve.finish and curve.finish > now else end
    steps = [(until - now) * n / AHEAD_STEPS for n in range(AHEAD_STEPS + 1)]
    return [
        {
            "type": "scatter",
            "x": [now + h for h in steps],
            "mode": "lines",
            "y": [max(curve.ahead(h) or 0.0, least) for h in steps],
            "hoverinfo": "skip",
            "line": {"color": colour, "width": 2.2, "dash": "dash"},
        }
    ]


def _heights(curve: Curve, deadline: float) -> list[float]:
    """All that must have room: what was, and until the deadline the bad case, or where the pace leads."""
    if not curve.fan:
        return [*curve.open, curve.ahead(max(0.0, deadline - curve.hours[-1])) or 0.0]
    return curve.open + curve.fan.high[curve.fan.hours <= deadline - curve.hours[-1]].astype(float).tolist()


def _deadline_line(deadline: float, ink: Palette) -> dict:
    return {
        "type": "line", "x0": deadline, "x1": deadline, "y0": 0, "y1": 1, "yref": "paper",
        "line": {"color": ink.ink, "width": 1.4},
    }  # fmt: skip


def _alt(day: Day, rows: Sequence[JudgedRow], line: Line, title: str, lang: str) -> str:
    if not rows:
        return f"{title}: {say(lang, 'burndown.none')}"
    points = [
        say(lang, "burndown.alt_point", clock=moment(r["as_of"], day.ops_day, lang), left=count(r["open"], lang),
            unit=unit_of(r, line, day.pack, lang))
        for r in rows
    ]  # fmt: skip
    last = rows[-1]
    if not last["open"]:
        end = say(lang, "burndown.alt_cleared")
    elif known(last["finish_at"]) and not day.is_past(last):
        end = say(lang, "burndown.alt_finish", finish=moment(last["finish_at"], day.ops_day, lang))
    else:
        end = say(lang, "burndown.alt_no_finish")
    return say(lang, "burndown.alt", title=title, points=", ".join(points), end=end)


def _twin(day: Day, rows: Sequence[JudgedRow], lang: str) -> Markup:
    columns = [say(lang, f"burndown.col_{c}") for c in ("as_of", "due", "done", "open", "reported")]
    return table(
        columns,
        [
            (moment(r["as_of"], day.ops_day, lang), exact(r["due"]), exact(r["done"]), exact(r["open"]),
             f"{exact(r['reported'])}/{exact(r['expected'])}")
            for r in rows
        ],
    )  # fmt: skip
