"""Two marks on one line by district: what there is as a share of what is needed, the need being the upright line."""

from collections.abc import Sequence
from dataclasses import dataclass

from data_pipeline.declare import Line
from data_pipeline.outlook.day import UNKNOWN
from data_pipeline.sentences.phrases import short
from data_pipeline.sentences.states import GLYPHS
from data_pipeline.words import say
from data_pipeline.words.numbers import BLANK, count, exact, known
from pages.components.charts.bars import Mark, Scale, dots, edge, rows_layout
from pages.components.charts.figure import Palette, label
from pages.components.html import html
from pages.components.panel import Chart, Drawn, chart_panel, panel, table
from pages.model.scene import Scene
from pages.views.transfer.waits import waiting_rows

INF = float("inf")
FURTHEST = 250  # percent: more than enough is drawn there, the words say how much
SYMBOLS = {"on_track": "circle", "at_risk": "triangle-up", "will_miss": "square", UNKNOWN: "circle-open"}
Pair = tuple[float | None, float | None]  # what there is, what is needed


@dataclass(frozen=True)
class Against:
    id: str  # of the panel, and the table of its words
    title: str
    pairs: Sequence[Pair]  # of the districts in their order
    states: Sequence[str]


def pace(scene: Scene, line: Line) -> Drawn:
    """People an hour, now against needed."""
    rows = [scene.day.at(line.id, a.code) for a in scene.pack.districts]
    pairs = [(_number(r and r["rate_done"]), _number(r and r["rate_needed"])) for r in rows]
    states = [scene.day.state(line.id, a.code) for a in scene.pack.districts]
    city = scene.day.city(line.id)
    title = _title(scene, "pace", _short_of(pairs), _number(city and city["rate_done"]),
                   _number(city and city["rate_needed"]))  # fmt: skip
    return _panel(scene, Against("pace", title, pairs, states))


def fleet(scene: Scene, line: Line) -> Drawn:
    """Vehicles there are, against those needed if each goes on moving as many people."""
    rows = waiting_rows(scene)
    codes = [a.code for a in scene.pack.districts]
    pairs = [
        (_number(rows[c]["vehicles"]), _number(rows[c]["vehicles_needed"])) if c in rows else (None, None)
        for c in codes
    ]
    states = [scene.day.state(line.id, c) for c in codes]
    city = rows.get(scene.day.city_code)
    title = _title(scene, "fleet", _short_of(pairs), _number(city and city["vehicles"]),
                   _number(city and city["vehicles_needed"]))  # fmt: skip
    return _panel(scene, Against("fleet", title, pairs, states))


def _number(value: object) -> float | None:
    """Nothing where it is not known, or out of reach."""
    return float(value) if value is not None and known(value) and abs(float(value)) != INF else None  # type: ignore[arg-type]


def _short_of(pairs: Sequence[Pair]) -> int:
    return sum(1 for now, need in pairs if now is not None and need is not None and need > now)


def _title(scene: Scene, id: str, short_of: int, now: float | None, need: float | None) -> str:
    lang = scene.lang
    if now is None or need is None or scene.day.parted:
        return say(lang, f"{id}.title_plain")
    facts = {"now": count(round(now), lang), "need": count(_up(need), lang), "count": short_of}
    return say(lang, f"{id}.title" if short_of else f"{id}.title_enough", **facts)


def _up(value: float) -> int:
    """Needed: a part of a vehicle or a person is a whole one."""
    return -int(-value // 1)


def _panel(scene: Scene, of: Against) -> Drawn:
    lang, areas = scene.lang, scene.pack.districts
    if all(None in pair for pair in of.pairs):
        return Drawn(panel(of.id, of.title, html('<p class="nothing">{}</p>', say(lang, f"{of.id}.none"))))
    texts = [_told(of, p, lang) for p in of.pairs]
    rows = [
        (a.name(lang), exact(_round(now)), exact(_up(need)) if need is not None else BLANK, say(lang, f"state.{s}"))
        for a, (now, need), s in zip(areas, of.pairs, of.states, strict=True)
    ]
    columns = [say(lang, "districts.area"), say(lang, f"{of.id}.now"), say(lang, f"{of.id}.need"),
               say(lang, "districts.state")]  # fmt: skip
    alt_rows = [f"{a.name(lang)} {t}" for a, t in zip(areas, texts, strict=True)]
    alt = say(lang, "panel.alt", title=of.title, rows=say(lang, "panel.join").join(alt_rows))
    note = say(lang, f"{of.id}.note")
    return chart_panel(Chart(of.id, of.title, _figure(scene, of, texts), alt, table(columns, rows)), lang, note=note)


def _round(value: float | None) -> float | None:
    return None if value is None else float(round(value))


def _told(of: Against, pair: Pair, lang: str) -> str:
    now, need = pair
    if now is None or need is None:
        return BLANK
    return say(lang, f"{of.id}.at", now=count(round(now), lang), need=count(_up(need), lang))


def _figure(scene: Scene, of: Against, texts: Sequence[str]) -> dict:
    ink, lang, areas = Palette.of(scene.theme), scene.lang, scene.pack.districts
    layout = rows_layout(ink, [short(a, lang) for a in areas], Scale(FURTHEST * 1.5, (0, 50, 100, 150, 200),
                         ("0", "50%", say(lang, f"{of.id}.edge"), "150%", "200%")))  # fmt: skip
    shares = [_share(p) for p in of.pairs]
    rows = range(len(areas))
    shapes = edge(100, ink.ink, dash="solid")
    for row, x, state in zip(rows, shares, of.states, strict=True):
        if x is not None:
            shapes.append(
                {"type": "line", "x0": 100, "x1": x, "y0": row, "y1": row, "layer": "below",
                 "line": {"color": getattr(ink, state), "width": 3}}
            )  # fmt: skip
    layout["shapes"] = shapes
    layout["annotations"] = [
        label(f"{GLYPHS[s]} {t}", FURTHEST * 1.08, row, ink.ink, anchor="left")
        for row, t, s in zip(rows, texts, of.states, strict=True)
    ]
    hover = [f"{a.name(lang)} {t}" for a, t in zip(areas, texts, strict=True)]
    colours, symbols = [getattr(ink, s) for s in of.states], [SYMBOLS[s] for s in of.states]
    return {"data": [dots(shares, rows, Mark(colours, symbols), hover)], "layout": layout}


def _share(pair: Pair) -> float | None:
    now, need = pair
    if now is None or need is None:
        return None
    return min(100 * now / need, FURTHEST) if need > 0 else FURTHEST
