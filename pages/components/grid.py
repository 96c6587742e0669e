"""Figures that are read together, in one table: a row per line or gauge, a cell for the city and for each district.

Districts stand in one fixed order. What only the city has stands below, without sixteen empty columns; what nobody
has told today is named in a last line, so that it is not mistaken for a figure of nought.
"""

from collections.abc import Sequence

from data_pipeline.declare import Gauge, Line
from data_pipeline.declare.tables import Area
from data_pipeline.judge.judged import JudgedRow
from data_pipeline.outlook.readings import SHORT_UNIT, GaugeRow, in_row, shown, target, with_unit
from data_pipeline.sentences.phrases import short, units_of
from data_pipeline.sentences.states import word
from data_pipeline.words import say
from data_pipeline.words.numbers import BLANK, compact, count, exact, known, percent
from pages.components.html import Markup, html, joined
from pages.components.marks import level_mark, shape
from pages.components.opened.link import number_address
from pages.components.panel import panel
from pages.model.scene import Scene

ACROSS = 16  # areas beside one another; more stand in bands of equal length
LONG_NAME = 30  # characters: beyond, an English name takes both lines and its unit follows on the second


FREE = html("<td></td>")


def grid(scene: Scene, id: str, title: str, lines: Sequence[Line] = (), gauges: Sequence[Gauge] = ()) -> Markup:
    """Of a line: how much of what is due is done, then what is left. Of a gauge: what it is held to, then its value."""
    silent = [x for x in (*lines, *gauges) if not any(_row(scene, x, code) for code in _areas(scene))]
    lines = [x for x in lines if x not in silent]
    gauges = [x for x in gauges if x not in silent]
    wide = [x for x in gauges if any(_row(scene, x, a.code) for a in scene.pack.districts)]
    body = _table(scene, lines, wide) if lines or wide else Markup()
    body += _city_only(scene, [x for x in gauges if x not in wide]) + _silent(silent, scene.lang)
    note = say(scene.lang, "grid.note") if lines else ""
    return panel(id, title, body, note=note, css="grid-panel") if body else Markup()


def _areas(scene: Scene) -> tuple[str, ...]:
    return (scene.day.city_code, *(a.code for a in scene.pack.districts))


def _row(scene: Scene, of: Line | Gauge, code: str) -> JudgedRow | GaugeRow | None:
    """The line's or gauge's row there, where it says anything."""
    return scene.day.at(of.id, code) if isinstance(of, Line) else _reading(scene, of, code)


def _reading(scene: Scene, gauge: Gauge, code: str) -> GaugeRow | None:
    row = scene.readings.at(gauge.id, code)
    return row if row and known(row["value"]) else None


def _table(scene: Scene, lines: Sequence[Line], gauges: Sequence[Gauge]) -> Markup:
    bands = joined(_band(scene, lines, gauges, some) for some in _bands(scene.pack.districts))
    return html('<div class="fill">{}</div>', bands)


def _bands(districts: Sequence[Area]) -> list[Sequence[Area | None]]:
    """What the last one lacks is left free, so that figures stand under one another."""
    many = -(-len(districts) // ACROSS) or 1
    each = -(-len(districts) // many)
    own = [*districts, *[None] * (many * each - len(districts))]
    return [own[n * each : (n + 1) * each] for n in range(many)]


def _band(scene: Scene, lines: Sequence[Line], gauges: Sequence[Gauge], some: Sequence[Area | None]) -> Markup:
    heads = joined(html('<th scope="col">{}</th>', say(scene.lang, h)) for h in _heads(lines, gauges))
    city = html('<th scope="col" class="city">{}</th>', say(scene.lang, "grid.city"))
    areas = joined(_head(scene, a) for a in some)
    codes = [scene.day.city_code, *(a.code if a else "" for a in some)]
    parts = (joined(_line_row(scene, x, codes) for x in lines), joined(_gauge_row(scene, x, codes) for x in gauges))
    bodies = joined(html("<tbody>{}</tbody>", rows) for rows in parts if rows)
    return html(
        '<table class="grid" data-key="{first}"><thead><tr>{heads}{city}{areas}</tr></thead>{bodies}</table>',
        first=codes[1] if len(codes) > 1 else "",
        heads=heads,
        city=city,
        areas=areas,
        bodies=bodies,
    )


def _heads(lines: Sequence[Line], gauges: Sequence[Gauge]) -> tuple[str, str]:
    if lines and gauges:
        return "grid.both", "grid.rate_or_target"
    return ("grid.line", "grid.rate") if lines else ("grid.gauge", "grid.target")


def _head(scene: Scene, area: Area | None) -> Markup:
    if area is None:
        return html('<td class="area"></td>')
    chosen = " selected" if area.code == scene.area else ""
    name, title = short(area, scene.lang), area.name(scene.lang)
    return html(
        '<th scope="col" class="area{chosen}"><button data-set="area={code}" title="{title}">{name}</button></th>',
        chosen=chosen,
        code=area.code,
        title=title,
        name=name,
    )


def _line_row(scene: Scene, line: Line, codes: Sequence[str]) -> Markup:
    city = scene.day.city(line.id)
    due = f"{percent(city['rate'], 0)}%" if city and known(city["rate"]) else BLANK
    cells = joined(_line_cell(scene, line, code) if code else FREE for code in codes)
    picked = Markup(' class="selected"') if line.id == scene.line else ""
    name = html('<button data-set="line={}">{}</button>', line.id, line.short(scene.lang))
    named = _named(name, line.short(scene.lang), units_of(scene.day, line, _areas(scene), scene.lang))
    return html(
        '<tr data-key="{id}"{picked}>{named}<td class="held" data-fig>{due}</td>{cells}</tr>',
        id=line.id,
        picked=picked,
        named=named,
        due=due,
        cells=cells,
    )


def _gauge_row(scene: Scene, gauge: Gauge, codes: Sequence[str]) -> Markup:
    lang, pack = scene.lang, scene.pack
    rows = {code: _reading(scene, gauge, code) for code in _areas(scene)}
    figures = in_row([r["value"] if r else None for r in rows.values()], gauge.unit, lang, list(rows.values()))
    written = dict(zip(rows, figures, strict=True))  # in one measure, whatever band they stand in
    cells = joined(_cell(gauge, c, rows[c], written[c], _hint(scene, gauge, rows[c])) if c else FREE for c in codes)
    name = gauge.name(lang)
    named = _named(html("<span>{}</span>", name), name, pack.unit(gauge.unit, lang))
    held = target(gauge, next(filter(None, rows.values()), None), pack, lang)
    return html(
        '<tr data-key="{id}">{named}<td class="held">{held}</td>{cells}</tr>',
        id=gauge.id,
        named=named,
        held=held,
        cells=cells,
    )


def _named(inside: Markup, name: str, counted: str) -> Markup:
    """A row's header; a unit of more than a sign stands on a line of its own where a language needs two anyway."""
    inline = len(name) > LONG_NAME or len(counted) <= SHORT_UNIT
    two = "" if inline else Markup(' class="two"')
    return html('<th scope="row"{two}>{inside} <small>{counted}</small></th>', two=two, inside=inside, counted=counted)


def _line_cell(scene: Scene, line: Line, code: str) -> Markup:
    row, lang = scene.day.at(line.id, code), scene.lang
    if row is None:
        return _cell(line, code, None, "", "")
    left = (count if code == scene.day.city_code else compact)(row["open"], lang)
    facts = {
        "area": scene.pack.area[code].name(lang), "line": line.name(lang), "state": word(str(row["state"]), lang, row),
        "due": exact(row["due"]), "done": exact(row["done"]), "left": exact(row["open"]),
    }  # fmt: skip
    return _cell(line, code, row, left, say(lang, "grid.hint", **facts))


def _hint(scene: Scene, gauge: Gauge, row: GaugeRow | None) -> str:
    if row is None:
        return ""
    area = scene.pack.area[str(row["area_code"])].name(scene.lang)
    return f"{area} {gauge.name(scene.lang)} {with_unit(row, gauge, scene.pack, scene.lang)}"


def _cell(of: Line | Gauge, code: str, row: JudgedRow | GaugeRow | None, text: str, hint: str) -> Markup:
    """A figure, which opens; its state by colour and shape."""
    if row is None:
        return html('<td class="cell none"><span>·</span></td>')
    state = str(row["state"])
    link = html('<a class="open figure" href="{}" title="{}">', number_address(of.id, code), hint)
    return html(
        '<td class="cell {state}">{link}<span data-fig>{text}</span></a>{shape}</td>',
        state=state,
        link=link,
        text=text,
        shape=shape(state) if state else "",
    )


def _city_only(scene: Scene, gauges: Sequence[Gauge]) -> Markup:
    """Several side by side: name, value, what it is held to, state in a word."""
    items = joined(_single(scene, x) for x in gauges)
    return html('<ul class="singles">{}</ul>', items) if items else Markup()


def _single(scene: Scene, gauge: Gauge) -> Markup:
    row, lang = _reading(scene, gauge, scene.day.city_code), scene.lang
    if row is None:
        return Markup()
    state, held = str(row["state"]), target(gauge, row, scene.pack, lang)
    link = html('<a class="open figure" href="{}">', number_address(gauge.id, scene.day.city_code))
    value = html("{}<b data-fig>{}</b></a>", link, shown(row, gauge.unit, lang))
    counted = html("<small>{}</small>", scene.pack.unit(gauge.unit, lang))
    return html(
        '<li data-key="{id}" class="{state}"><span class="name">{name}</span>'
        '<span class="value">{value} {counted}</span><span class="held">{held}</span>{level_mark}'
        "</li>",
        id=gauge.id,
        state=state,
        name=gauge.name(lang),
        value=value,
        counted=counted,
        held=held,
        level_mark=level_mark(state, lang) if state else html("<span></span>"),
    )


def _silent(of: Sequence[Line | Gauge], lang: str) -> Markup:
    if not of:
        return Markup()
    names = say(lang, "duty.join").join(x.short(lang) if isinstance(x, Line) else x.name(lang) for x in of)
    return html('<p class="silent">{}</p>', say(lang, "grid.silent", names=names))
