"""How long the free places last at the present net inflow, without and with what opens in the next 24 hours."""

from dataclasses import dataclass

from data_pipeline.outlook.readings import GaugeRow, figure
from data_pipeline.words import say
from data_pipeline.words.numbers import BLANK, compact, exact, known
from pages.components.charts.figure import Palette, axis_steps, base_layout, label
from pages.components.html import html
from pages.components.panel import Chart, Drawn, chart_panel, table
from pages.model.scene import Scene

ID = "runway"
KINDS = {"beds": ("runway_beds", "runway_beds_opening"), "rooms": ("runway_rooms", "runway_rooms_opening")}
AHEAD_H = 72
SIDES = ((0.0, 0.45), (0.55, 1.0))  # of the figure's width


@dataclass(frozen=True)
class Lasting:
    """Free places, and the hours until they are gone; hours None: nobody more comes than goes."""

    free: float
    hours: float | None


def runway(scene: Scene) -> Drawn:
    lang = scene.lang
    of = {kind: [_lasting(scene.readings.at(g, scene.place)) for g in pair] for kind, pair in KINDS.items()}
    title = scene.titled(_title(scene, of))
    cells = [
        (say(lang, f"runway.{kind}"), say(lang, f"runway.{how}"), exact(x.free), _hours(x, lang))
        for kind, pair in of.items()
        for how, x in zip(("without", "with"), pair, strict=True)
        if x
    ]
    columns = [say(lang, f"runway.col_{c}") for c in ("kind", "how", "free", "hours")]
    sentences = [say(lang, "runway.alt_row", kind=a, how=b, free=c, hours=d) for a, b, c, d in cells]
    alt = say(lang, "panel.alt", title=title, rows=say(lang, "panel.join").join(sentences))
    note = say(lang, "runway.note")
    return chart_panel(Chart(ID, title, _figure(scene, of), alt, table(columns, cells)), lang, note=note)


def _lasting(row: GaugeRow | None) -> Lasting | None:
    if row is None or not known(row["numer"]):
        return None
    return Lasting(float(row["numer"]), float(row["value"]) if known(row["value"]) else None)


def _hours(x: Lasting | None, lang: str) -> str:
    if x is None:
        return BLANK
    if x.hours is None:
        return say(lang, "runway.ample")
    return say(lang, "runway.hours", hours=figure(x.hours, "h", lang))


def _title(scene: Scene, of: dict[str, list[Lasting | None]]) -> str:
    lang = scene.lang
    parts = [
        say(
            lang,
            "runway.part" if b else "runway.part_plain",
            kind=say(lang, f"runway.{kind}"),
            without=_hours(a, lang),
            opening=_hours(b, lang),
        )
        for kind, (a, b) in of.items()
        if a
    ]
    return (
        say(lang, "runway.title", parts=say(lang, "panel.join").join(parts))
        if parts
        else say(lang, "runway.title_plain")
    )


def _figure(scene: Scene, of: dict[str, list[Lasting | None]]) -> dict:
    ink, lang = Palette.of(scene.theme), scene.lang
    layout = base_layout(ink)
    across, up = layout.pop("xaxis"), layout.pop("yaxis")
    layout["margin"] |= {"t": 26, "l": 50}
    data, notes, shapes = [], [], []
    for i, (kind, pair) in enumerate(of.items()):
        end = str(i + 1) if i else ""
        held = [x for x in pair if x]
        top = max((x.free for x in held), default=0) * 1.15 or 1
        steps = axis_steps(top)
        layout[f"xaxis{end}"] = across | {
            "domain": SIDES[i],
            "anchor": f"y{end}",
            "range": [-AHEAD_H * 0.07, AHEAD_H * 1.06],
            "tickvals": [0, 24, 48, 72],
            "ticktext": [say(lang, "runway.now"), *(say(lang, "runway.hours", hours=h) for h in (24, 48, 72))],
        }
        layout[f"yaxis{end}"] = up | {
            "anchor": f"x{end}",
            "range": [min(0, *(x.free for x in held), 0), top],
            "tickvals": steps,
            "ticktext": [compact(v, lang) for v in steps],
        }
        axes = (f"x{end}", f"y{end}")
        name = html("<b>{}</b>", say(lang, f"runway.{kind}"))
        notes.append(label(name, SIDES[i][0], 1, ink.ink, paper=True, anchor="left", dy=-13, size=13))
        shapes += [_edge(h, axes, ink) for h in (24, 48)]
        for how, x in zip(("with", "without"), reversed(pair), strict=True):
            if x is None:
                continue
            data.append(_fall(x, how, axes, ink))
            text = html("{} <b>{}</b>", say(lang, f"runway.{how}"), _hours(x, lang))
            notes.append(_name(x, how, text, axes, ink))
    return {"data": data, "layout": layout | {"annotations": notes, "shapes": shapes}}


def _fall(x: Lasting, how: str, axes: tuple[str, str], ink: Palette) -> dict:
    """From what is free now to nought, or level where it does not fall."""
    until = AHEAD_H if x.hours is None else min(x.hours, AHEAD_H)
    left = x.free if x.hours is None else x.free * (1 - until / x.hours) if x.hours else 0.0
    line = {"color": ink.ink, "width": 2.6} if how == "without" else {"color": ink.muted, "width": 2, "dash": "dash"}
    return {
        "type": "scatter", "mode": "lines", "x": [0, until], "y": [max(x.free, 0), left], "line": line,
        "hoverinfo": "skip", "xaxis": axes[0], "yaxis": axes[1],
    }  # fmt: skip


def _name(x: Lasting, how: str, text: str, axes: tuple[str, str], ink: Palette) -> dict:
    """Beside the line: with openings above its beginning, without them just over the axis."""
    ground = {"bgcolor": ink.panel, "borderpad": 0}  # readable across the lines of the hours
    if how == "with":
        return label(text, 2, max(x.free, 0), ink.muted, anchor="left", dx=2, dy=-10, axes=axes) | ground
    if x.hours is None:
        return label(text, AHEAD_H, x.free, ink.ink, anchor="right", dx=-6, dy=12, axes=axes) | ground
    at = min(x.hours, AHEAD_H)
    side = {"anchor": "left", "dx": 6} if at < AHEAD_H * 0.45 else {"anchor": "right", "dx": -6}
    return label(text, at, 0.06, ink.ink, axes=(axes[0], f"{axes[1]} domain"), **side) | ground


def _edge(hour: float, axes: tuple[str, str], ink: Palette) -> dict:
    return {
        "type": "line", "x0": hour, "x1": hour, "xref": axes[0], "y0": 0, "y1": 1, "yref": f"{axes[1]} domain",
        "line": {"color": ink.muted, "width": 1, "dash": "dot"},
    }  # fmt: skip
