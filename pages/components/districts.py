"""One line of work in the 16 districts, the most in need on top: what is left, the share done, and when it clears."""

from data_pipeline.declare import Line
from data_pipeline.judge.judged import JudgedRow
from data_pipeline.sentences.phrases import finish, short, unit_of, units_of
from data_pipeline.words import say
from data_pipeline.words.numbers import BLANK, age, count, known, percent
from data_pipeline.words.quantity import about
from pages.components.html import Markup, html, joined
from pages.components.marks import mark
from pages.components.opened.link import number_address
from pages.components.panel import panel
from pages.components.tiles import bar
from pages.model.scene import Scene

COLUMNS = ("area", "left", "rate", "needed", "oldest", "finish", "state")


def districts(scene: Scene, line: Line) -> Markup:
    day, lang = scene.day, scene.lang
    rows = joined(_row(scene, line, code, row) for code, row in day.districts_by_need(line.id))
    heads = joined(html('<th scope="col">{}</th>', say(lang, f"districts.{c}")) for c in COLUMNS)
    counted = units_of(day, line, (a.code for a in scene.pack.districts), lang)
    title = say(lang, "districts.title", line=line.short(lang), unit=counted)
    own = " own" if day.parted else ""  # few rows keep their height
    if rows:
        table = html(
            '<table class="plain districts{own}"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>',
            own=own,
            heads=heads,
            rows=rows,
        )
        body = html('<div class="fill">{}</div>', table)
    else:
        body = html('<p class="nothing">{}</p>', say(lang, "districts.none" if scene.pack.districts else "sight.none"))
    return panel("districts", title, body, note=say(lang, "districts.note"), css="districts-panel")


def _row(scene: Scene, line: Line, code: str, row: JudgedRow) -> Markup:
    lang = scene.lang
    chosen = " selected" if code == scene.area else ""
    return html(
        '<tr data-key="{code}" class="{state}{chosen}"><th scope="row">'
        '<button data-set="area={code}">{name}</button></th><td data-fig>'
        '<a class="open figure" href="{address}">{left}</a></td><td class="rate">'
        "<span data-fig>{rate}</span>{bar}</td><td data-fig>{pace}</td><td data-fig>{oldest}</td>"
        '<td data-fig>{finish}</td><td class="state {state}">{mark}</td></tr>',
        code=code,
        state=row["state"],
        chosen=chosen,
        name=short(scene.pack.area[code], lang),
        address=number_address(line.id, code),
        left=_left(scene, line, row),
        rate=_rate(row),
        bar=bar(row, scene.day),
        pace=_pace(row, lang),
        oldest=_oldest(row, lang),
        finish=finish(row, scene.day, lang),
        mark=mark(str(row["state"]), lang, row),
    )


def _left(scene: Scene, line: Line, row: JudgedRow) -> str:
    """With its own unit where the districts speak of different parts: households beside people."""
    left = count(row["open"], scene.lang)
    return left + unit_of(row, line, scene.pack, scene.lang).behind(left) if line.worst_of else left


def _rate(row: JudgedRow) -> str:
    return f"{percent(row['rate'], 0)}%" if known(row["rate"]) else BLANK


def _pace(row: JudgedRow, lang: str) -> str:
    """What an hour must bring, against what it brings now."""
    if not row["open"] or not known(row["rate_needed"]):
        return "—"
    now = about(lang, float(row["rate_done"])) if known(row["rate_done"]) else "—"
    if row["rate_needed"] == float("inf"):
        return say(lang, "districts.beyond", now=now)
    return f"{about(lang, float(row['rate_needed']))} / {now}"


def _oldest(row: JudgedRow, lang: str) -> str:
    return age(row["oldest_h"], lang) if row["open"] and known(row["oldest_h"]) else "—"
