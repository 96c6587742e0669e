"""Figures that are read together, in one table: a row per line or gauge, a cell for the city and for each district.

Districts stand in one fixed order. What only the city has stands below, without sixteen empty columns; what nobody
has told today is named in a last line, so that it is not mistaken for a figure of nought.
"""

from collections.abc import Sequence
from html import escape

from data_pipeline.declare import Gauge, Line
from data_pipeline.declare.tables import Area
from data_pipeline.judge.judged import JudgedRow
from data_pipeline.words import say
from data_pipeline.words.numbers import BLANK, compact, count, exact, known, percent
from pages.components.marks import level_mark, shape, word
from pages.components.opened.link import number_address
from pages.components.panel import panel
from pages.components.text.phrases import short, units_of
from pages.model.readings import SHORT_UNIT, GaugeRow, in_row, shown, target, with_unit
from pages.model.scene import Scene

LONG_NAME = 30  # characters: beyond, an English name takes both lines and its unit follows on the second


def grid(scene: Scene, id: str, title: str, lines: Sequence[Line] = (), gauges: Sequence[Gauge] = ()) -> str:
    """Of a line: how much of what is due is done, then what is left. Of a gauge: what it is held to, then its value."""
    silent = [x for x in (*lines, *gauges) if not any(_row(scene, x, code) for code in _areas(scene))]
    lines = [x for x in lines if x not in silent]
    gauges = [x for x in gauges if x not in silent]
    wide = [x for x in gauges if any(_row(scene, x, a.code) for a in scene.pack.districts)]
    body = _table(scene, lines, wide) if lines or wide else ""
    body += _city_only(scene, [x for x in gauges if x not in wide]) + _silent(silent, scene.lang)
    note = say(scene.lang, "grid.note") if lines else ""
    return panel(id, title, body, note=note, css="grid-panel") if body else ""


def _areas(scene: Scene) -> tuple[str, ...]:
    return (scene.day.city_code, *(a.code for a in scene.pack.districts))


def _row(scene: Scene, of: Line | Gauge, code: str) -> JudgedRow | GaugeRow | None:
    """The line's or gauge's row there, where it says anything."""
    return scene.day.at(of.id, code) if isinstance(of, Line) else _reading(scene, of, code)


def _reading(scene: Scene, gauge: Gauge, code: str) -> GaugeRow | None:
    row = scene.readings.at(gauge.id, code)
    return row if row and known(row["value"]) else None


def _table(scene: Scene, lines: Sequence[Line], gauges: Sequence[Gauge]) -> str:
    heads = "".join(f'<th scope="col">{escape(say(scene.lang, h))}</th>' for h in _heads(lines, gauges))
    city = f'<th scope="col" class="city">{escape(say(scene.lang, "grid.city"))}</th>'
    areas = "".join(_head(scene, a) for a in scene.pack.districts)
    parts = ("".join(_line_row(scene, x) for x in lines), "".join(_gauge_row(scene, x) for x in gauges))
    bodies = "".join(f"<tbody>{rows}</tbody>" for rows in parts if rows)
    return f'<div class="fill"><table class="grid"><thead><tr>{heads}{city}{areas}</tr></thead>{bodies}</table></div>'


def _heads(lines: Sequence[Line], gauges: Sequence[Gauge]) -> tuple[str, str]:
    if lines and gauges:
        return "grid.both", "grid.rate_or_target"
    return ("grid.line", "grid.rate") if lines else ("grid.gauge", "grid.target")


def _head(scene: Scene, area: Area) -> str:
    chosen = " selected" if area.code == scene.area else ""
    name, title = escape(short(area, scene.lang)), escape(area.name(scene.lang))
    return (
        f'<th scope="col" class="area{chosen}"><button data-set="area={area.code}" title="{title}">{name}</button></th>'
    )


def _line_row(scene: Scene, line: Line) -> str:
    city = scene.day.city(line.id)
    due = f"{percent(city['rate'], 0)}%" if city and known(city["rate"]) else BLANK
    cells = "".join(_line_cell(scene, line, code) for code in _areas(scene))
    picked = ' class="selected"' if line.id == scene.line else ""
    name = f'<button data-set="line={line.id}">{escape(line.short(scene.lang))}</button>'
    named = _named(name, line.short(scene.lang), units_of(scene.day, line, _areas(scene), scene.lang))
    return f'<tr data-key="{line.id}"{picked}>{named}<td class="held" data-fig>{due}</td>{cells}</tr>'


def _gauge_row(scene: Scene, gauge: Gauge) -> str:
    lang, pack = scene.lang, scene.pack
    rows = {code: _reading(scene, gauge, code) for code in _areas(scene)}
    told = in_row([r["value"] if r else None for r in rows.values()], gauge.unit, lang, list(rows.values()))
    cells = "".join(
        _cell(gauge, code, row, text, _hint(scene, gauge, row))
        for (code, row), text in zip(rows.items(), told, strict=True)
    )
    name = gauge.name(lang)
    named = _named(f"<span>{escape(name)}</span>", name, pack.term("unit", gauge.unit, lang))
    held = target(gauge, next(filter(None, rows.values()), None), pack, lang)
    return f'<tr data-key="{gauge.id}">{named}<td class="held">{escape(held)}</td>{cells}</tr>'


def _named(inside: str, name: str, counted: str) -> str:
    """A row's header; a unit of more than a sign stands on a line of its own where a language needs two anyway."""
    inline = len(name) > LONG_NAME or len(counted) <= SHORT_UNIT
    css = "" if inline else ' class="two"'
    return f'<th scope="row"{css}>{inside} <small>{escape(counted)}</small></th>'


def _line_cell(scene: Scene, line: Line, code: str) -> str:
    row, lang = scene.day.at(line.id, code), scene.lang
    if row is None:
        return _cell(line, code, None, "", "")
    told = (count if code == scene.day.city_code else compact)(row["open"], lang)
    facts = {
        "area": scene.pack.area[code].name(lang), "line": line.name(lang), "state": word(str(row["state"]), lang, row),
        "due": exact(row["due"]), "done": exact(row["done"]), "left": exact(row["open"]),
    }  # fmt: skip
    return _cell(line, code, row, told, say(lang, "grid.hint", **facts))


def _hint(scene: Scene, gauge: Gauge, row: GaugeRow | None) -> str:
    if row is None:
        return ""
    area = scene.pack.area[str(row["area_code"])].name(scene.lang)
    return f"{area} {gauge.name(scene.lang)} {with_unit(row, gauge, scene.pack, scene.lang)}"


def _cell(of: Line | Gauge, code: str, row: JudgedRow | GaugeRow | None, told: str, hint: str) -> str:
    """A figure, which opens; its state by colour and shape."""
    if row is None:
        return '<td class="cell none"><span>·</span></td>'
    state = str(row["state"])
    link = f'<a class="open figure" href="{escape(number_address(of.id, code))}" title="{escape(hint)}">'
    return (
        f'<td class="cell {state}">{link}<span data-fig>{escape(told)}</span></a>{shape(state) if state else ""}</td>'
    )


def _city_only(scene: Scene, gauges: Sequence[Gauge]) -> str:
    """Several side by side: name, value, what it is held to, state in a word."""
    told = "".join(_single(scene, x) for x in gauges)
    return f'<ul class="singles">{told}</ul>' if told else ""


def _single(scene: Scene, gauge: Gauge) -> str:
    row, lang = _reading(scene, gauge, scene.day.city_code), scene.lang
    if row is None:
        return ""
    state, held = str(row["state"]), target(gauge, row, scene.pack, lang)
    link = f'<a class="open figure" href="{escape(number_address(gauge.id, scene.day.city_code))}">'
    value = f"{link}<b data-fig>{escape(shown(row, gauge.unit, lang))}</b></a>"
    counted = f"<small>{escape(scene.pack.term('unit', gauge.unit, lang))}</small>"
    return (
        f'<li data-key="{gauge.id}" class="{state}"><span class="name">{escape(gauge.name(lang))}</span>'
        f'<span class="value">{value} {counted}</span><span class="held">{escape(held)}</span>'
        f"{level_mark(state, lang) if state else '<span></span>'}</li>"
    )


def _silent(of: Sequence[Line | Gauge], lang: str) -> str:
    if not of:
        return ""
    names = say(lang, "duty.join").join(x.short(lang) if isinstance(x, Line) else x.name(lang) for x in of)
    return f'<p class="silent">{escape(say(lang, "grid.silent", names=names))}</p>'
