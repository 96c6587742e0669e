"""Needs and blockages that are open: by type and age with danger to life first, and who holds and must decide them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from data_pipeline.core.status import level_of
from data_pipeline.query.rows import BlockagesRow
from data_pipeline.words import say
from data_pipeline.words.numbers import BLANK, age, count, exact, known
from pages.components.charts.figure import Palette, axis_steps, base_layout, label
from pages.components.charts.steps import fill
from pages.components.html import Markup, html, joined
from pages.components.ledgers import ledgers
from pages.components.marks import level_mark
from pages.components.panel import Chart, Drawn, chart_panel, panel, table
from pages.model.scene import Scene

QUERY = "page/blockages"
BANDS = ("open_0_4h", "open_4_12h", "open_12_24h", "open_24h_plus")
LEVELS = ("SUBDISTRICT", "DISTRICT", "CITY")
ROOM = 1.3  # of the longest bar, to the right, for its figures


@dataclass
class Kind:
    """What is open of one priority and type, over the levels. `bands`: by age, as BANDS."""

    priority: str
    type: str
    open: int = 0
    oldest_h: float | None = None
    bands: dict[str, int] = field(default_factory=lambda: dict.fromkeys(BANDS, 0))


def _rows(scene: Scene) -> list[BlockagesRow]:
    return scene.asked(QUERY, BlockagesRow, ops_day=scene.day.ops_day, moment=scene.day.asked, area=scene.place)


def groups(scene: Scene) -> Drawn:
    """The humane strip in full, and the institutions that must keep working."""
    lines = [*scene.day.lines("humane"), *(x for x in scene.day.lines_of("needs") if x.id == "inst_supply")]
    title = say(scene.lang, "needs.groups")
    return Drawn(ledgers(scene, "groups", title, lines, say(scene.lang, "needs.groups_note")))


def ages(scene: Scene) -> Drawn:
    lang, kinds = scene.lang, _kinds(_rows(scene))
    facts = {"left": count(sum(k.open for k in kinds), lang), "old": exact(sum(k.bands[BANDS[-1]] for k in kinds))}
    title = say(lang, "needs.ages", **facts)
    rows = [(_name(scene, k), *map(exact, k.bands.values()), exact(k.open), _oldest(k, lang)) for k in kinds]
    alt = say(lang, "needs.ages_alt", title=title, rows="; ".join(f"{r[0]} {r[-2]}" for r in rows))
    columns = [say(lang, f"needs.{c}") for c in ("type", *BANDS, "open", "oldest")]
    chart = Chart("ages", title, _figure(scene, kinds), alt, table(columns, rows))
    return chart_panel(chart, lang, css="ages-panel", tools=_legend(scene))


def _kinds(rows: Sequence[BlockagesRow]) -> list[Kind]:
    """Danger to life first, then what is most."""
    found: dict[tuple[str, str], Kind] = {}
    for r in rows:
        named = (r["priority"], r["issue_type"])
        kind = found.setdefault(named, Kind(*named))
        kind.open += int(r["open"]) if known(r["open"]) else 0
        for name in BANDS:
            kind.bands[name] += int(r[name]) if known(r[name]) else 0
        kind.oldest_h = _most(kind.oldest_h, r["oldest_h"])
    return sorted(found.values(), key=lambda k: (k.priority, -k.open))


def _most(a: float | None, b: float | None) -> float | None:
    return max((float(x) for x in (a, b) if x is not None and known(x)), default=None)


def _name(scene: Scene, kind: Kind) -> str:
    term = scene.pack.term("issue_type", kind.type, scene.lang)
    code = kind.priority
    return say(scene.lang, "needs.kind", code=code, priority=scene.pack.term("priority", code, scene.lang), type=term)


def _oldest(kind: Kind, lang: str) -> str:
    return age(kind.oldest_h, lang) if kind.oldest_h else BLANK


def _hover(scene: Scene, kind: Kind, band: str) -> Markup:
    band_name, open_ = say(scene.lang, f"needs.{band}"), exact(kind.bands[band])
    return html("{kind}<br>{band} {open}", kind=_name(scene, kind), band=band_name, open=open_)


def _legend(scene: Scene) -> Markup:
    items = joined(
        html(
            '<span><i style="background:{}">&nbsp;</i>{}</span>',
            fill(i + 1, scene.theme),
            say(scene.lang, f"needs.{b}"),
        )
        for i, b in enumerate(BANDS)
    )
    return html('<span class="steps">{}</span>', items)


def _figure(scene: Scene, kinds: Sequence[Kind]) -> dict:
    lang, ink = scene.lang, Palette.of(scene.theme)
    layout = base_layout(ink) | {"barmode": "stack", "bargap": 0.28, "margin": {"l": 8, "r": 8, "t": 2, "b": 22}}
    at = list(range(len(kinds)))
    top = max((k.open for k in kinds), default=0) or 1
    steps = [v for v in axis_steps(top) if v <= top]
    layout["xaxis"] |= {"range": [0, top * ROOM], "tickvals": steps, "ticktext": [count(v, lang) for v in steps]}
    layout["yaxis"] |= {"range": [len(kinds) - 0.4, -0.6], "tickvals": at, "showgrid": False, "automargin": True,
                        "ticktext": [_name(scene, k) for k in kinds]}  # fmt: skip
    data = [
        {"type": "bar", "orientation": "h", "y": at, "x": [k.bands[b] for k in kinds],
         "marker": {"color": fill(i + 1, scene.theme)},
         "text": [_hover(scene, k, b) for k in kinds],
         "textposition": "none", "hovertemplate": "%{text}<extra></extra>"}
        for i, b in enumerate(BANDS)
    ]  # fmt: skip
    layout["annotations"] = [
        label(
            say(lang, "needs.bar", left=exact(k.open), oldest=_oldest(k, lang)), k.open, i, ink.ink, anchor="left", dx=6
        )
        for i, k in enumerate(kinds)
    ]
    return {"data": data, "layout": layout}


def deciders(scene: Scene) -> Drawn:
    """Who holds what is open: the level, how many times it was passed on, and what waits for a decision."""
    lang, rows = scene.lang, _rows(scene)
    held = joined(_held(scene, level, [r for r in rows if r["held_by"] == level]) for level in LEVELS)
    decide = [r for r in rows if r["issue_type"] == "DECISION_NEEDED"]
    special = (
        ("p1", "issue_p1_oldest", [r for r in rows if r["priority"] == "P1"]),
        ("decision_district", "decision_oldest", [r for r in decide if r["held_by"] == "DISTRICT"]),
        ("decision_city", "decision_oldest", [r for r in decide if r["held_by"] == "CITY"]),
        ("hazard", "hazard_oldest", [r for r in rows if r["issue_type"] in ("HAZARD", "DISPUTE")]),
    )
    named = joined(
        _counted(scene, say(lang, f"needs.{k}"), say(lang, f"needs.{k}_by"), own, _judged(scene, gauge, own))
        for k, gauge, own in special
    )
    names = ("held_by", "hops", "open", "over_24h", "oldest", "escalated", "state")
    heads = joined(html('<th scope="col">{}</th>', say(lang, f"needs.{c}")) for c in names)
    body = html(
        '<div class="fill"><table class="plain deciders"><thead><tr>{heads}</tr></thead><tbody>{held}'
        '</tbody><tbody class="apart">{named}</tbody></table></div>',
        heads=heads,
        held=held,
        named=named,
    )
    return Drawn(panel("deciders", say(lang, "needs.deciders"), body, note=say(lang, "needs.deciders_note")))


def _held(scene: Scene, level: str, rows: Sequence[BlockagesRow]) -> Markup:
    state = scene.day.state(f"issues_level_{level.lower()}", scene.place)
    name = scene.pack.term("issue_level", level, scene.lang)
    return _counted(scene, name, say(scene.lang, f"needs.hops_{LEVELS.index(level)}"), rows, state)


def _judged(scene: Scene, gauge: str, rows: Sequence[BlockagesRow]) -> str:
    """The state of the oldest of these, against the edges of that gauge."""
    held = scene.readings.at(gauge, scene.place)
    oldest = _most(0, max((float(r["oldest_h"]) for r in rows if known(r["oldest_h"])), default=None))
    state = level_of(held, oldest) if held and rows else None
    return state.name.lower() if state else ""


def _counted(scene: Scene, name: str, by: str, rows: Sequence[BlockagesRow], state: str) -> Markup:
    lang = scene.lang
    open_, old, passed = (sum(int(r[c]) for r in rows if known(r[c])) for c in ("open", BANDS[-1], "escalated"))
    oldest = max((float(r["oldest_h"]) for r in rows if known(r["oldest_h"])), default=None)
    oldest_text = age(oldest, lang) if oldest else BLANK
    shown = level_mark(state, lang) if state and rows else ""
    figures = (count(open_, lang), exact(old), oldest_text, exact(passed)) if rows else (BLANK,) * 4
    cells = joined(html("<td data-fig>{}</td>", f) for f in figures)
    return html(
        '<tr class="{state}"><th scope="row">{name}</th><td class="by">{by}</td>{cells}'
        '<td class="state">{shown}</td></tr>',
        state=state,
        name=name,
        by=by,
        cells=cells,
        shown=shown,
    )
