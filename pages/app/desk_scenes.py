"""A page of the desk as a scene: what moved reaches whoever has it open as bytes made once for all who chose the same,
and no script runs for it. How walls get theirs: pages/app/scenes.py."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple
from urllib.parse import urlencode

from data_pipeline.access.doors import reading
from data_pipeline.access.sight import Sight, sight_of
from data_pipeline.access.visitor import Visitor
from data_pipeline.board.board import board
from data_pipeline.board.moments import moment_of
from data_pipeline.core.caches import Cache
from data_pipeline.core.clock import Clock
from data_pipeline.core.errors import BoardError
from data_pipeline.core.settings import settings
from data_pipeline.words import LANGUAGES
from pages.app import live
from pages.app.hosts import DESK, Hosts, Looked, Page, alike, page_of
from pages.app.looking import CARRIED, Looking, clock_of
from pages.app.scenes import Scene, kept, packed
from pages.components.theme import THEMES

MEANT = Cache("meant", 600)  # (what was asked, data version) → what it means: a few words, asked for at every look


@dataclass(frozen=True)
class Desk:
    """All that the drawing of a page depends on but the data. `asked`: by the page's own keys."""

    page: str
    lang: str
    theme: str
    line: str | None
    area: str | None
    clock: Clock
    sight: Sight
    asked: tuple[tuple[str, str], ...] = ()
    meeting = ""  # walls alone follow one

    @staticmethod
    def of(page: Page, me: Looking, chosen: Mapping[str, str]) -> "Desk":
        return Desk(page.id, me.lang, me.theme, me.line, me.area, me.clock, me.sight, by_keys(page, chosen))

    @cached_property
    def look(self) -> "Desk":
        """Since when a clock has stood still changes nothing."""
        return self if self.clock.is_live or self.clock.speed else replace(self, clock=replace(self.clock, anchor=0))

    @property
    def chosen(self) -> tuple:
        return self.page, self.lang, self.theme, self.line, self.area, *self.asked

    def looked(self, version: str) -> Looked:
        me = Looking(self.lang, self.theme, True, self.clock, self.line, self.area, dict(self.asked), self.sight)
        return Looked(me, version, moment_of(self.clock))

    def view(self, version: str) -> live.View:
        return live.View(self.lang, self.theme, alike(self.lang, self.line, self.area, *self.asked), version)

    def follows(self, address: Mapping[str, str]) -> str:
        """What the browser asks by for what moves on this page, as it is chosen. `address`: where its clock stands."""
        asked = {DESK: self.page, **{name: address.get(name) for name in CARRIED}, **dict(self.asked)}
        asked |= {"lang": self.lang, "theme": self.theme, "line": self.line, "area": self.area}
        return urlencode({name: value for name, value in asked.items() if value})

    def beside(self) -> dict[str, object]:
        """What is told beside its scene."""
        return {}


def desk_of(address: Mapping[str, str], who: Visitor) -> Desk:
    """What is not known, or not in sight, is the default. Raises BoardError page_none for no such page, door_closed
    for a screen, which gets its wall."""
    sight, page = sight_of(who), page_of(address.get(DESK, ""))
    if who.screen and not who.known and reading() != "open":
        raise BoardError("door_closed")
    if page is None:
        raise BoardError("page_none")
    pack = sight.pack(board().pack)
    lang, theme, line, area = (address.get(x, "") for x in ("lang", "theme", "line", "area"))
    return Desk(
        page.id,
        lang if lang in LANGUAGES else settings().lang,
        theme if theme in THEMES else THEMES[0],
        line if line in pack.lines else None,
        area if area in pack.area else None,
        clock_of(address),
        sight,
        by_keys(page, address),
    )


def by_keys(page: Page, of: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((key, of[key]) for key in page.keys if of.get(key))


def meant(desk: Desk, version: str) -> Desk:
    """With what its page takes its keys for, of these data: of another version it may be another, and therefore what a
    browser follows by stays as it was asked."""
    page, looked = page_of(desk.page), desk.looked(version)
    assert page is not None
    if not page.keys:
        return desk
    like = (*desk.chosen, version, page.also(looked))
    if (found := MEANT.peek(like)) is None:  # nobody waits for another here: it may take a turn of its own
        MEANT.put(like, found := by_keys(page, page.means(looked)))
    return replace(desk, asked=found)


class Made(NamedTuple):
    hosts: Hosts
    scene: Scene


def desk_scene(desk: Desk, version: str) -> Scene:
    """`version`: of the data as this viewer sees them."""
    return made(meant(desk, version), version).scene


def made(desk: Desk, version: str) -> Made:
    """What the page draws, and the same as bytes; once for all who chose the same. `desk`: as it is meant."""
    page = page_of(desk.page)
    assert page is not None
    looked = desk.looked(version)
    like = (*desk.chosen, version, page.also(looked))
    hosts: Hosts = live.once(("hosts", *like), lambda: page.make(looked))
    return Made(hosts, kept(("desk", *like), desk.sight, lambda: packed(_content(page, desk, version, hosts))))


def _content(page: Page, desk: Desk, version: str, hosts: Hosts) -> dict[str, object]:
    around = live.around(desk.view(version), page.fit)
    return {**around, "hosts": {key: live.inside(of) for key, of in hosts.parts.items()}, "laid": hosts.layout}
