"""Lines beside one another, each on its own and never summed: what is left, how old, where it is worst."""

from collections.abc import Sequence
from html import escape

from data_pipeline.declare import Line
from data_pipeline.judge.judged import JudgedRow
from data_pipeline.words import say
from data_pipeline.words.numbers import BLANK, age, count, known, percent
from pages.components.marks import mark
from pages.components.opened.link import opener
from pages.components.panel import panel
from pages.components.text.phrases import finish, short, unit
from pages.components.tiles import bar
from pages.model.scene import Scene

COLUMNS = ("line", "due", "left", "rate", "oldest", "worst", "need", "finish", "state")


def ledgers(scene: Scene, id: str, title: str, lines: Sequence[Line], note: str = "") -> str:
    """One row per line in the chosen place, or the city; one that nobody reported says that it counts as not done."""
    heads = "".join(f'<th scope="col">{escape(say(scene.lang, f"ledgers.{c}"))}</th>' for c in COLUMNS)
    rows = "".join(_row(scene, x) for x in lines)
    told = f'<table class="plain ledgers"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
    body = f'<div class="fill">{told}</div>'
    return panel(id, title, body, note=note, css="ledgers-panel")


def _row(scene: Scene, line: Line) -> str:
    lang, row = scene.lang, scene.day.at(line.id, scene.place)
    name = f'<button data-set="line={line.id}">{escape(line.name(lang))}</button>'
    counted = escape(unit(line, scene.pack, lang).strip())
    head = f'<th scope="row">{name} <small>{counted}</small></th>'
    if row is None:
        told = escape(say(lang, "strip.missing_note"))
        return (
            f'<tr data-key="{line.id}" class="unknown">{head}<td colspan="{len(COLUMNS) - 2}">{told}</td>'
            f'<td class="state unknown">{mark("unknown", lang)}</td></tr>'
        )
    state = str(row["state"])
    selected = " selected" if line.id == scene.line else ""
    return (
        f'<tr data-key="{line.id}" class="{state}{selected}">{head}<td data-fig>{count(row["due"], lang)}</td>'
        f'<td class="left" data-fig>{count(row["open"], lang)}{opener(line, scene.place, lang)}</td>'
        f'<td class="rate"><span data-fig>{percent(row["rate"], 0)}%</span>{bar(row)}</td>'
        f"<td data-fig>{escape(_oldest(row, lang))}</td><td data-fig>{escape(_worst(scene, line))}</td>"
        f"<td data-fig>{escape(_need(scene, line))}</td><td data-fig>{escape(finish(row, scene.day, lang))}</td>"
        f'<td class="state {state}">{mark(state, lang, row)}</td></tr>'
    )


def _oldest(row: JudgedRow, lang: str) -> str:
    return age(row["oldest_h"], lang) if row["open"] and known(row["oldest_h"]) else BLANK


def _worst(scene: Scene, line: Line) -> str:
    """The district most in need: its name, what is left there."""
    by_need = [x for x in scene.day.districts_by_need(line.id) if x[1]["open"]]
    if not by_need:
        return BLANK
    code, row = by_need[0]
    area = short(scene.pack.area[code], scene.lang)
    return say(scene.lang, "ledgers.worst_cell", area=area, left=count(row["open"], scene.lang))


def _need(scene: Scene, line: Line) -> str:
    """How many districts need support, of those that report."""
    states = [str(r["state"]) for _, r in scene.day.districts_by_need(line.id)]
    return say(scene.lang, "ledgers.need_cell", count=states.count("will_miss"), all=len(states)) if states else BLANK
