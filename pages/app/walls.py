"""What one wall is asked for and by whom, without a session: everything stands in its address, or behind its token."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from data_pipeline.access import screens
from data_pipeline.access.doors import reading
from data_pipeline.access.sight import Sight, sight_of
from data_pipeline.access.visitor import Visitor
from data_pipeline.board.board import board
from data_pipeline.core.clock import Clock
from data_pipeline.core.settings import settings
from data_pipeline.store.log.state import Screen
from data_pipeline.words import LANGUAGES
from pages.app.looking import clock_of, set_up
from pages.app.ticking import ticking
from pages.app.wall_page import wall_page
from pages.components.theme import THEMES
from pages.views.wall.asked import Asked
from pages.views.wall.fitting import fitting

THEME = THEMES[0]  # where its address names none: a screen has no viewer whose system could choose


@dataclass(frozen=True)
class Wall:
    """All that a wall's drawing depends on but the data. `area`: of one district; None: of the whole city."""

    lang: str
    theme: str
    area: str | None
    asked: Asked
    clock: Clock
    sight: Sight

    @cached_property
    def look(self) -> "Wall":
        """What has the same drawing is one look: how its views turn, and who presents, is none of it, nor since when
        a clock has stood still."""
        clock = self.clock if self.clock.is_live or self.clock.speed else replace(self.clock, anchor=0)
        return replace(self, asked=replace(self.asked, rotate=True, attend=False, meeting=""), clock=clock)

    @property
    def meeting(self) -> str:
        """The presenter's that it follows; "" for none."""
        return self.asked.meeting

    def beside(self) -> dict[str, object]:
        """What is told beside its scene: how its views turn, and what its clock shows."""
        of = self.asked
        turns: dict[str, object] = {"rotate": of.rotate, "attend": of.attend, "meeting": of.meeting}
        return turns | {"clock": ticking(self.clock), "page": wall_page(self.lang).mark}

    @property
    def districts(self) -> list[str]:
        """Codes of those it may put in the light."""
        return [a.code for a in self.sight.pack(board().pack).districts]


def wall_of(address: Mapping[str, str], who: Visitor) -> Wall:
    """A screen with a token shows what was chosen when the token was made, whatever else its address says."""
    screen = _screen(address, who)
    asked = set_up(screen) if screen else dict(address)
    return asked_for(asked, clock_of(asked), sight_of(who))


def asked_for(asked: Mapping[str, str], clock: Clock, sight: Sight) -> Wall:
    """What is not known, or not in sight, is the default."""
    lang, theme, area = (asked.get(x, "") for x in ("lang", "theme", "area"))
    known = {a.code for a in sight.pack(board().pack).districts}
    return Wall(
        lang=lang if lang in LANGUAGES else settings().lang,
        theme=theme if theme in THEMES else THEME,
        area=area if area in known else None,
        asked=_fitting(Asked.of(asked)),
        clock=clock,
        sight=sight,
    )


def _fitting(asked: Asked) -> Asked:
    """Without the views that this operation has nothing for; each of the others stays as long as was asked."""
    views = fitting(board().pack, asked.views)
    if views == asked.views:
        return asked
    dwell = tuple(asked.dwell_of(v) for v in views) if set(views) <= set(asked.views) else asked.dwell[:1]
    return replace(asked, views=views, dwell=dwell)


def _screen(address: Mapping[str, str], who: Visitor) -> Screen | None:
    """The one whose address this is; for whoever may read by its token alone, whatever the address says."""
    if who.screen and not who.known and reading() != "open":
        return who.screen
    return screens.screen(board().state, address.get(screens.KEY, ""))
