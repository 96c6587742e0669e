"""One chart of a page as a picture: drawn as the page draws it, under its title and above where it comes from."""

from collections.abc import Mapping
from typing import NamedTuple

from data_pipeline.access.sight import Sight
from data_pipeline.board.board import board
from data_pipeline.core.clock import AsOf, Clock
from data_pipeline.core.errors import BoardError
from data_pipeline.words import say
from data_pipeline.words.numbers import day as day_name
from data_pipeline.words.numbers import moment as clock_name
from pages.app.data_version import data_version_at
from pages.app.foreseen import charts_of
from pages.app.looking import Looking
from pages.app.shell import declared, drawing
from pages.components.charts.as_svg import as_svg
from pages.components.charts.svg_text import words
from pages.components.html import Markup, html
from pages.components.theme import FONT, LIGHT
from pages.model.menu import MENU

WIDE, HIGH, HEAD, FOOT, EDGE = 720.0, 360.0, 40.0, 34.0, 12.0  # px
LIGHT_THEME = "light"  # a picture goes into papers
OUTLOOK = "outlook"


class Picture(NamedTuple):
    name: str
    svg: str


def picture(asked: Mapping[str, str], clock: Clock, moment: AsOf, lang: str, sight: Sight) -> Picture:
    """Raises BoardError picture_none, not_your_district."""
    page, slot, pack = asked.get("page", ""), asked.get("slot", ""), sight.pack(board().pack)
    if page not in {id for id, _, _ in MENU}:
        raise BoardError("picture_none")
    if asked.get("area") in board().pack.area and not sight.sees(board().pack, asked["area"]):
        raise BoardError("not_your_district")
    line = asked["line"] if asked.get("line") in pack.lines else None
    area = asked["area"] if asked.get("area") in pack.area else None
    now = data_version_at(moment, sight)
    me = Looking(lang, LIGHT_THEME, True, clock, line, area, {}, sight)
    charts = charts_of(me, now, moment) if page == OUTLOOK else _declared(page, me, now)
    if slot not in charts:
        raise BoardError("picture_none")
    name = "_".join(x for x in (page, slot, area or "", f"{moment.as_of:%Y%m%d_%H%M}", lang) if x)
    return Picture(name, str(_framed(charts[slot], moment, lang)))


def _declared(page: str, me: Looking, now: str) -> dict[str, dict]:
    """Of a page that a scene is enough for, by slot."""
    if declared(page) is None:
        raise BoardError("picture_none")
    return drawing(page, me, now).charts


def _framed(figure: dict, moment: AsOf, lang: str) -> Markup:
    tall = HEAD + HIGH + FOOT
    title = words(figure["layout"].get("meta", ""), (EDGE, 20), anchor="left", size=16, colour=LIGHT.ink)
    source = words(_source(moment, lang), (EDGE, tall - 16), anchor="left", size=11, colour=LIGHT.muted)
    chart = as_svg(figure, WIDE - 2 * EDGE, HIGH)
    return html(
        '<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {w} {h}" font-family="{face}">'
        '<rect width="100%" height="100%" fill="#FFFFFF"/>{title}<g transform="translate({edge},{head})">{chart}</g>'
        "{source}</svg>",
        w=f"{WIDE:g}", h=f"{tall:g}", face=FONT, title=title, edge=f"{EDGE:g}", head=f"{HEAD:g}", chart=chart,
        source=source,
    )  # fmt: skip


def _source(moment: AsOf, lang: str) -> str:
    """Of when it is, as known when, of which operation; that it is simulated; its mark."""
    operation = board().pack.operation
    as_of, known = (clock_name(m, moment.ops_day, lang) for m in (moment.as_of, moment.known_at))
    stamp = say(lang, "brief.stamp", as_of=f"{day_name(moment.ops_day, lang)} {as_of}", known=known)
    simulated = say(lang, "frame.simulated") if operation.simulated else ""
    return " · ".join(x for x in (operation.marked(lang), stamp, operation.name(lang), simulated) if x)
