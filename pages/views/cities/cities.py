"""各市 Cities: which city and which line will not clear in time, and how recent is what each has reported?"""

from data_pipeline.declare import Line
from data_pipeline.words import listed, say
from data_pipeline.words.numbers import count, known, moment, percent
from pages.components.html import Markup, html, joined
from pages.components.marks import legend, shape, word
from pages.components.panel import Drawn, panel
from pages.views.cities.ground import ground
from pages.views.cities.model import Cities, CityReport

MOST = 3  # cities named in a sentence


def cities(of: Cities | None, lang: str) -> Drawn:
    if of is None:
        return Drawn(_alone(lang))
    where = ground(of)
    body = (_lead(of), html('<div class="duo cities">{}{}</div>', _matrix(of), where.html), _sums(of))
    return Drawn(html('<div class="duty">{}</div>', joined(body)), where.charts)


def _alone(lang: str) -> Markup:
    return html(
        '<div class="empty" data-key="empty"><div><h1>{}</h1><p>{}</p></div></div>',
        say(lang, "cities.alone"),
        say(lang, "cities.alone_how"),
    )


def sentence(of: Cities) -> str:
    """How many cities stand where, and which are most in need."""
    lang, need = of.canvas.lang, of.in_need()
    silent = [t for t in of.rows if not t.rows]
    text = say(lang, "cities.lead", all=len(of.rows), need=len(need))
    if need:
        names = listed(lang, [t.city.name(lang) for t in need[:MOST]])
        text += say(lang, "cities.lead_need" if len(need) <= MOST else "cities.lead_more", cities=names, n=len(need))
    if silent:
        text += say(
            lang, "cities.lead_silent", cities=listed(lang, [t.city.name(lang) for t in silent[:MOST]]), n=len(silent)
        )
    return text


def _lead(of: Cities) -> Markup:
    lang = of.canvas.lang
    when = say(lang, "cities.now", now=moment(of.now, of.ops_day, lang))
    return html(
        '<section class="lead" data-key="lead"><div class="told"><h1 data-fig>{}</h1><p>{}</p></div>'
        '<div class="when"><p data-fig>{}</p></div></section>',
        sentence(of),
        say(lang, "question.cities"),
        when,
    )


def _matrix(of: Cities) -> Markup:
    lang = of.canvas.lang
    head = joined(html('<th scope="col">{}</th>', x.short(lang)) for x in of.lines)
    rows = joined(row(of, t) for t in of.rows)
    body = html(
        '<div class="fill"><table class="matrix own"><thead><tr><th scope="col">{}</th>{}'
        '<th scope="col" class="sum">{}</th></tr></thead><tbody>{}</tbody></table></div>',
        say(lang, "cities.city"),
        head,
        say(lang, "cities.reported_at"),
        rows,
    )
    title, note = say(lang, "cities.matrix"), say(lang, "cities.matrix_note")
    return panel("cities", title, body, note=note, tools=legend(lang), css="matrix-panel")


def row(of: Cities, report: CityReport) -> Markup:
    lang, name = of.canvas.lang, report.city.name(of.canvas.lang)
    who = html('<a href="{}">{}</a>', report.city.board, name) if report.city.board else html("<b>{}</b>", name)
    when = (
        moment(report.reported_at, of.ops_day, lang, brief=True) if report.reported_at else say(lang, "cities.silent")
    )
    return html(
        '<tr data-key="{code}"><th scope="row">{who}</th>{cells}<td class="sum{old}" data-fig>{when}</td></tr>',
        code=report.city.code,
        who=who,
        cells=joined(_cell(of, report, x) for x in of.lines),
        old=" some" if report.is_old(of.now) else "",
        when=when,
    )


def _cell(of: Cities, report: CityReport, line: Line) -> Markup:
    lang, found, state = of.canvas.lang, report.rows.get(line.id), report.state(line.id)
    facts = {"area": report.city.name(lang), "line": line.name(lang), "state": word(state, lang)}
    if found is None:
        hint, figure = say(lang, "matrix.cell_none", **facts), html("—")
    else:
        rate, left = percent(found["rate"], 0), count(found["open"], lang)
        unit = of.canvas.pack.unit(line.unit, lang)
        hint = say(lang, "matrix.cell", rate=rate, left=left, unit=unit, **facts)
        figure = html("{}<small>%</small>", rate) if known(found["rate"]) else html("—")
    inside = html('<span data-fig>{}</span><span class="marks">{}</span>', figure, shape(state))
    return html('<td class="cell {}"><span class="still" title="{}">{}</span></td>', state, hint, inside)


def _sums(of: Cities) -> Markup:
    """Of each line the sums over all cities, and the city that finishes last."""
    lang, pack = of.canvas.lang, of.canvas.pack
    names = ("line", "due", "done", "left", "share", "need", "last", "finish")
    head = joined(html('<th scope="col">{}</th>', say(lang, f"cities.col_{n}")) for n in names)
    rows = []
    for line in of.lines:
        if (found := of.whole.get(line.id)) is None:
            continue
        last, finish = of.last(line), say(lang, f"cities.{'never' if found['never'] else 'no_finish'}")
        if known(found["finish_at"]):
            finish = moment(found["finish_at"], of.ops_day, lang)
        figures = [count(found[x], lang) for x in ("due", "done", "open")]
        share = f"{percent(found['rate'])}%" if known(found["rate"]) else "—"
        need, name = (
            f"{found['will_miss']}/{found['cities']}",
            last.city.name(lang) if last and known(found["finish_at"]) else "—",
        )
        cells = (*figures, share, need, name, finish)
        part = pack.lines.get(str(found["part"]))
        unit = html("<small>{}</small>", pack.unit(part.unit, lang) if part else say(lang, "cities.parts"))
        rows.append(
            html('<tr data-key="{}"><th scope="row">{} {}</th>{}</tr>', line.id, line.name(lang), unit,
                 joined(html("<td data-fig>{}</td>", c) for c in cells))
        )  # fmt: skip
    body = html(
        '<div class="wide"><table class="plain sums"><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>',
        head,
        joined(rows),
    )
    return panel("cities-sums", say(lang, "cities.sums"), body, note=say(lang, "cities.sums_note"))
