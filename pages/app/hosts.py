"""A page of the desk as data: what it draws, host by host. Its script lays the hosts and what one chooses by out, once;
what moves comes to them as a scene (pages/app/desk_scenes.py), and no script runs for it."""

import hashlib
import importlib
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import cache

from data_pipeline.core.clock import AsOf
from pages.app.looking import Looking
from pages.components.panel import Drawn
from pages.model.menu import MENU

DESK = "desk"  # in the address of an event stream: which page it is for
PART = "part"  # how a host fits that is one of several: its page has ground and edges


@dataclass(frozen=True)
class Looked:
    """Who looks at what, and of which data. `me.asked`: what this page is asked for by its own keys alone."""

    me: Looking
    now: str  # the data version
    moment: AsOf


@dataclass(frozen=True)
class Hosts:
    """`parts`: by host, from the top of the page. `laid`: what the script's own parts (forms, lists to choose from)
    follow from; where that is another, the script runs."""

    parts: Mapping[str, Drawn]
    laid: str = ""

    @property
    def layout(self) -> str:
        """Which hosts there are is laid out by the script too."""
        return alike(*self.parts, self.laid)


def alike(*of: object) -> str:
    """A short word, the same for the same. The browser compares it and no more: what senders and files are called does
    not go there once more with each host."""
    return hashlib.sha256(repr(of).encode()).hexdigest()[:16]


def nothing(_: Looked) -> Hashable:
    return None


def as_it_stands(of: Looked) -> Mapping[str, str]:
    """For a page that has no keys of its own."""
    return of.me.asked


@dataclass(frozen=True)
class Page:
    """`make` must not look into a visit, for it draws for all who chose the same. `fit`: "screen" for a page of one
    host that never scrolls, "page" for one that may. `keys`: by what it is asked for besides language, theme, clock,
    line and area. `means`: what it is asked for by these, each thing said in one way and without what there is not, so
    that no odd value costs a drawing of its own. `also`: what it shows besides what a data version speaks of. `drop`:
    the words for what may be dropped on it, where it is not data files."""

    id: str
    make: Callable[[Looked], Hosts]
    fit: str = PART
    keys: tuple[str, ...] = ()
    means: Callable[[Looked], Mapping[str, str]] = as_it_stands
    also: Callable[[Looked], Hashable] = nothing
    drop: str = ""


PAGES: dict[str, Page] = {}


@cache
def _scripts() -> dict[str, str]:
    return {id: f"pages.{file.removesuffix('.py').replace('/', '.')}" for id, file, _ in MENU}


def page_of(id: str) -> Page | None:
    """Of the menu, whether or not anybody has opened it."""
    if id not in PAGES and id in _scripts():
        importlib.import_module(_scripts()[id])
    return PAGES.get(id)
