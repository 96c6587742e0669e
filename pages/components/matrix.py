"""District × line matrix: 16 × 8 cells, the district most in need on top."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from data_pipeline.core.status import REPORTED_ENOUGH
from data_pipeline.declare import Line
from data_pipeline.declare.tables import Area
from data_pipeline.outlook.day import Day
from data_pipeline.sentences.phrases import short, unit_of
from data_pipeline.sentences.states import word
from data_pipeline.words import say
from data_pipeline.words.language import by_width, language
from data_pipeline.words.numbers import compact, count, known, moment, percent
from pages.components.html import Markup, html, joined
from pages.components.marks import legend, shape
from pages.components.momentum import moved
from pages.components.opened.link import export_links, opener
from pages.components.panel import panel
from pages.components.tiles import bar

WHOLE = 5  # characters
WIDTHS = (4, 1.2), (9, 0.72)  # characters that a column has room for as it is; em of its head that each one takes
WIDEST = 14.0


class Chosen(NamedTuple):
    """By the viewer: ids of a line and an area."""

    line: str | None = None
    area: str | None = None


NOTHING = Chosen()


def matrix(
    day: Day,
    lang: str,
    chosen: Chosen = NOTHING,
    codes: Sequence[str] | None = None,
    lines: Sequence[Line] | None = None,
) -> Markup:
    """`codes`, `lines`: only these districts and lines, in this order."""
    lines = lines or day.lines("headline")
    columns = joined(_column(x, lang, x.id == chosen.line) for x in lines)
    first, last = (
        html('<th scope="col">{}</th>', say(lang, "matrix.area")),
        html('<th scope="col" class="sum">{}</th>', _need(lang)),
    )
    head = html("<tr>{first}{columns}{last}</tr>", first=first, columns=columns, last=last)
    rows = joined(_row(day, day.pack.area[code], lines, lang, chosen) for code in codes or day.order)
    css = "matrix own" if day.parted else "matrix"  # few rows keep their height
    wide = _wide((_name(day.pack.area[code], lang) for code in codes or day.order), lang)
    style = html(' style="--names:{}em"', f"{wide:.1f}") if wide else ""
    body = html(
        '<div class="fill"><table class="{css}"{style}><thead>{head}</thead><tbody>{rows}</tbody></table></div>',
        css=css,
        style=style,
        head=head,
        rows=rows,
    )
    if not day.pack.districts and day.parted:
        body = html('<p class="nothing">{}</p>', say(lang, "sight.none"))
    title, note = (say(lang, f"closed.matrix_{x}" if day.is_over else f"matrix.{x}") for x in ("title", "note"))
    if day.outlook and day.outlook.then and not day.is_over:
        note += " · " + say(lang, "outlook.moved_note", since=moment(day.outlook.meeting, day.ops_day, lang))
    return panel(
        "matrix",
        title,
        body,
        note=note,
        tools=legend(lang) + export_links("command", {"lang": lang}, lang),
        css="matrix-panel",
    )


def _need(lang: str) -> Markup:
    return html("{}{}", shape("will_miss"), say(lang, "matrix.need"))


def _column(line: Line, lang: str, selected: bool) -> Markup:
    return html(
        '<th scope="col" class="{selected}"><button data-set="line={id}">{name}</button></th>',
        selected="selected" if selected else "",
        id=line.id,
        name=line.short(lang),
    )


def _row(day: Day, area: Area, lines: Sequence[Line], lang: str, chosen: Chosen) -> Markup:
    selected = area.code == chosen.area
    cells = joined(_cell(day, area, x, lang, x.id == chosen.line) for x in lines)
    name = _name(area, lang)
    need = day.count_states(area.code)["will_miss"]
    need_text = say(lang, "matrix.need_count", count=need) if need else say(lang, "matrix.need_none")
    return html(
        '<tr data-key="{code}" class="{selected}"><th scope="row">'
        '<button data-set="area={code}">{name}</button></th>{cells}'
        '<td class="sum{some}" data-fig>{need_text}</td></tr>',
        code=area.code,
        selected="selected" if selected else "",
        name=name,
        cells=cells,
        some=" some" if need else "",
        need_text=need_text,
    )


def _name(area: Area, lang: str) -> str:
    """In full where the writing is dense and the name is no sentence."""
    whole = area.name(lang)
    return whole if language(lang).dense and len(whole) <= WHOLE else short(area, lang)


def _wide(names: Iterable[str], lang: str) -> float:
    """em of a column's head that the longest name takes; 0 where what every column has is enough."""
    longest = max(map(len, names), default=0)
    enough, each = by_width(lang, *WIDTHS)
    return min(longest * each + 0.5, WIDEST) if longest > enough else 0


def _cell(day: Day, area: Area, line: Line, lang: str, selected: bool) -> Markup:
    row, state = day.at(line.id, area.code), day.state(line.id, area.code)
    facts = {"area": area.name(lang), "line": line.name(lang), "state": word(state, lang, row)}
    if row is None:
        hint, inside, css = say(lang, "matrix.cell_none", **facts), html("<span>—</span>{}", shape(state)), state
    else:
        rate = percent(row["rate"], 0)
        left = count(row["open"], lang)
        hint = say(lang, "matrix.cell", rate=rate, left=left, unit=unit_of(row, line, day.pack, lang), **facts)
        figure, counted = html("{}<small>%</small>", rate) if known(row["rate"]) else "—", ""
        if day.is_over and day.is_past(row):  # of a closed line what was left overnight
            figure, counted = compact(row["open"], lang), " counted"
        arrow = moved(day, line, area.code, lang)
        inside = html(
            '<span data-fig>{figure}</span><span class="marks">{arrow}{shape}</span>{bar}',
            figure=figure,
            arrow=arrow,
            shape=shape(state),
            bar=bar(row, day),
        )
        partly = known(row["expected"]) and row["reported"] < REPORTED_ENOUGH * row["expected"]
        css = f"{state}{counted}{' partial' if partly else ''}"
    css += " selected" if selected else ""
    return html(
        '<td class="cell {css}" data-feed="{feed}">'
        '<button data-set="line={id}&amp;area={code}" title="{hint}">{inside}</button>{opener}</td>',
        css=css,
        feed=line.feed,
        id=line.id,
        code=area.code,
        hint=hint,
        inside=inside,
        opener=opener(line, area.code, lang) if row is not None else "",
    )
