"""Lines beside one another, each on its own and never summed: what is left, how old, where it is worst."""

from collections.abc import Sequence

from data_pipeline.declare import Line
from data_pipeline.judge.judged import JudgedRow
from data_pipeline.sentences.phrases import finish, short, unit
from data_pipeline.words import say
from data_pipeline.words.numbers import BLANK, age, count, known, percent
from pages.components.again import again
from pages.components.html import Markup, html, joined
from pages.components.marks import mark
from pages.components.opened.link import opener
from pages.components.panel import panel
from pages.components.tiles import bar
from pages.model.scene import Scene

COLUMNS = ("line", "due", "left", "rate", "oldest", "worst", "need", "finish", "state")


def ledgers(scene: Scene, id: str, title: str, lines: Sequence[Line], note: str = "") -> Markup:
    """One row per line in the chosen place, or the city; one that nobody reported says that it counts as not done."""
    heads = joined(html('<th scope="col">{}</th>', say(scene.lang, f"ledgers.{c}")) for c in COLUMNS)
    rows = joined(_row(scene, x) for x in lines)
    table = html('<table class="plain ledgers"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>', heads, rows)
    body = html('<div class="fill">{}</div>', table)
    return panel(id, title, body, note=note, css="ledgers-panel")


def _row(scene: Scene, line: Line) -> Markup:
    lang, row = scene.lang, scene.day.at(line.id, scene.place)
    name = html('<button data-set="line={}">{}</button>', line.id, line.name(lang))
    counted = unit(line, scene.pack, lang).strip()
    beside = again(scene, line.id, scene.place)
    head = html('<th scope="row">{} <small>{}</small>{}</th>', name, counted, beside)
    if row is None:
        missing = say(lang, "strip.missing_note")
        return html(
            '<tr data-key="{id}" class="unknown">{head}<td colspan="{columns}">{missing}</td>'
            '<td class="state unknown">{mark}</td></tr>',
            id=line.id,
            head=head,
            columns=len(COLUMNS) - 2,
            missing=missing,
            mark=mark("unknown", lang),
        )
    state = str(row["state"])
    selected = " selected" if line.id == scene.line else ""
    return html(
        '<tr data-key="{id}" class="{state}{selected}">{head}<td data-fig>{due}</td>'
        '<td class="left" data-fig>{open}{opener}</td><td class="rate"><span data-fig>{rate}%'
        "</span>{bar}</td><td data-fig>{oldest}</td><td data-fig>{worst}</td><td data-fig>{need}</td>"
        '<td data-fig>{finish}</td><td class="state {state}">{mark}</td></tr>',
        id=line.id,
        state=state,
        selected=selected,
        head=head,
        due=count(row["due"], lang),
        open=count(row["open"], lang),
        opener=opener(line, scene.place, lang),
        rate=percent(row["rate"], 0),
        bar=bar(row, scene.day),
        oldest=_oldest(row, lang),
        worst=_worst(scene, line),
        need=_need(scene, line),
        finish=finish(row, scene.day, lang),
        mark=mark(state, lang, row),
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
