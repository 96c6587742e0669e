"""One district through its day: a sentence, its tiles and groups, the course of each line, its subdistricts by need,
and every other figure of that place beside the city's."""

from dataclasses import replace

from data_pipeline.declare import Gauge, Line
from data_pipeline.outlook.day import STATES, Day
from data_pipeline.outlook.readings import shown, target
from data_pipeline.sentences.held_here import held_here
from data_pipeline.sentences.phrases import short, states_told, unit, unit_of
from data_pipeline.sentences.sentence import outlook
from data_pipeline.words import say, say_of
from data_pipeline.words.numbers import BLANK, count, known, percent
from pages.components.again import again
from pages.components.course import course
from pages.components.empty import empty
from pages.components.html import Markup, html, joined
from pages.components.lead import lead
from pages.components.marks import level_mark, mark, shape
from pages.components.offers import offers
from pages.components.panel import Drawn, hidden, panel
from pages.components.strip import strip
from pages.components.tiles import tiles
from pages.model.menu import MENU
from pages.model.scene import Scene
from pages.views.district.below import subdistricts
from pages.views.district.courses import courses


def place(scene: Scene) -> Drawn:
    if scene.day.is_empty:
        return Drawn(empty(scene.day, scene.lang))
    if not scene.pack.districts:
        return hidden("place", say(scene.lang, "page_name.district"), scene.lang)
    day, area = scene.day, district_of(scene)
    here = day.focused(area)
    line = line_of(scene, area)
    # a line that speaks for the worst of others has no course of its own: its parts are shown
    shown = [x for tier in ("headline", "humane") for x in day.lines(tier) if not x.worst_of]
    # what is told of once a day has no course through it, and one line's is the chart below
    many = courses(scene, shown, area) if len(shown) > 1 and not scene.pack.operation.is_daily else Drawn(Markup())
    left = course(scene, line, area)
    figures = html(
        '<div class="figures">{}</div>',
        joined(_figures(scene, area, page) for page, _, _ in MENU) + _own_targets(scene, area),
    )
    if scene.pack.has_subdistricts:
        own = html('<div class="duo place-duo">{}{}</div>{}', left.html, subdistricts(scene, line, area), figures)
    else:
        own = html('<div class="duo place-alone">{}{}</div>', left.html, figures)
    body = html(
        "{lead}{districts}{offers}{tiles}{strip}{courses}{own}",
        lead=_lead(scene, area, line),
        districts=_districts(scene, area),
        offers=offers([o for o in scene.cards() if o.area == area], scene.pack, scene.lang),
        tiles=tiles(here, scene.lang, line.id),
        strip=strip(here, scene.lang),
        courses=many.html,
        own=own,
    )
    return Drawn(html('<div class="duty place-page" data-key="{}">{}</div>', area, body), many.charts | left.charts)


def district_of(scene: Scene) -> str:
    """The district chosen, or the one a subdistrict lies in; without either the one most in need."""
    area = scene.pack.area.get(scene.area or "")
    found = {a.code for a in scene.pack.districts}
    if area is not None and area.code not in found and area.parent in found:
        return str(area.parent)
    return area.code if area is not None and area.code in found else scene.day.order[0]


def line_of(scene: Scene, area: str) -> Line:
    """The line chosen, or the one most in need there, or the first."""
    chosen = scene.pack.lines.get(scene.line or "")
    return chosen or pressing(scene.day, area) or scene.day.lines("headline")[0]


def pressing(day: Day, area: str) -> Line | None:
    """Its headline line most in need."""
    for state in STATES:
        for line in day.lines("headline"):
            row = day.at(line.id, area)
            if row and row["state"] == state and row["open"]:
                return line
    return None


def _lead(scene: Scene, area: str, line: Line) -> Markup:
    day, lang = scene.day, scene.lang
    states = day.count_states(area)
    facts = {"area": scene.pack.area[area].name(lang), "all": sum(states.values()), "parts": states_told(states, lang)}
    text = say_of(facts["all"], lang, "place.lead", **facts)
    if row := day.at(line.id, area):
        part = scene.pack.lines.get(str(row["part"]), line)
        text += say(
            lang, "place.line", line=part.short(lang), left=count(row["open"], lang), unit=unit(part, scene.pack, lang)
        ) + outlook(day.focused(area), row, line, lang)
    question = say(lang, "question.district" if scene.pack.has_subdistricts else "question.district_alone")
    return lead(replace(scene, day=day.focused(area)), scene.freshness, line, sentence=text, question=question)


def _districts(scene: Scene, area: str) -> Markup:
    """All districts in their fixed order; beside each how many headline lines need support."""
    links = joined(_district(scene, a.code, a.code == area) for a in scene.pack.districts)
    return html(
        '<nav class="areas" data-key="areas" aria-label="{}">{}</nav>', say(scene.lang, "place.districts"), links
    )


def _district(scene: Scene, code: str, here: bool) -> Markup:
    a = scene.pack.area[code]
    many = scene.day.count_states(code)["will_miss"]
    need = html("<b data-fig>{}</b>{}", many, shape("will_miss")) if many else ""
    hint = say(scene.lang, "place.district_hint", area=a.name(scene.lang), count=many)
    return html(
        '<button data-key="{code}" data-set="area={code}" title="{hint}"{here}><span>{name}</span>{need}</button>',
        code=code,
        hint=hint,
        here=" aria-current=true" if here else "",
        name=short(a, scene.lang),
        need=need,
    )


def _figures(scene: Scene, area: str, page: str) -> Markup:
    """Lines and gauges of one duty, those that speak of this place."""
    lines = [x for x in scene.day.lines_of(page) if scene.day.at(x.id, area)]
    gauges = [x for x in scene.readings.of_page(page) if scene.readings.at(x.id, area)]
    if not lines and not gauges:
        return Markup()
    lang = scene.lang
    names = ("figure", "here", "held", "city", "state")
    heads = joined(html('<th scope="col">{}</th>', say(lang, f"place.{c}")) for c in names)
    rows = joined(_line(scene, x, area) for x in lines) + joined(_gauge(scene, x, area) for x in gauges)
    body = html('<table class="plain figures-table"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>', heads, rows)
    title = say(lang, "place.of_page", page=say(lang, f"page_name.{page}"))
    return panel(f"figures-{page}", title, body, note=say(lang, "place.figures_note"))


def _own_targets(scene: Scene, area: str) -> Markup:
    """What this place is held to otherwise than the others, on which days, and who says so."""
    lang = scene.lang
    held = held_here(scene.pack, scene.held(), scene.day.ops_day, lang, area)
    if not held:
        return Markup()
    names = ("metric", "here", "place", "days", "source")
    heads = joined(html('<th scope="col">{}</th>', say(lang, f"targets.col_{n}")) for n in names)
    rows = joined(
        html("<tr>{}</tr>", html('<th scope="row">{}</th>', first) + joined(html("<td>{}</td>", c) for c in rest))
        for first, *rest in (h.cells(names) for h in held)
    )
    body = html('<table class="plain figures-table"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>', heads, rows)
    return panel("targets-here", say(lang, "targets.by_place"), body)


def _line(scene: Scene, line: Line, area: str) -> Markup:
    lang, row, city = scene.lang, scene.day.at(line.id, area), scene.day.city(line.id)
    assert row is not None
    here = say(lang, "place.left", left=count(row["open"], lang), unit=unit_of(row, line, scene.pack, lang))
    state = str(row["state"])
    name = html('<button data-set="line={}">{}</button>{}', line.id, line.short(lang), again(scene, line.id, area))
    figures = (here, _rate(row["rate"]), _rate(city["rate"]) if city else BLANK)
    return _row(name, figures, mark(state, lang, row), state)


def _gauge(scene: Scene, gauge: Gauge, area: str) -> Markup:
    lang, row, city = scene.lang, scene.readings.at(gauge.id, area), scene.readings.at(gauge.id)
    assert row is not None
    state = str(row["state"])
    held = target(gauge, row, scene.pack, lang)
    here, whole = (shown(r, gauge.unit, lang) for r in (row, city))
    counted = scene.pack.unit(gauge.unit, lang)
    name = gauge.name(lang) + (html(" <small>{}</small>", counted) if counted else "")
    return _row(name, (here, held, whole), level_mark(state, lang) if state else "", state)


def _rate(value: float | None) -> str:
    return f"{percent(value, 0)}%" if known(value) else BLANK


def _row(name: Markup | str, figures: tuple[str, str, str], shown: Markup | str, state: str) -> Markup:
    """`figures`: here, what it is held to, the city's."""
    here, held, city = figures
    return html(
        '<tr class="{state}"><th scope="row">{name}</th><td data-fig>{here}</td>'
        '<td class="held">{held}</td><td class="held">{city}</td><td class="state {state}">{shown}'
        "</td></tr>",
        state=state,
        name=name,
        here=here,
        held=held,
        city=city,
        shown=shown,
    )
