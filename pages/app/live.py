"""Where the parts meet the web framework: the two components that put HTML and figures on the page and keep them live.

`board` redraws a page in place: unchanged nodes are not touched, charts go through the library's own update.
`bar` is the frame's: menu, replay, language, theme, the ticking clock, and the line that says when to redraw.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypedDict, TypeVar

import orjson
import streamlit as st
from streamlit.components.v2 import component

from data_pipeline.core.caches import Cache, Elsewhere
from data_pipeline.core.errors import BoardError
from data_pipeline.core.turns import PASSES
from data_pipeline.words.language import language
from pages.app.tour import Tour
from pages.app.turn import turn
from pages.components.html import Markup
from pages.components.panel import Drawn
from pages.components.theme import DARK, LIGHT, on_paper

ASSETS = Path(__file__).parents[1] / "components" / "assets"
BOARD = "board"  # key of the fragment that a new data version reruns
VERSION_S = 300.0  # the clock's own step: by then there is another one, and nobody asks for what was drawn for this one
T = TypeVar("T")
SHOWN = "shown"  # what this visit saw last, and of which choice


@dataclass(frozen=True)
class View:
    """What a drawing was made for. Between two of the same choice, only the data can have moved."""

    lang: str
    theme: str
    choice: str  # a word for all that a viewer chose: language, line, area
    data_version: str
    follows: str = ""  # how the browser asks for what moved, where that comes as a scene and no script runs for it
    scene: str = ""  # the name of what was drawn
    laid: str = ""  # what the script laid out for it


class BarData(TypedDict):
    """`version`: of the data that its clock shows; `past`: a moment past is shown, or a replay has ended; `own`: other
    districts are not shown."""

    lang: str
    theme: str
    clock: dict[str, Any]
    version: str
    theme_is_set: bool
    skip: str
    sideways: str
    kit: dict[str, str]
    tour: Tour
    past: bool
    own: bool


def asset(name: str) -> str:
    return (ASSETS / name).read_text("utf-8")


def _colours() -> str:
    return f":root{{{LIGHT.css()}}}\n[data-theme=dark]{{{DARK.css()}}}\n[data-theme=light]{{{LIGHT.css()}}}\n"


COLOURS = _colours()
PATCHING = asset("vendor/idiomorph.min.js")
_board = component(
    "riqing.board",
    html='<div class="rq rq-host"></div>',
    css=COLOURS + asset("board.css") + asset("number.css") + asset("place.css"),
    js=PATCHING + asset("sheet.js") + asset("deck.js") + asset("board.js"),
    isolate_styles=False,
)
_bar = component(
    "riqing.bar",
    html='<div class="rq-bar"></div>',
    css=COLOURS + asset("frame.css") + asset("narrow.css") + asset("paper.css") + asset("tour.css"),
    js=PATCHING + asset("link.js") + asset("follow.js") + asset("kit.js") + asset("tour.js") + asset("frame.js"),
    isolate_styles=False,
)
_onward = component(
    "riqing.onward",
    html='<button type="button" class="rq-onward" aria-keyshortcuts="n"></button>',
    js=asset("doubts.js"),
    isolate_styles=False,
)

_paper = component("riqing.paper", html='<div class="rq-paper"></div>', js=asset("paper.js"), isolate_styles=False)


def board(drawn: Drawn, view: View, *, key: str, on_set: Callable[[str], None], fit: str = "screen") -> None:
    """Mount a host. `on_set` receives what a press asks for, `line=transfer&area=310115`."""
    data = inside(drawn) | around(view, fit) | {"version": view.data_version, "part": key}
    data |= {"follows": view.follows, "scene": view.scene, "laid": view.laid}
    # as bytes: all else the framework writes as JSON twice over, with six letters for each that is not ASCII
    mounted = f"host-{key}"
    _board(key=mounted, data=orjson.dumps(data), on_set_change=lambda: _told(mounted, "set", on_set))


def inside(drawn: Drawn) -> dict[str, object]:
    """What the browser draws of one host, whichever way it comes."""
    return {"html": str(drawn.html), "charts": drawn.specs, "decks": drawn.decks}


def around(view: View, fit: str) -> dict[str, object]:
    """What all hosts of a page have in common, without its data version: the same drawing is the same bytes."""
    written = language(view.lang)
    data: dict[str, object] = {"lang": written.tag, "dir": written.direction, "theme": view.theme}
    return data | {"fit": fit, "view": view.choice, "paper": on_paper(view.theme)}


def stands(lang: str, theme: str, data_version: str) -> None:
    """For a page of the kit's own parts, at its end: tells the browser of which moment they are. Until then they are
    not read under a new time."""
    board(Drawn(Markup()), View(lang, theme, lang, data_version), key="stands", on_set=lambda _: None, fit="page")


def bar(html: str, data: BarData, *, key: str, on_set: Callable[[str], None], on_go: Callable[[str], None]) -> None:
    written = language(data["lang"])
    _bar(
        key=key,
        data={**data, "html": html, "lang": written.tag, "dir": written.direction},
        on_set_change=lambda: _told(key, "set", on_set),
        on_go_change=lambda: _told(key, "go", on_go),
        on_moved_change=lambda: st.rerun(BOARD),
    )


def onward(label: str, *, key: str) -> None:
    """A button, and the key N, that go on to the next doubt nobody has confirmed; links of the list lead to cards."""
    _onward(key=key, data={"label": label})


def printed(tables: Iterable[bytes], *, key: str) -> None:
    """All rows of tables that the kit draws as far as they are in sight, in JSON: laid out on paper."""
    _paper(key=key, data=b"[" + b",".join(tables) + b"]")


STILL = Elsewhere("still parts", 300)


@st.cache_resource(max_entries=STILL.limit, ttl=VERSION_S, show_spinner=False)
def _still(key: tuple, _draw: Callable[[], None]) -> object:
    _draw()
    return STILL.made()


def still(key: tuple, draw: Callable[[], None]) -> None:
    """What the framework makes of its own parts it makes for each viewer anew, a table cell by cell. Of parts in which
    nothing can be chosen it gives what it made for the first to the next, out of a cache of its own kind alone."""
    STILL.asked()
    _still(key, draw)


def _told(key: str, trigger: str, hear: Callable[[str], None]) -> None:
    said = st.session_state[key].get(trigger)
    if isinstance(said, str):
        hear(said)


@cache
def mark_icon() -> str:
    """The page's icon, a file: a named icon would be fetched from another machine."""
    return str(ASSETS / "mark.svg")


DRAWINGS = Cache("drawings", 400, VERSION_S)
ROWS = Cache("rows", 72, VERSION_S)  # large: of eight data versions, however long the server runs


def once(key: tuple, make: Callable[[], Any]) -> Any:
    """Work done once for all viewers: `key` names it and its data version. It must not be changed. Raises BoardError
    viewers_full, viewers_wait where too many wait for theirs."""
    return _made(DRAWINGS, key, make)


def held(key: tuple, make: Callable[[], Any]) -> Any:
    """The same for what is large, the rows of a data version."""
    return _made(ROWS, key, make)


def _made(cache: Cache, key: tuple, make: Callable[[], Any]) -> Any:
    """The turn comes first: who waits for what another makes would otherwise hold up the one who makes it."""
    if (found := cache.peek(key)) is not None:
        return found
    with turn():
        return cache.get(key, make)


def waits(why: Exception) -> bool:
    """It could be drawn, but not now: too many wait."""
    return isinstance(why, BoardError) and why.code in PASSES


def or_as_before(
    of: tuple, make: Callable[[], tuple[T, View]], may: Callable[[Exception], bool] = waits
) -> tuple[T, View]:
    """What `make` gives; where that fails as it `may`, what this visit was shown of the same choice: they keep it, and
    its data version tells the browser to ask again."""
    try:
        made = make()
    except Exception as why:
        before = st.session_state.get(SHOWN)
        if before is None or before[0] != of or not may(why):
            raise
        return before[1]
    st.session_state[SHOWN] = of, made
    return made
