"""Burn-up: people due so far and people arrived so far, both moving; the gap between them is who is left."""

from collections.abc import Sequence
from datetime import datetime

from data_pipeline.declare import Line
from data_pipeline.judge.judged import JudgedRow
from data_pipeline.sentences.phrases import unit
from data_pipeline.words import say
from data_pipeline.words.numbers import count, exact
from pages.components.charts.bars import spread
from pages.components.charts.figure import Palette, axis_steps, base_layout, instead, label
from pages.components.html import html
from pages.components.panel import Chart, Drawn, chart_panel, table
from pages.model.scene import Scene

ID = "burnup"
COLUMNS = ("carry_in", "new_due", "due", "done", "open")
LABEL_SHARE = 0.065


def burnup(scene: Scene, line: Line) -> Drawn:
    course, lang = scene.day.course(line.id, scene.place), scene.lang
    title = scene.titled(_title(scene, line, course))
    columns = [say(lang, "burnup.time"), *(say(lang, f"burnup.{c}") for c in COLUMNS)]
    rows = [(f"{r['as_of']:%H:%M}", *(exact(r[c]) for c in COLUMNS)) for r in course]
    sentences = [
        say(lang, "burnup.alt_row", time=t, due=due, done=done, left=left) for t, _, _, due, done, left in rows
    ]
    alt = say(lang, "panel.alt", title=title, rows=say(lang, "panel.join").join(sentences))
    return chart_panel(Chart(ID, title, _figure(scene, line, course), alt, table(columns, rows)), lang)


def _title(scene: Scene, line: Line, course: Sequence[JudgedRow]) -> str:
    lang, counted = scene.lang, unit(line, scene.pack, scene.lang)
    if not course:
        return say(lang, "burnup.title_plain", line=line.short(lang), unit=counted.strip())
    last = course[-1]
    facts = {c: count(last[c], lang, last["due"]) for c in COLUMNS}
    return say(lang, "burnup.title", line=line.short(lang), unit=counted, counted=counted.strip(), **facts)


def _figure(scene: Scene, line: Line, course: Sequence[JudgedRow]) -> dict:
    ink, lang = Palette.of(scene.theme), scene.lang
    layout = base_layout(ink)
    if not course:
        return instead(ink, say(lang, "burndown.none"))
    midnight = datetime.combine(scene.day.ops_day, datetime.min.time())
    hours = [(t - midnight).total_seconds() / 3600 for t in (r["as_of"] for r in course)]
    due, done, carried = ([float(r[c]) for r in course] for c in ("due", "done", "carry_in"))
    now, top = hours[-1], max(due) * 1.12 or 1
    curves = ((due, ink.ink, "due"), (done, ink.on_track, "done"))
    data = [_curve(lang, hours, values, colour, name) for values, colour, name in curves]
    data.append(
        {"type": "scatter", "mode": "lines", "x": [0, now], "y": [carried[-1], carried[-1]], "hoverinfo": "skip",
         "line": {"color": ink.muted, "width": 1.6, "dash": "dot"}}
    )  # fmt: skip
    ends = spread([carried[-1], done[-1], due[-1]], top * LABEL_SHARE)
    words = [("carry_in", carried[-1], ink.muted), ("done", done[-1], ink.on_track), ("due", due[-1], ink.ink)]
    notes = [
        label(
            html("{} <b>{}</b>", say(lang, f"burnup.{name}"), count(v, lang, due[-1])),
            now,
            y,
            colour,
            anchor="left",
            dx=14,
        )
        for (name, v, colour), y in zip(words, ends, strict=True)
    ]
    left = due[-1] - done[-1]
    shapes = []
    if left > 0:
        shapes = [
            {"type": "line", "x0": now, "x1": now, "y0": done[-1], "y1": due[-1],
             "line": {"color": ink.will_miss, "width": 5}}
        ]  # fmt: skip
        left_text = html("{} <b>{}</b>", say(lang, "burnup.open"), count(left, lang, due[-1]))
        notes.append(label(left_text, now, (due[-1] + done[-1]) / 2, ink.will_miss, anchor="left", dx=14))
    steps = axis_steps(top)
    span = now - min(hours[0], 0) or 1
    slots = [0.0, *hours]
    layout["xaxis"] |= {
        "range": [-span * 0.05, now + span * 0.42],
        "tickvals": slots,
        "ticktext": [f"{h:02.0f}:00" for h in slots],
    }
    layout["yaxis"] |= {"range": [0, top], "tickvals": steps, "ticktext": [count(v, lang, top) for v in steps]}
    return {"data": data, "layout": layout | {"annotations": notes, "shapes": shapes}}


def _curve(lang: str, hours: list[float], values: list[float], colour: str, name: str) -> dict:
    hover = [f"{h:02.0f}:00 {say(lang, f'burnup.{name}')} {exact(v)}" for h, v in zip(hours, values, strict=True)]
    return {
        "type": "scatter", "mode": "lines+markers", "x": hours, "y": values, "text": hover,
        "hovertemplate": "%{text}<extra></extra>", "line": {"color": colour, "width": 2.6}, "marker": {"size": 6},
    }  # fmt: skip
