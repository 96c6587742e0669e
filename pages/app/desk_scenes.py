"""A page of the desk as a scene: where a page is one drawing, what moved reaches whoever has it open as bytes made once
for all who chose the same, and no script runs for it. How walls get theirs: pages/app/scenes.py."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from data_pipeline.access.doors import reading
from data_pipeline.access.sight import Sight, sight_of
from data_pipeline.access.visitor import Visitor
from data_pipeline.board.board import board
from data_pipeline.core.clock import Clock
from data_pipeline.core.errors import BoardError
from data_pipeline.core.settings import settings
from data_pipeline.words import LANGUAGES
from pages.app import live
from pages.app.looking import Looking, clock_of
from pages.app.scenes import Scene, kept, packed
from pages.app.shell import DESK, SCENES, declared, drawing, view
from pages.components.theme import THEMES
from pages.model.menu import MENU


@dataclass(frozen=True)
class Desk:
    """All that the drawing of a page depends on but the data."""

    page: str
    lang: str
    theme: str
    line: str | None
    area: str | None
    clock: Clock
    sight: Sight
    meeting = ""  # walls alone follow one

    @cached_property
    def look(self) -> "Desk":
        """Since when a clock has stood still changes nothing."""
        return self if self.clock.is_live or self.clock.speed else replace(self, clock=replace(self.clock, anchor=0))

    @property
    def looking(self) -> Looking:
        return Looking(self.lang, self.theme, True, self.clock, self.line, self.area, {}, self.sight)

    def beside(self) -> dict[str, object]:
        """What is told beside its scene."""
        return {}


def desk_of(address: Mapping[str, str], who: Visitor) -> Desk:
    """What is not known, or not in sight, is the default. Raises BoardError page_none for no such page, door_closed
    for a screen, which gets its wall."""
    page, sight = address.get(DESK, ""), sight_of(who)
    if who.screen and not who.known and reading() != "open":
        raise BoardError("door_closed")
    if page not in {id for id, _, _ in MENU} or declared(page) is None or page not in SCENES:
        raise BoardError("page_none")
    pack = sight.pack(board().pack)
    lang, theme, line, area = (address.get(x, "") for x in ("lang", "theme", "line", "area"))
    return Desk(
        page,
        lang if lang in LANGUAGES else settings().lang,
        theme if theme in THEMES else THEMES[0],
        line if line in pack.lines else None,
        area if area in pack.area else None,
        clock_of(address),
        sight,
    )


def desk_scene(desk: Desk, version: str) -> Scene:
    """`version`: of the data as this viewer sees them."""
    like = ("desk", desk.page, desk.lang, desk.theme, desk.line, desk.area, version)
    return kept(like, desk.sight, lambda: packed(_content(desk, version)))


def _content(desk: Desk, version: str) -> dict[str, object]:
    drawn = drawing(desk.page, desk.looking, version)
    return live.content(drawn, view(desk.page, desk.looking, version), SCENES[desk.page])
