"""All cities by line of work, those in need first, and the sentence above them: on the page and on a wall."""

from collections.abc import Sequence

from data_pipeline.declare import Line
from data_pipeline.nation.report import CityReport
from data_pipeline.sentences.states import word
from data_pipeline.words import listed, say
from data_pipeline.words.numbers import count, known, moment, percent
from pages.components.html import Markup, html, joined
from pages.components.marks import shape
from pages.model.cities import Cities

MOST = 3  # cities named in a sentence


def sentence(of: Cities) -> str:
    """How many cities stand where, and which are most in need."""
    lang, need = of.canvas.lang, of.in_need()
    if not of.whole:
        return say(lang, "cities.lead_nothing", all=len(of.rows))
    silent = of.silent  # while nobody knows, it is not said that none is in need
    text = say(lang, "cities.lead" if need or not silent else "cities.lead_none", all=len(of.rows), need=len(need))
    if need:
        names = listed(lang, [t.city.name(lang) for t in need[:MOST]])
        text += say(lang, "cities.lead_need" if len(need) <= MOST else "cities.lead_more", cities=names, n=len(need))
    if silent:
        text += say(
            lang, "cities.lead_silent", cities=listed(lang, [t.city.name(lang) for t in silent[:MOST]]), n=len(silent)
        )
    return text


def cities_table(of: Cities, some: Sequence[CityReport] | None = None) -> Markup:
    """`some`: of all, those that have room."""
    lang = of.canvas.lang
    head = joined(html('<th scope="col">{}</th>', x.short(lang)) for x in of.lines)
    rows = joined(_row(of, report) for report in (of.rows if some is None else some))
    return html(
        '<div class="fill"><table class="matrix own cities"><thead><tr><th scope="col">{}</th>{}'
        '<th scope="col" class="sum">{}</th></tr></thead><tbody>{}</tbody></table></div>',
        say(lang, "cities.city"),
        head,
        say(lang, "cities.reported_at"),
        rows,
    )


def _row(of: Cities, report: CityReport) -> Markup:
    lang, name = of.canvas.lang, report.city.name(of.canvas.lang)
    who = html('<a href="{}">{}</a>', report.city.board, name) if report.city.board else html("<b>{}</b>", name)
    at = report.reported_at
    old = at is not None and report.is_silent(of.now)
    when = moment(at, of.ops_day, lang, brief=True) if at else say(lang, "cities.silent")
    return html(
        '<tr data-key="{code}"><th scope="row">{who}{since}</th>{cells}<td class="sum{old}" data-fig>{when}</td></tr>',
        code=report.city.code,
        who=who,
        since=html(' <small class="since" data-fig>{}</small>', when) if old else "",  # where there is no last column
        cells=joined(_cell(of, report, x) for x in of.lines),
        old=" some" if old else "",
        when=when,
    )


def _cell(of: Cities, report: CityReport, line: Line) -> Markup:
    lang, found, state = of.canvas.lang, report.rows.get(line.id), of.state(report, line.id)
    facts = {"area": report.city.name(lang), "line": line.name(lang), "state": word(state, lang)}
    if found is None:
        hint, figure = say(lang, "matrix.cell_none", **facts), html("—")
    else:
        rate, left = percent(found["rate"], 0), count(found["open"], lang)
        part = of.canvas.pack.lines.get(str(found["part"]), line)
        unit = of.canvas.pack.unit(part.unit, lang)
        hint = say(lang, "matrix.cell", rate=rate, left=left, unit=unit, **facts)
        figure = html("{}<small>%</small>", rate) if known(found["rate"]) else html("—")
    inside = html('<span data-fig>{}</span><span class="marks">{}</span>', figure, shape(state))
    return html('<td class="cell {}"><span class="still" title="{}">{}</span></td>', state, hint, inside)
