"""Figures by district: one row per line or gauge, a cell for the city and for each district, all in one fixed order."""

from collections.abc import Iterable, Sequence
from html import escape

from data_pipeline.declare import Gauge, Line
from data_pipeline.declare.tables import Area
from data_pipeline.words import say
from pages.parts.day import Row
from pages.parts.marks import shape
from pages.parts.numbers import UNKNOWN, compact, count, exact, known, percent
from pages.parts.panel import panel
from pages.parts.phrases import short, unit
from pages.parts.readings import figure, with_unit
from pages.parts.scene import Scene


def lines_grid(scene: Scene, id: str, title: str, lines: Sequence[Line], note: str = "") -> str:
    """What is open in each district, with its state; the first column says how much of what was due is done."""
    rows = "".join(_line_row(scene, x) for x in lines)
    heads = (say(scene.lang, "grid.line"), say(scene.lang, "grid.rate"))
    return _grid(scene, id, title, heads, rows, note or say(scene.lang, "grid.lines_note"))


def gauges_grid(scene: Scene, id: str, title: str, gauges: Sequence[Gauge], note: str = "") -> str:
    """The value in each district, with its state; the first column says what it is held to."""
    rows = "".join(_gauge_row(scene, x) for x in gauges)
    heads = (say(scene.lang, "grid.gauge"), say(scene.lang, "grid.target"))
    return _grid(scene, id, title, heads, rows, note or say(scene.lang, "grid.gauges_note"))


def _grid(scene: Scene, id: str, title: str, heads: tuple[str, str], rows: str, note: str) -> str:
    areas = "".join(_head(scene, a) for a in scene.pack.districts)
    city = f'<th scope="col" class="city">{escape(say(scene.lang, "grid.city"))}</th>'
    first, second = (f'<th scope="col">{escape(h)}</th>' for h in heads)
    body = (
        f'<div class="fill"><table class="grid"><thead><tr>{first}{second}{city}{areas}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )
    return panel(id, title, body, note=note, css="grid-panel")


def _head(scene: Scene, area: Area) -> str:
    chosen = " selected" if area.code == scene.area else ""
    name = escape(short(area, scene.lang))
    title = escape(area.name(scene.lang))
    return (
        f'<th scope="col" class="area{chosen}"><button data-set="area={area.code}" title="{title}">{name}</button></th>'
    )


def _line_row(scene: Scene, line: Line) -> str:
    lang = scene.lang
    city = scene.day.city(line.id)
    due = f"{percent(city['rate'], 0)}%" if city and known(city["rate"]) else UNKNOWN
    cells = "".join(_line_cell(scene, line, code) for code in _areas(scene))
    picked = ' class="selected"' if line.id == scene.line else ""
    counted = escape(unit(line, scene.pack, lang).strip())
    return (
        f'<tr data-key="{line.id}"{picked}><th scope="row"><button data-set="line={line.id}">'
        f"{escape(line.short(lang))}</button> <small>{counted}</small></th>"
        f'<td class="held" data-fig>{due}</td>{cells}</tr>'
    )


def _line_cell(scene: Scene, line: Line, code: str) -> str:
    row = scene.day.at(line.id, code)
    told = _left(row, scene.lang, code == scene.day.city_code)
    return _cell(row, scene.day.state(line.id, code), told, _line_hint(scene, line, code))


def _gauge_cell(scene: Scene, gauge: Gauge, code: str) -> str:
    row = scene.readings.at(gauge.id, code)
    if row is None:
        return _cell(None, "", "", "")
    hint = f"{gauge.name(scene.lang)} {with_unit(row['value'], gauge, scene.pack, scene.lang)}"
    return _cell(row, str(row["state"]), figure(row["value"], gauge.unit, scene.lang), hint)


def _gauge_row(scene: Scene, gauge: Gauge) -> str:
    lang, pack = scene.lang, scene.pack
    held = next((r for a in _areas(scene) if (r := scene.readings.at(gauge.id, a)) and known(r["target"])), None)
    target = _target(gauge, held, lang)
    cells = "".join(_gauge_cell(scene, gauge, code) for code in _areas(scene))
    return (
        f'<tr data-key="{gauge.id}"><th scope="row">{escape(gauge.name(lang))} '
        f"<small>{escape(pack.term('unit', gauge.unit, lang))}</small></th>"
        f'<td class="held">{escape(target)}</td>{cells}</tr>'
    )


def _areas(scene: Scene) -> Iterable[str]:
    return (scene.day.city_code, *(a.code for a in scene.pack.districts))


def _target(gauge: Gauge, row: Row | None, lang: str) -> str:
    if row is None or row["direction"] not in ("up", "down"):
        return ""
    sign = "≥" if row["direction"] == "up" else "≤"
    return f"{sign} {exact(row['target'])}"


def _left(row: Row | None, lang: str, city: bool) -> str:
    if row is None or not known(row["open"]):
        return ""
    return count(row["open"], lang) if city else compact(row["open"], lang)


def _line_hint(scene: Scene, line: Line, code: str) -> str:
    row = scene.day.at(line.id, code)
    if row is None:
        return ""
    state = say(scene.lang, f"state.{scene.day.state(line.id, code)}")
    facts = {"area": scene.pack.area[code].name(scene.lang), "line": line.name(scene.lang), "state": state}
    return say(
        scene.lang, "grid.hint", done=exact(row["done"]), due=exact(row["due"]), left=exact(row["open"]), **facts
    )


def _cell(row: Row | None, state: str, told: str, hint: str) -> str:
    if row is None or not told:
        return '<td class="cell none"><span>·</span></td>'
    mark = shape(state) if state else ""
    return f'<td class="cell {state}" title="{escape(hint)}"><span data-fig>{escape(told)}</span>{mark}</td>'
