"""各市 Cities: which city and which line will not clear in time, and how recent is what each has reported?"""

from data_pipeline.words import say
from data_pipeline.words.numbers import count, known, moment, percent
from pages.components.cities import cities_table, sentence
from pages.components.html import Markup, html, joined
from pages.components.marks import legend
from pages.components.panel import Drawn, panel
from pages.model.cities import Cities
from pages.views.cities.ground import ground


def cities(of: Cities | None, lang: str) -> Drawn:
    if of is None:
        return Drawn(_alone(lang))
    where = ground(of)
    sums = _sums(of) if of.whole else html("")
    body = (_lead(of), html('<div class="duo cities">{}{}</div>', _matrix(of), where.html), sums)
    return Drawn(html('<div class="duty">{}</div>', joined(body)), where.charts)


def _alone(lang: str) -> Markup:
    return html(
        '<div class="empty" data-key="empty"><div><h1>{}</h1><p>{}</p></div></div>',
        say(lang, "cities.alone"),
        say(lang, "cities.alone_how"),
    )


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
    title, note = say(lang, "cities.matrix"), say(lang, "cities.matrix_note")
    return panel("cities", title, cities_table(of), note=note, tools=legend(lang), css="matrix-panel")


def _sums(of: Cities) -> Markup:
    """Of each line the sums over all cities, and the city that finishes last."""
    lang, pack = of.canvas.lang, of.canvas.pack
    names = ("line", "due", "done", "left", "share", "need", "last", "finish")
    head = joined(html('<th scope="col">{}</th>', say(lang, f"cities.col_{n}")) for n in names)
    rows = []
    for line in of.lines:
        if (found := of.whole.get(line.id)) is None:
            continue
        ends = of.ends(line)
        last = of.last(line) if ends and known(ends["finish_at"]) else None
        finish = say(lang, "cities.never" if ends and ends["never"] else "cities.no_finish")
        if last and ends:
            finish = moment(ends["finish_at"], of.ops_day, lang)
        figures = [count(found[x], lang) for x in ("due", "done", "open")]
        share = f"{percent(found['rate'])}%" if known(found["rate"]) else "—"
        in_need = sum(of.state(report, line.id) == "will_miss" for report in of.rows)
        need = f"{in_need}/{found['cities']}"
        name = last.city.name(lang) if last else "—"
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
