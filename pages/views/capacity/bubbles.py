"""Where there are free beds: a circle in each district, its size the free beds, its colour how full the sites are.

The feed gives no coordinates of sites, so a district's sites stand together. Beds only: rooms are another unit.
"""

from dataclasses import dataclass

from data_pipeline.outlook.day import UNKNOWN
from data_pipeline.outlook.readings import figure
from data_pipeline.sentences.phrases import short
from data_pipeline.sentences.states import GLYPHS, level_word
from data_pipeline.words import say
from data_pipeline.words.numbers import compact, count, exact, known
from pages.components.charts.figure import Palette, label
from pages.components.charts.flows import FOR_POSITIVES
from pages.components.charts.occupancy import limits, share_of, state_at
from pages.components.html import html
from pages.components.maps.ground import ground, places
from pages.components.panel import Chart, Drawn, chart_panel, table
from pages.components.sites import PARTNER, site_rows
from pages.components.theme import Tokens, tokens
from pages.model.scene import Scene

ID = "bubbles"
LARGEST, LEAST = 54.0, 7.0  # px across
HOLDS_LABEL = 40.0  # px: a circle this wide carries its own words; below a smaller one they stand under it


@dataclass
class Beds:
    sites: float = 0.0
    free: float = 0.0
    used: float = 0.0
    usable: float = 0.0


def beds(scene: Scene) -> dict[str, Beds]:
    """District → its beds for positives."""
    found: dict[str, Beds] = {a.code: Beds() for a in scene.pack.districts}
    for row in site_rows(scene):
        at = found.get(str(row["area_code"]))
        if at is None or row["family"] not in FOR_POSITIVES or row["scope"] == PARTNER:
            continue
        for name, column in (("sites", "sites"), ("free", "free_units"), ("used", "occupied_units"),
                             ("usable", "usable_units")):  # fmt: skip
            setattr(at, name, getattr(at, name) + (float(row[column]) if known(row[column]) else 0.0))
    return found


def bubbles(scene: Scene) -> Drawn:
    lang, of = scene.lang, beds(scene)
    held = limits(scene, "FANGCANG")
    shares = {c: share_of(b.used, b.usable) for c, b in of.items()}
    states = {c: state_at(held, s) for c, s in shares.items()}
    cells = [
        (a.name(lang), exact(of[a.code].sites), exact(of[a.code].free), figure(shares[a.code], "percent", lang),
         level_word(states[a.code], lang))
        for a in scene.pack.districts
    ]  # fmt: skip
    columns = [say(lang, f"bubbles.col_{c}") for c in ("area", "sites", "free", "share", "state")]
    title = _title(scene, of)
    sentences = [say(lang, "bubbles.alt_row", area=c[0], free=c[2], share=c[3]) for c in cells]
    alt = say(lang, "panel.alt", title=title, rows=say(lang, "panel.join").join(sentences))
    drawn = _figure(scene, of, shares, states)
    return chart_panel(Chart(ID, title, drawn, alt, table(columns, cells)), lang, note=say(lang, "bubbles.note"))


def _title(scene: Scene, of: dict[str, Beds]) -> str:
    lang, all_free = scene.lang, sum(b.free for b in of.values())
    if scene.day.parted or not any(b.usable for b in of.values()):
        return say(lang, "bubbles.title_plain")
    most = max(of, key=lambda c: of[c].free)
    area = short(scene.pack.area[most], lang)
    return say(lang, "bubbles.title", free=count(all_free, lang), area=area, most=count(of[most].free, lang))


def _figure(scene: Scene, of: dict[str, Beds], shares: dict[str, float | None], states: dict[str, str]) -> dict:
    lang, root, ink, t = scene.lang, scene.pack.root, Palette.of(scene.theme), tokens(scene.theme)
    names = {a.code: a.name(lang) for a in scene.pack.districts}
    drawn = ground(scene, say(lang, "map.none"), names)
    largest = max((b.free for b in of.values()), default=0) or 1
    for code, (at, view) in places(root, lang).items():
        if code not in of or not of[code].usable:
            continue
        state, free = states[code], max(of[code].free, 0)
        size = max(LARGEST * (free / largest) ** 0.5, LEAST)
        hover = say(lang, "bubbles.hover", area=names[code], free=exact(of[code].free), sites=exact(of[code].sites),
                   share=figure(shares[code], "percent", lang))  # fmt: skip
        drawn["data"].append(
            {"type": "scatter", "mode": "markers", "x": [at[0]], "y": [at[1]], "xaxis": view.axes[0],
             "yaxis": view.axes[1], "text": [hover], "hovertemplate": "%{text}<extra></extra>",
             "marker": {"size": [size], "sizemode": "diameter", "color": _soft(state, t), "opacity": 1,
                        "line": {"color": getattr(ink, state), "width": 2}}}
        )  # fmt: skip
        text = html(
            "{name}<br>{glyphs}<b>{free}</b>",
            name=short(scene.pack.area[code], lang),
            glyphs=GLYPHS[state],
            free=compact(of[code].free, lang),
        )
        drawn["layout"]["annotations"].append(
            label(text, *at, ink.ink, size=11, axes=view.axes, dy=0 if size > HOLDS_LABEL else size / 2 + 15)
        )
    return drawn


def _soft(state: str, t: Tokens) -> str:
    return {"on_track": t.on_track_soft, "at_risk": t.at_risk_soft, "will_miss": t.will_miss_soft,
            UNKNOWN: t.unknown_soft}[state]  # fmt: skip
