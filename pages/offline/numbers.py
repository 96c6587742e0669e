"""Figures down to their SQL and to file and line: every figure of the whole city, with the rows of all districts."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from data_pipeline.declare import Gauge, Line
from data_pipeline.trace import Trace
from data_pipeline.words import say
from data_pipeline.words.numbers import count
from pages.app.traces import opened, traced
from pages.components.data_table import DataTable
from pages.components.html import Markup, html
from pages.components.opened.number import NumberPage, number
from pages.components.panel import Drawn
from pages.offline.desk import laid
from pages.offline.taken import Taken

ROWS = 220  # of a figure, those of most weight: all subdistricts of a city


def number_pages(of: Taken, figures: Sequence[Line | Gauge], langs: Sequence[str]) -> Iterator[tuple[str, str, Drawn]]:
    """(language, address, drawing): a figure is traced once for all languages. Of what nobody tells for the whole city,
    that of each district."""
    pack, city = of.pack, of.pack.operation.city_code
    for figure in figures:
        if whole := traced(of.moment, figure, city, of.sight):
            yield from _drawn(of, whole, f"number?id={figure.id}", langs)
            continue
        for area in pack.districts:
            if own := traced(of.moment, figure, area.code, of.sight):
                yield from _drawn(of, own, f"number?id={figure.id}&area={area.code}", langs)


def _drawn(of: Taken, t: Trace, address: str, langs: Sequence[str]) -> Iterator[tuple[str, str, Drawn]]:
    t = replace(t, most=ROWS)
    for lang in langs:
        page = number(of.pack, opened(t, of.moment, lang, of.sight), lang)
        yield lang, address, Drawn(_page(page, len(t.rows), lang))


def _page(of: NumberPage, every: int, lang: str) -> Markup:
    rows = laid("rows", _noted(of.rows, every, lang)) if of.rows else Markup()
    side, foot = (part.html if part else Markup() for part in (of.side, of.foot))
    return html('<div class="duty number-page">{}{}{}{}</div>', of.head.html, rows, side, foot)


def _noted(of: DataTable, every: int, lang: str) -> DataTable:
    """It says so where it has not all of them."""
    if every <= ROWS:
        return of
    return replace(of, note=say(lang, "offline.most", shown=count(ROWS, lang), count=count(every, lang)))
