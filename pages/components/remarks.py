"""Remarks on figures, one below the other."""

from collections.abc import Iterable, Sequence

from data_pipeline.declare import Pack
from data_pipeline.sentences.phrases import short
from data_pipeline.store.log.remarks import Remark
from data_pipeline.words import say
from data_pipeline.words.numbers import day
from pages.components.html import Markup, html, joined

NEWEST = 8


def newest(pack: Pack, found: Sequence[Remark], lang: str, *, with_place: bool) -> tuple[str, Markup]:
    """How many there are, and those that were made last."""
    body = remark_list(pack, found[:NEWEST], lang, with_place=with_place)
    if len(found) > NEWEST:
        body += html('<p class="muted">{}</p>', say(lang, "remark.more", shown=NEWEST, count=len(found)))
    return say(lang, "remark.title", count=len(found)), body


def remark_list(pack: Pack, found: Iterable[Remark], lang: str, *, with_place: bool) -> Markup:
    return html('<ul class="dk">{}</ul>', joined(html("<li>{}</li>", _said(pack, r, lang, with_place)) for r in found))


def _said(pack: Pack, r: Remark, lang: str, with_place: bool) -> str:
    """`with_place`: of several figures or areas."""
    figure = pack.lines.get(r.figure) or pack.gauges.get(r.figure)
    named = [
        figure.name(lang) if figure else r.figure,
        short(pack.area[r.area], lang) if r.area in pack.area else r.area,
    ]
    place = say(lang, "remark.place", figure=named[0], area=named[1]) if with_place else ""
    return say(
        lang, "remark.line", day=day(r.ops_day, lang), place=place, says=r.says, by=r.by, at=f"{r.at:%m-%d %H:%M}"
    )
