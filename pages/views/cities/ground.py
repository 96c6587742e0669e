"""Where the cities lie: a mark for each by its worst state, on a plain ground of latitude and longitude."""

from math import cos, radians

from data_pipeline.nation.report import CityReport
from data_pipeline.outlook.day import STATES
from data_pipeline.sentences.states import word
from data_pipeline.words import say
from pages.components.charts.figure import Palette, base_layout, instead
from pages.components.panel import Chart, Drawn, chart_panel, table
from pages.components.theme import tokens
from pages.model.cities import Cities

ID = "cities-map"
FEW, NAMED = 24, 12  # so many cities all have their names; of more, those most in need
SIZE, SMALL = 14, 8  # of a mark, where they are few or many
SYMBOLS = {"on_track": "circle", "at_risk": "triangle-up", "will_miss": "square", "unknown": "circle-open"}


def ground(of: Cities) -> Drawn:
    lang, title = of.canvas.lang, say(of.canvas.lang, "cities.map")
    rows = [(t.city.name(lang), word(_worst(of, t), lang)) for t in of.rows]
    columns = [say(lang, "cities.city"), say(lang, "cities.worst")]
    alt = say(lang, "panel.alt", title=title, rows=say(lang, "panel.join").join(f"{a}: {b}" for a, b in rows))
    return chart_panel(
        Chart(ID, title, _figure(of), alt, table(columns, rows)), lang, note=say(lang, "cities.map_note")
    )


def _worst(of: Cities, report: CityReport) -> str:
    states = of.states(report)
    return next(s for s in STATES if states[s])


def _figure(of: Cities) -> dict:
    ink, lang, t = Palette.of(of.canvas.theme), of.canvas.lang, tokens(of.canvas.theme)
    placed = [(x, x.city.at) for x in of.rows if x.city.at]
    if not placed:
        return instead(ink, say(lang, "cities.map_none"))
    colours = {"on_track": t.on_track, "at_risk": t.at_risk, "will_miss": t.will_miss, "unknown": t.muted}
    size, most = (SIZE, FEW) if len(placed) <= FEW else (SMALL, NAMED)
    named = {x.city.code for x, _ in placed[:most]}
    traces = []
    for state in reversed(STATES):  # the worst is drawn last, above the others
        own = [(x, at) for x, at in placed if _worst(of, x) == state]
        if not own:
            continue
        names = [x.city.name(lang) for x, _ in own]
        shown = [name if x.city.code in named else "" for name, (x, _) in zip(names, own, strict=True)]
        traces.append(
            {
                "type": "scatter", "mode": "markers+text", "x": [at[0] for _, at in own], "y": [at[1] for _, at in own],
                "text": shown, "textposition": "top center", "textfont": {"size": 12, "color": t.ink},
                "marker": {"size": size, "symbol": SYMBOLS[state], "color": colours[state]},
                "customdata": [f"{n} · {word(state, lang)}" for n in names],
                "hovertemplate": "%{customdata}<extra></extra>",
            }
        )  # fmt: skip
    middle = sum(at[1] for _, at in placed) / len(placed)
    far = {"scaleanchor": "x", "scaleratio": 1 / cos(radians(middle))}
    axes = {"xaxis": _room([at[0] for _, at in placed]), "yaxis": _room([at[1] for _, at in placed]) | far}
    return {"data": traces, "layout": base_layout(ink) | axes | {"showlegend": False}}


def _room(values: list[float]) -> dict:
    margin = max(0.15 * (max(values) - min(values)), 0.5)
    return {"visible": False, "range": [min(values) - margin, max(values) + margin]}
