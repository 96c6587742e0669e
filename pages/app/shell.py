"""What every page of the desk does alike: reads the moment's rows once for all viewers, draws, hears presses."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

import pandas as pd
import streamlit as st

from data_pipeline.access.sight import parted
from data_pipeline.board.board import board
from data_pipeline.board.moments import moment_of
from data_pipeline.core.clock import AsOf
from data_pipeline.core.errors import BoardError
from data_pipeline.words import say
from pages.app import live
from pages.app.acted import card_rows
from pages.app.doubted import doubt_rows
from pages.app.hosted import hosted
from pages.app.hosts import Hosts, Page, page_of
from pages.app.looking import Looking, look, looking
from pages.app.replay import replay
from pages.app.rows import alert_rows, day_rows, freshness_rows, gauge_rows, matter_rows
from pages.components.html import html
from pages.components.maps.atlas import Atlas
from pages.components.maps.turnable import at_foot
from pages.components.panel import Drawn
from pages.model.menu import in_menu_of
from pages.model.scene import Scene

PLACE = "district"  # the page of one place
Draw = Callable[[Scene], Drawn]
Below = Callable[[Scene], Atlas | None]
DECLARED: dict[str, Draw] = {}  # how each page of the menu is drawn; one entry a page
FEET: dict[str, Below] = {}  # the map that can be turned, at the foot of a page


def desk(id: str, draw: Draw, *, fit: str = "page", below: Below | None = None) -> None:
    """`draw` makes the page of a scene, in one host; `fit`: "screen" for one that never scrolls, "page" for one that
    may; `below`: the map that can be turned, at the foot of the page."""
    DECLARED[id] = _or_nothing(id, draw)
    if below is not None:
        FEET[id] = below
    page = Page(id, lambda of: Hosts({id: drawing(id, of.me, of.now)}), fit)
    hosted(page, hear=lambda change: _set(change, id))


def _or_nothing(id: str, draw: Draw) -> Draw:
    """A page that this operation has nothing for, and that somebody opens by its address, says so."""

    def drawn(scene: Scene) -> Drawn:
        if in_menu_of(id, scene.pack):
            return draw(scene)
        return Drawn(html('<p class="note" data-key="nothing">{}</p>', say(scene.lang, "duty.none")))

    return drawn


def declared(id: str) -> Draw | None:
    """How a page of the menu that a scene is enough for is drawn, whether or not anybody has opened it."""
    page_of(id)
    return DECLARED.get(id)


def drawing(id: str, me: Looking, now: str) -> Drawn:
    """Once for all who chose the same."""
    return live.once((id, me.lang, me.theme, me.line, me.area, now), lambda: _whole(id, scene(me, now)))


def _whole(id: str, of: Scene) -> Drawn:
    """With the map at its foot, where there is one to be drawn."""
    body, below = DECLARED[id](of), FEET.get(id)
    found = below(of) if below and in_menu_of(id, of.pack) else None
    return at_foot(body, found) if found else body


def scene(me: Looking, now: str) -> Scene:
    moment = moment_of(me.clock)
    return Scene(
        day_rows(now, moment),
        me.lang,
        me.theme,
        gauge_rows(now, moment),
        freshness_rows(now, moment),
        me.line,
        me.area,
        _asker(now, moment),
        lambda: matter_rows(now, moment),
        lambda: alert_rows(now, moment),
        lambda: card_rows(now, moment),
        lambda: doubt_rows(now, moment),
        lambda: board().held_to(moment.known_at),
        lambda key, make: live.once(("kept", now, *key), make),
    )


def _asker(now: str, moment: AsOf) -> Callable[..., pd.DataFrame]:
    """Further named queries of a scene, each asked once a data version for all viewers; no row out of their sight."""
    sight, pack = parted(now)[0], board().pack

    def ask(name: str, **params: Any) -> pd.DataFrame:
        if not sight.sees(pack, params.get("area")):
            raise BoardError("not_your_district")
        key = (name, now, *sorted(params.items()))
        return live.once(key, lambda: sight.rows(pack, board().rows(name, known_at=moment.known_at, **params)))

    return ask


def _set(change: str, id: str) -> None:
    """What a press asks for. One that asks for the place already chosen opens that place's page."""
    me = looking()
    if id != PLACE and opens(change, me.line, me.area):
        st.session_state["going"] = PLACE
        return
    moved = replay(change, me.clock)
    look(f"clock={moved.text()}&asof=&known=" if moved else change)
    if moved:
        st.rerun()


def opens(change: str, line: str | None, area: str | None) -> bool:
    """Whether a press asks for nothing but what is chosen already, a place among it."""
    asked = dict(parse_qsl(change))
    return bool(area) and asked.get("area") == area and asked.get("line", line) == line
