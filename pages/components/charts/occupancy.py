"""How full the sites are, by kind: a bar for each, with the edges beyond which it is at risk and needs support."""

from data_pipeline.core.status import level_of
from data_pipeline.outlook.day import UNKNOWN
from data_pipeline.outlook.readings import PERCENT, GaugeRow
from data_pipeline.outlook.readings import shown as reading
from data_pipeline.sentences.states import GLYPHS, level_word
from data_pipeline.words import say
from data_pipeline.words.language import by_width
from data_pipeline.words.numbers import count, exact, known
from data_pipeline.words.numbers import share as share_told
from pages.components.charts.bars import Scale, bar, edge, rows_layout, well
from pages.components.charts.figure import Palette, label
from pages.components.panel import Chart, Drawn, chart_panel, table
from pages.components.sites import by_kind, in_order, site_rows
from pages.components.theme import tokens
from pages.model.scene import Scene

ID = "occupancy"
LEFT = 118, 172  # px for the names of the kinds
WIDE = 190  # of the scale on which full is 100: the rest is for words


def limits(scene: Scene, family: str) -> GaugeRow | None:
    """The row of the family's occupancy gauge: it carries the edges."""
    gauges = (g for g in scene.readings.of_page("capacity", "occupancy") if g.item == family)
    return next((r for g in gauges if (r := scene.readings.at(g.id))), None)


def state_at(row: GaugeRow | None, share: float | None) -> str:
    """The state of an occupancy against its family's edges."""
    if row is None or share is None:
        return UNKNOWN
    level = level_of(row, share)
    return level.name.lower() if level else UNKNOWN


def share_of(used: float, usable: float) -> float | None:
    return 100 * used / usable if usable else None


def occupancy(scene: Scene) -> Drawn:
    lang, rows = scene.lang, site_rows(scene)
    figures = by_kind(rows, scene.place)
    kinds = in_order(scene, figures)
    families = {str(r["site_type"]): str(r["family"]) for r in rows}
    shares = [share_of(figures[k]["occupied_units"], figures[k]["usable_units"]) for k in kinds]
    states = [state_at(limits(scene, families[k]), s) for k, s in zip(kinds, shares, strict=True)]
    names = [scene.pack.term("site_type", k, lang) for k in kinds]
    shown = [_shown(limits(scene, families[k]), s, lang) for k, s in zip(kinds, shares, strict=True)]
    cells = [
        (
            n,
            exact(f["occupied_units"]),
            exact(f["usable_units"]),
            s,
            exact(f["free_units"]),
            level_word(state, lang),
        )
        for n, f, s, state in zip(names, (figures[k] for k in kinds), shown, states, strict=True)
    ]
    columns = [say(lang, f"occupancy.col_{c}") for c in ("kind", "used", "usable", "share", "free", "state")]
    title = scene.titled(_title(scene, names, shares, shown))
    sentences = [say(lang, "occupancy.alt_row", kind=c[0], share=c[3], free=c[4]) for c in cells]
    alt = say(lang, "panel.alt", title=title, rows=say(lang, "panel.join").join(sentences))
    words = [
        say(lang, "occupancy.at", share=s, free=count(figures[k]["free_units"], lang))
        for k, s in zip(kinds, shown, strict=True)
    ]
    figure = _figure(scene, names, shares, states, words)
    return chart_panel(Chart(ID, title, figure, alt, table(columns, cells)), lang, note=_note(scene))


def _shown(row: GaugeRow | None, share: float | None, lang: str) -> str:
    """On its own side of the edges that judge it."""
    if row is None or share is None:
        return share_told(None if share is None else share / 100)
    return f"{reading({**row, 'value': share}, PERCENT, lang)}%"


def _title(scene: Scene, names: list[str], shares: list[float | None], shown: list[str]) -> str:
    filled = [(s, n, t) for s, n, t in zip(shares, names, shown, strict=True) if s is not None]
    if not filled:
        return say(scene.lang, "occupancy.title_plain")
    _, name, share = max(filled)
    return say(scene.lang, "occupancy.title", kind=name, share=share)


def _edges(scene: Scene) -> list[float]:
    held = next((r for f in ("FANGCANG", "QUARANTINE", "HOSPITAL") if (r := limits(scene, f))), None)
    return [float(held[c]) for c in ("amber", "red") if held and known(held[c])]


def _note(scene: Scene) -> str:
    edges = _edges(scene)
    return say(scene.lang, "occupancy.note", edges=say(scene.lang, "duty.join").join(f"{x:.0f}%" for x in edges))


def _figure(scene: Scene, names: list[str], shares: list[float | None], states: list[str], words: list[str]) -> dict:
    ink, t, lang = Palette.of(scene.theme), tokens(scene.theme), scene.lang
    layout = rows_layout(ink, names, Scale(WIDE, (0, 50, 100), ("0", "50%", "100%")), left=by_width(lang, *LEFT))
    rows = range(len(names))
    layout["shapes"] = [*well(rows, 100, t.well), *(s for x in _edges(scene) for s in edge(x, ink.ink))]
    layout["annotations"] = [
        label(f"{GLYPHS[s]} {w}", 103, row, ink.ink, anchor="left")
        for row, w, s in zip(rows, words, states, strict=True)
    ]
    hover = [f"{n} {w}" for n, w in zip(names, words, strict=True)]
    values = [min(s, 100) if s is not None else 0 for s in shares]
    return {"data": [bar(values, rows, [getattr(ink, s) for s in states], hover)], "layout": layout}
