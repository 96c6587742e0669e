"""A what-if by pace: the stock as it is going, which always stays, and as it would go with the change."""

from datetime import datetime, timedelta

from data_pipeline.forecast.course import AHEAD, Course, Turn, course
from data_pipeline.outlook.bypace import Held
from data_pipeline.outlook.day import Day
from data_pipeline.words import say
from data_pipeline.words.numbers import compact, count, moment
from pages.components.charts.figure import Palette, axis_steps, base_layout, label
from pages.components.html import html, joined
from pages.components.panel import Chart, Drawn, chart_panel, table
from pages.model.canvas import Canvas
from pages.views.outlook.foresight import supposed

ID = "bypace"
EVERY_H = 4  # between ticks


def bypace(on: Canvas, held: Held, turn: Turn, advice: str) -> Drawn:
    """`turn`: what the sliders stand at; Turn() for no change."""
    day, lang = on.day, on.lang
    still, changed = course(held.stock), course(held.stock, turn) if turn != Turn() else None
    title = say(lang, f"bypace.title_{held.kind}")
    sides = [("outlook.without", still), *([("outlook.with", changed)] if changed else [])]
    sentences = [(say(lang, key), _told(day, held, side, lang)) for key, side in sides]
    note = say(lang, "bypace.note_changed" if changed else "bypace.note")
    alt = say(lang, "panel.alt", title=title, rows=say(lang, "panel.join").join(f"{a}{b}" for a, b in sentences))
    twin = table(
        [say(lang, "bypace.col_time"), *(a for a, _ in sentences)], _rows(day, held, [c for _, c in sides], lang)
    )
    chart = chart_panel(Chart(ID, title, _figure(on, held, still, changed), alt, twin), lang, note=note)
    lines = joined(html("<p><b>{}</b> {}</p>", a, b) for a, b in sentences)
    bought = html(
        '<section class="panel told-panel" data-key="bought"><h2>{if_title}</h2><p>{start}</p>{lines}'
        "<h2>{moves_title}</h2><p>{advice}</p></section>",
        if_title=say(lang, "outlook.if_title"),
        start=start(day, held, lang),
        lines=lines,
        moves_title=say(lang, "outlook.moves_title"),
        advice=advice,
    )
    return Drawn(html('<div class="cols wide{}">{}{}</div>', supposed(changed), chart.html, bought), chart.charts)


def start(day: Day, held: Held, lang: str) -> str:
    """What there is now and how it moves, with its as-of."""
    s = held.stock
    largest = max(s.level, s.into, s.out)
    facts = {n: count(round(v), lang, largest) for n, v in (("level", s.level), ("into", s.into), ("out", abs(s.out)))}
    key = held.kind if held.kind == "lab" or s.out > 0 else f"{held.kind}_ample"
    return say(lang, f"bypace.start_{key}", as_of=moment(held.as_of, day.ops_day, lang), **facts).strip()


def _told(day: Day, held: Held, side: Course, lang: str) -> str:
    """When nothing is left, or how much is."""
    end, by = _end(day, held)
    if side.gone is not None:
        at = held.as_of + timedelta(hours=side.gone)
        key = "gone_past" if day.now and at < day.now else "gone"
        return say(lang, f"bypace.{key}_{held.kind}", time=moment(at, day.ops_day, lang)).strip()
    left = count(round(side.at(by)), lang)
    grows = side.level[-1] >= side.level[0]
    return say(
        lang, f"bypace.{'grows' if grows else 'left'}_{held.kind}", time=moment(end, day.ops_day, lang), left=left
    ).strip()


def _end(day: Day, held: Held) -> tuple[datetime, float]:
    """Until when it is told: the deadline where it is still to come and within the hours drawn, else their end."""
    last, begun = held.as_of + timedelta(hours=AHEAD), max(held.as_of, day.now or held.as_of)
    end = held.deadline if held.deadline is not None and begun < held.deadline < last else last
    return end, (end - held.as_of).total_seconds() / 3600


def _clock(day: Day, held: Held, hours: float, lang: str) -> str:
    return moment(held.as_of + timedelta(hours=hours), day.ops_day, lang)


def _rows(day: Day, held: Held, sides: list[Course], lang: str) -> list[tuple[str, ...]]:
    hours = range(0, int(AHEAD) + 1, EVERY_H)
    return [(_clock(day, held, h, lang), *(count(round(c.at(h)), lang) for c in sides)) for h in hours]


def _figure(on: Canvas, held: Held, still: Course, changed: Course | None) -> dict:
    day, lang, ink = on.day, on.lang, Palette.of(on.theme)
    layout = base_layout(ink)
    top = float(max(still.level.max(), changed.level.max() if changed else 0.0)) * 1.12 or 1.0
    steps = axis_steps(top)
    ticks = list(range(0, int(AHEAD) + 1, EVERY_H))
    layout["margin"] |= {"l": 56}
    layout["xaxis"] |= {
        "range": [-0.4, AHEAD + 0.6],
        "tickvals": ticks,
        "ticktext": [_clock(day, held, h, lang) for h in ticks],
    }
    layout["yaxis"] |= {"range": [0, top], "tickvals": steps, "ticktext": [compact(v, lang) for v in steps]}
    data = [_line(still, ink.ink if changed is None else ink.muted, "dash")]
    if changed:
        data.append(_line(changed, ink.ink, "solid"))
    if held.deadline is not None and (by := _end(day, held)[1]) < AHEAD:
        layout["shapes"] = [{"type": "line", "x0": by, "x1": by, "y0": 0, "y1": 1, "yref": "paper",
                             "line": {"color": ink.ink, "width": 1.4}}]  # fmt: skip
        name = say(lang, "bypace.deadline", time=moment(held.deadline, day.ops_day, lang))
        layout["annotations"] = [label(name, by, 1, ink.ink, anchor="right", dx=-6, dy=8, axes=("x", "paper"))]
    return {"data": data, "layout": layout}


def _line(of: Course, colour: str, dash: str) -> dict:
    return {"type": "scatter", "mode": "lines", "x": of.hours.tolist(), "y": of.level.tolist(), "hoverinfo": "skip",
            "line": {"color": colour, "width": 2.6, "dash": dash}}  # fmt: skip
