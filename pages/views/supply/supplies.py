"""Supply: days of cover against each category's own edges, the serial tiers, and what districts could give others."""

from collections.abc import Sequence

from data_pipeline.declare import Gauge
from data_pipeline.forecast.stocks import Stock, StockPlan, stock_plan
from data_pipeline.outlook.readings import GaugeRow, shown, with_unit
from data_pipeline.sentences.phrases import short
from data_pipeline.words import say
from data_pipeline.words.numbers import BLANK, exact, known
from pages.components.html import Markup, html, joined
from pages.components.marks import level_mark, shape
from pages.components.panel import Drawn, hidden, panel
from pages.components.tiles import tile
from pages.model.scene import Scene

TIERS = ("supply_t1", "supply_t2", "supply_t3", "last100m")
QUEUES = {"supply_t1": "T1_CITY", "supply_t2": "T2_DISTRICT", "supply_t3": "T3_SUBDISTRICT", "last100m": "T4_DOOR"}
COVER, CITY_COVER, BALANCE = "cover", "cover_city", "balance"


def tiers(scene: Scene) -> Drawn:
    """What is held on the trunk, then city, district, subdistrict and door: one after the other, never added."""
    lang = scene.lang
    steps = [_trunk(scene)]
    for id in TIERS:
        if line := scene.pack.lines.get(id):
            here = scene.day.focused(scene.place) if scene.day.at(id, scene.place) else scene.day
            drawn = tile(here, line, lang, id == scene.line)
            steps.append(html('<li>{}<p class="queue" data-fig>{}</p></li>', drawn, _queue(scene, id)))
    body = html('<ol class="tiers">{}</ol>', joined(steps))
    return Drawn(panel("tiers", say(lang, "supply.tiers"), body, note=say(lang, "supply.tiers_note")))


def _queue(scene: Scene, line: str) -> str:
    """How many hours of work wait before this tier at its present rate."""
    queues = scene.readings.of_page("supply", "supply_queue")
    gauge = next((g for g in queues if g.item == QUEUES[line]), None)
    value = scene.readings.value(gauge.id, scene.place) if gauge else None
    if value is None and gauge:
        value = scene.readings.value(gauge.id)
    return say(scene.lang, "supply.queue", hours=exact(round(value, 1))) if value is not None else " "


def _trunk(scene: Scene) -> Markup:
    lang, cells = scene.lang, Markup()
    for gauge in scene.readings.of_page("supply", "vehicles_held"):
        row = scene.readings.at(gauge.id)
        value = with_unit(row, gauge, scene.pack, lang) if row else say(lang, "tile.not_reported")
        state = str(row["state"]) if row else "unknown"
        sign = level_mark(state, lang) if state else ""
        cells += html(
            "<p><span>{name}</span><b data-fig>{value}</b>{sign}</p>", name=gauge.name(lang), value=value, sign=sign
        )
    return html('<li class="trunk"><h3>{}</h3>{}</li>', say(lang, "supply.held"), cells)


def covers(scene: Scene) -> Drawn:
    """Category × district: days of cover, with the target and the red edge of the category as numbers."""
    lang = scene.lang
    rows = joined(_category(scene, g) for g in scene.readings.of_page("supply", COVER))
    names = ("category", "target", "red", "city_store", "balance", "all")
    heads = joined(html('<th scope="col">{}</th>', say(lang, f"supply.{n}")) for n in names)
    areas = joined(
        html(
            '<th scope="col" class="area{selected}">'
            '<button data-set="area={code}" title="{name}">{short}</button></th>',
            selected=" selected" if a.code == scene.area else "",
            code=a.code,
            name=a.name(lang),
            short=short(a, lang),
        )
        for a in scene.pack.districts
    )
    body = html(
        '<div class="fill"><table class="grid covers"><thead><tr>{heads}{areas}</tr></thead>'
        "<tbody>{rows}</tbody></table></div>",
        heads=heads,
        areas=areas,
        rows=rows,
    )
    title, note = say(lang, "supply.covers"), say(lang, "supply.covers_note")
    return Drawn(panel("covers", title, body, note=note, css="grid-panel"))


def _category(scene: Scene, gauge: Gauge) -> Markup:
    rows = [scene.readings.at(gauge.id, a.code) for a in scene.pack.districts]
    held = next((r for r in rows if r and known(r["target"])), None)
    target, red = (_days(held[n] if held else None) for n in ("target", "red"))
    city = _cell(scene, _of(scene, CITY_COVER, gauge.item))
    balance = _cell(scene, _of(scene, BALANCE, gauge.item))
    whole = _cell(scene, scene.readings.at(gauge.id))
    cells = joined(_cell(scene, r) for r in rows)
    name = scene.pack.term("category", gauge.item or "", scene.lang)
    return html(
        '<tr data-key="{id}"><th scope="row">{name}</th><td class="held">≥ {target}</td>'
        '<td class="held">&lt; {red}</td>{city}{balance}{whole}{cells}</tr>',
        id=gauge.id,
        name=name,
        target=target,
        red=red,
        city=city,
        balance=balance,
        whole=whole,
        cells=cells,
    )


def _days(value: float | None) -> str:
    return f"{value:g}" if value is not None and known(value) else BLANK


def _of(scene: Scene, sql: str, item: str | None) -> GaugeRow | None:
    gauge = next((g for g in scene.readings.of_page("supply", sql) if g.item == item), None)
    return scene.readings.at(gauge.id) if gauge else None


def _cell(scene: Scene, row: GaugeRow | None) -> Markup:
    if row is None or not known(row["value"]):
        return html('<td class="cell none"><span>·</span></td>')
    state = str(row["state"])
    return html(
        '<td class="cell {state}"><span data-fig>{days}</span>{shape}</td>',
        state=state,
        days=shown(row, "day", scene.lang),
        shape=shape(state) if state else "",
    )


def plans(scene: Scene) -> list[StockPlan]:
    """One per category in which some district is below its target."""
    places = {a.code: (a.lon, a.lat) for a in scene.pack.districts if a.lon is not None and a.lat is not None}
    found = []
    for gauge in scene.readings.of_page("supply", COVER):
        rows = {a.code: r for a in scene.pack.districts if (r := scene.readings.at(gauge.id, a.code))}
        target = next((float(r["target"]) for r in rows.values() if known(r["target"])), None)
        stocks = {
            c: Stock(float(r["numer"]), float(r["denom"]))
            for c, r in rows.items()
            if known(r["numer"]) and known(r["denom"])
        }
        if target is not None and (plan := stock_plan(gauge.item or gauge.id, stocks, target, places)):
            found.append(plan)
    return found


def moves(scene: Scene) -> Drawn:
    """Suggested moves between districts: what each brings, and what the giver keeps."""
    if scene.day.parted:
        return hidden("moves", say(scene.lang, "supply.moves_plain"), scene.lang)
    lang, planned = scene.lang, plans(scene)
    title = say(lang, "supply.moves", count=sum(len({m.target for m in p.moves}) for p in planned))
    if not planned:
        body = html('<p class="nothing">{}</p>', say(lang, "supply.no_gap"))
        return Drawn(panel("moves", title, body, note=say(lang, "supply.moves_note")))
    names = ("category", "to", "tonnes", "from", "km", "buys", "keeps")
    heads = joined(html('<th scope="col">{}</th>', say(lang, f"supply.{n}")) for n in names)
    rows = joined(_moves(scene, p) for p in planned)
    body = html('<table class="plain moves"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>', heads, rows)
    return Drawn(panel("moves", title, html('<div class="fill">{}</div>', body), note=say(lang, "supply.moves_note")))


def _moves(scene: Scene, plan: StockPlan) -> Markup:
    """A row for each district that receives, and one for what no district can give."""
    lang = scene.lang
    name, joiner = scene.pack.term("category", plan.resource, lang), say(lang, "duty.join")
    rows = Markup()
    for area in dict.fromkeys(m.target for m in plan.moves):
        own = [m for m in plan.moves if m.target == area]
        givers = joiner.join(_part(scene, m.source, m.tonnes) for m in own)
        keeps = min((m.source_days for m in own), key=lambda d: d[1])
        cells = (_area(scene, area), exact(sum(m.tonnes for m in own)), givers, exact(round(max(m.km for m in own))),
                 _change(scene, own[0].target_days), _change(scene, keeps))  # fmt: skip
        rows += _tr(name, *cells)
    if plan.missing:
        parts = joiner.join(_part(scene, a, t) for a, t in plan.missing.items())
        missing = say(lang, "supply.missing", parts=parts)
        rows += html('<tr><th scope="row">{}</th><td class="told" colspan="6">{}</td></tr>', name, missing)
    return rows


def _area(scene: Scene, code: str) -> str:
    return short(scene.pack.area[code], scene.lang)


def _part(scene: Scene, code: str, tonnes: int) -> str:
    return say(scene.lang, "supply.part", area=_area(scene, code), tonnes=exact(tonnes))


def _change(scene: Scene, days: tuple[float, float]) -> str:
    return say(scene.lang, "supply.change", before=f"{days[0]:.2f}", after=f"{days[1]:.2f}")


def _tr(name: str, *cells: str) -> Markup:
    rest = joined(html("<td data-fig>{}</td>", c) for c in cells)
    return html('<tr><th scope="row">{}</th>{}</tr>', name, rest)


PROOFS: Sequence[Sequence] = ([tiers], [covers], [moves])
