"""Who is looking, and at what: language, theme, clock, line and area. All of it stands in the address, so a link
restores the view and a step back is one; a change of page takes it along."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

import streamlit as st

from data_pipeline.access import screens
from data_pipeline.access.doors import may_read, reading
from data_pipeline.access.sight import Sight, sight_of
from data_pipeline.access.visitor import Visitor
from data_pipeline.board.board import board
from data_pipeline.core.clock import Clock, process_clock, read_clock, read_moment
from data_pipeline.core.errors import BoardError
from data_pipeline.core.settings import settings
from data_pipeline.store.log.state import Screen
from data_pipeline.words import LANGUAGES
from pages.app.clocks import FOREIGN
from pages.app.meeting import meeting_of
from pages.app.person import a_hand, client, visitor, why_closed
from pages.app.turn import OWN
from pages.components.theme import THEMES

KEYS = ("lang", "theme", "clock", "asof", "known", "line", "area", "id", "row", "level", "areas", "since", "until",
        "days", "also")  # fmt: skip
CARRIED = ("lang", "theme", "clock", "asof", "known")  # what a link to another page takes along (also board.js)
_MEMORY = "looking"


@dataclass(frozen=True)
class Looking:
    lang: str
    theme: str
    theme_is_set: bool  # by the address; otherwise it follows the viewer's system
    clock: Clock
    line: str | None
    area: str | None
    asked: Mapping[str, str]  # all that the address asks for: a page reads its own keys
    sight: Sight  # which rows this visitor sees
    screen: bool = False  # what a screen was set up for: the wall, and nothing else

    @property
    def along(self) -> str:
        """For the end of an address of a table: what is looked at stays the same there."""
        carried = {name: self.asked[name] for name in CARRIED if self.asked.get(name)}
        return f"&{urlencode(carried)}" if carried else ""


def looking() -> Looking:
    """The address first, then what this visit remembers, then the defaults. What the board does not know is dropped,
    and what this visitor may not see; raises BoardError `reading_closed`, or `screen_over` for a screen whose token
    was revoked, for who may see nothing any more."""
    who = visitor()
    if not may_read(who):
        st.rerun()  # the frame says so, and takes the whole page away; within a callback this does nothing
        raise BoardError(why_closed())
    screen = _screen(who)
    asked = _set_up(screen) if screen else _anchored(_asked())
    sight = sight_of(who)
    pack = sight.pack(board().pack)
    lang = asked.get("lang", "")
    theme = asked.get("theme", "")
    return Looking(
        lang=lang if lang in LANGUAGES else settings().lang,
        theme=theme if theme in THEMES else _system_theme(),
        theme_is_set=theme in THEMES,
        clock=_clock(asked),
        line=asked["line"] if asked.get("line") in pack.lines else None,
        area=asked["area"] if asked.get("area") in pack.area else None,
        asked=asked,
        sight=sight,
        screen=screen is not None,
    )


def _screen(who: Visitor) -> Screen | None:
    """The one whose address this is; for whoever may read by its token alone, whatever the address says."""
    if who.screen and not who.known and reading() != "open":
        return who.screen
    return screens.screen(board().state, st.query_params.get(screens.KEY, ""))


def _set_up(screen: Screen) -> dict[str, str]:
    st.session_state[_MEMORY] = screens.asked_of(screen)  # its language, for what is said when the token is revoked
    return set_up(screen)


def set_up(screen: Screen) -> dict[str, str]:
    """What was chosen for it, by the clock of the meeting it follows, if that stands still."""
    asked = screens.asked_of(screen)
    held = meeting_of(asked.get("meeting", ""))
    return asked | {"clock": held.clock} if held.clock else asked


def closed() -> BoardError | None:
    """Why this visitor may see nothing, or nothing any more."""
    return None if may_read(visitor()) else BoardError(why_closed())


def look(change: str) -> None:
    """Take a change written like an address, `line=transfer&area=`; a blank value clears its key."""
    a_hand()
    asked = _asked()
    for name, value in parse_qsl(change, keep_blank_values=True):
        if name in KEYS:
            asked[name] = value
    asked = {k: v for k, v in asked.items() if v}
    st.session_state[_MEMORY] = asked
    st.query_params.from_dict(asked)


def _asked() -> dict[str, str]:
    """What the address asks for: where a step back leaves nothing in it, nothing is asked for. The address of a screen
    that was set up holds its token alone."""
    address = {k: st.query_params[k] for k in KEYS if k in st.query_params}
    if not address and screens.KEY in st.query_params:
        return dict(st.session_state.get(_MEMORY, {}))
    st.session_state[_MEMORY] = address
    return dict(address)


def _anchored(asked: dict[str, str]) -> dict[str, str]:
    """The address says from now on since when its clock runs."""
    if text := anchored(asked.get("clock", "")):
        asked |= {"clock": text}
        st.session_state[_MEMORY] = dict(asked)
        st.query_params["clock"] = text
    return asked


def anchored(own: str) -> str | None:
    """A clock that is to run and does not say since when begins here and now: read anew at every look, it would stand
    still while the browser's ticks. None where nothing is to be added."""
    if not own or "~" in own:
        return None
    try:
        clock = read_clock(own, board().pack.operation)
    except BoardError:
        return None
    return None if clock.is_live or not clock.speed else clock.text()


def _clock(asked: Mapping[str, str]) -> Clock:
    """As `clock_of`; a clock of one's own is counted."""
    shared = process_clock(board().pack.operation)
    OWN.set(False)
    clock = clock_of(asked)
    FOREIGN.admit(clock, shared, client())
    OWN.set(clock.text() != shared.text())
    return clock


def clock_of(asked: Mapping[str, str]) -> Clock:
    """The clock asked for, or the one that all share; looking back where `asof` or `known` says so."""
    operation = board().pack.operation
    clock = process_clock(operation)
    try:
        own = read_clock(asked["clock"], operation) if asked.get("clock") else clock
        back = [read_moment(asked.get(name)) for name in ("asof", "known")]
    except BoardError:
        return clock
    return own.back(*back) if any(back) else own


def _system_theme() -> str:
    return "dark" if st.context.theme.type == "dark" else "light"
