"""追阳: who is still due for a re-check, by district, and how long the oldest has waited."""

from data_pipeline.outlook.readings import figure
from data_pipeline.sentences.phrases import short
from data_pipeline.sentences.states import GLYPHS
from data_pipeline.words import say
from data_pipeline.words.numbers import BLANK, count, exact, known
from pages.components.charts.bars import Scale, bar, rows_layout
from pages.components.charts.figure import Palette, axis_steps, label
from pages.components.panel import Chart, Drawn, chart_panel, table
from pages.model.scene import Scene

ID = "chase"
LINE, OLDEST = "chase", "chase_oldest"


def chase(scene: Scene) -> Drawn:
    lang, title = scene.lang, _title(scene)
    rows = [(a.name(lang), *_cells(scene, a.code)) for a in scene.pack.districts]
    columns = [say(lang, f"chase_chart.col_{c}") for c in ("area", "due", "done", "left", "oldest", "state")]
    sentences = [say(lang, "chase_chart.alt_row", area=r[0], left=r[3], oldest=r[4]) for r in rows]
    alt = say(lang, "panel.alt", title=title, rows=say(lang, "panel.join").join(sentences))
    return chart_panel(Chart(ID, title, _figure(scene), alt, table(columns, rows)), lang)


def _cells(scene: Scene, code: str) -> tuple[str, ...]:
    row, state = scene.day.at(LINE, code), say(scene.lang, f"state.{scene.day.state(LINE, code)}")
    figures = [exact(row[c]) for c in ("due", "done", "open")] if row else [BLANK] * 3
    return (*figures, figure(scene.readings.value(OLDEST, code), "h", scene.lang), state)


def _title(scene: Scene) -> str:
    lang, row = scene.lang, scene.day.city(LINE)
    if row is None:
        return say(lang, "chase_chart.title_plain")
    left = count(row["open"], lang)
    ages = {a.code: v for a in scene.pack.districts if (v := scene.readings.value(OLDEST, a.code))}
    if not row["open"] or not ages or scene.day.parted:
        return say(lang, "chase_chart.title_left", left=left)
    oldest = max(ages, key=lambda c: ages[c])
    where = short(scene.pack.area[oldest], lang)
    return say(lang, "chase_chart.title", left=left, hours=figure(ages[oldest], "h", lang), area=where)


def _figure(scene: Scene) -> dict:
    ink, lang, areas = Palette.of(scene.theme), scene.lang, scene.pack.districts
    rows = [scene.day.at(LINE, a.code) for a in areas]
    left = [float(r["open"]) if r and known(r["open"]) else 0.0 for r in rows]
    states = [scene.day.state(LINE, a.code) for a in areas]
    most = max(left, default=0) or 1
    steps = axis_steps(most)
    layout = rows_layout(
        ink, [short(a, lang) for a in areas], Scale(most * 1.5, steps, [count(v, lang) for v in steps])
    )
    labels = []
    for a, r, v, s in zip(areas, rows, left, states, strict=True):
        age = scene.readings.value(OLDEST, a.code)
        text = (
            say(lang, "chase_chart.at", left=count(v, lang), hours=figure(age, "h", lang))
            if v and age
            else (count(v, lang) if r else BLANK)
        )
        labels.append(f"{GLYPHS[s]} {text}")
    layout["annotations"] = [
        label(t, v, i, ink.ink, anchor="left", dx=6) for i, (t, v) in enumerate(zip(labels, left, strict=True))
    ]
    hover = [f"{a.name(lang)} {t}" for a, t in zip(areas, labels, strict=True)]
    return {"data": [bar(left, range(len(areas)), [getattr(ink, s) for s in states], hover)], "layout": layout}
