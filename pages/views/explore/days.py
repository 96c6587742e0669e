"""Days beside days on the explore page: one sentence for what lies beyond its limits, small multiples, the rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from data_pipeline.declare import Gauge, Line, Pack
from data_pipeline.publish.sheet import Sheet
from data_pipeline.sentences.phrases import short
from data_pipeline.trace.days import FEWEST, WIDTH, AreaDays
from data_pipeline.trace.question import Question
from data_pipeline.words import listed, say
from data_pipeline.words.language import language
from data_pipeline.words.numbers import exact
from pages.components.data_table import DataTable
from pages.components.opened.link import export_links
from pages.components.opened.picks import option_groups, pick
from pages.components.opened.sheet_table import sheet_table
from pages.views.explore.explore import Answer, Chart, filters, heading
from pages.views.explore.multiples import Series, multiples

NAMED = 6  # areas in a sentence; of more, how many
SIDES = {1: "above", -1: "below"}


@dataclass(frozen=True)
class Figured:
    """One of the figures asked for, area by area."""

    of: Line | Gauge
    areas: list[AreaDays]


@dataclass(frozen=True)
class Days:
    """`hour`: at which every day is compared, as an address names it."""

    question: Question
    figures: tuple[Figured, ...]
    hour: str
    asked: dict[str, str]
    sheet: Sheet


def explore_days(pack: Pack, d: Days, lang: str, theme: str) -> Answer:
    figures = [("", [("", say(lang, "explore.also_none"))]), *option_groups(pack, lang)]
    beside = pick("also", figures, d.question.also.id if d.question.also else "", say(lang, "explore.also"))
    asked = heading(sentence(pack, d, lang), filters(pack, d.question, lang, (beside,)))
    return Answer(asked, tuple(_chart(pack, figure, d, lang, theme) for figure in d.figures), _table(d, lang))


def sentence(pack: Pack, d: Days, lang: str) -> str:
    parts = [say(lang, "explore.days_lead", days=d.question.days, hour=d.hour)]
    parts += [said_of(pack, figure, lang) for figure in d.figures]
    return language(lang).gap.join(parts)


def said_of(pack: Pack, of: Figured, lang: str) -> str:
    """What lies beyond its limits today, by name; that nothing does; or that they cannot be drawn."""
    name = of.of.name(lang)
    if not of.areas:
        return say(lang, "explore.days_none", name=name)
    known = [a for a in of.areas if a.limits]
    if not known:
        return say(lang, "explore.days_few", name=name, fewest=FEWEST)
    beyond = [
        say(lang, f"explore.days_{SIDES[side]}", areas=_places(pack, found, lang))
        for side in SIDES
        if (found := [a for a in known if a.side == side])
    ]
    if not beyond:
        return say(lang, "explore.days_within", name=name, count=len(known))
    return say(lang, "explore.days_beyond", name=name, beyond=say(lang, "tried.apart").join(beyond))


def _places(pack: Pack, found: Sequence[AreaDays], lang: str) -> str:
    if len(found) > NAMED:
        return say(lang, "explore.days_many", count=len(found))
    return listed(lang, [short(pack.area[a.area], lang) for a in found])


def _chart(pack: Pack, of: Figured, d: Days, lang: str, theme: str) -> Chart:
    """One for each figure: two of them have no scale in common."""
    counted = say(lang, "explore.chart_unit", unit=pack.unit(of.of.unit, lang))
    title = say(lang, "explore.days_chart", name=of.of.name(lang), hour=d.hour) + counted
    if not of.areas:
        return Chart(title, say(lang, "explore.none"))
    series = [_series(pack, area, lang) for area in of.areas]
    points = [say(lang, "explore.alt_point", area=s.name, value=exact(s.values[-1])) for s in series]
    alt = say(lang, "explore.alt", title=title, points=listed(lang, points))
    note = say(lang, "explore.days_note", width=WIDTH)
    return Chart(title, note, multiples(series, lang, theme, days=True), alt)


def _series(pack: Pack, of: AreaDays, lang: str) -> Series:
    days = sorted(of.values)
    at = [datetime.combine(day, time.min) for day in days]
    limits = (of.limits.low, of.limits.mean, of.limits.high) if of.limits else None
    beyond = of.limits is not None and days[-1] == of.today and bool(of.side)
    return Series(short(pack.area[of.area], lang), at, [of.values[day] for day in days], limits, beyond)


def _table(d: Days, lang: str) -> DataTable:
    note = say(lang, "explore.table_note", count=f"{len(d.sheet.frame):,}")
    around = {"note": note, "nothing": say(lang, "explore.none"), "ways": export_links("explore", d.asked, lang)}
    return sheet_table(say(lang, "explore.table"), d.sheet, d.sheet.columns, **around)
