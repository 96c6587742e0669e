"""大屏设置 Wall set-up: which address makes a screen show what this room needs, and can the last row read it?"""

import streamlit as st

from data_pipeline.access.permission import allowed
from data_pipeline.board.board import board
from data_pipeline.board.guarded import GuardedBoard
from data_pipeline.core.clock import read_clock
from data_pipeline.words import LANGUAGES, say
from data_pipeline.words.language import language
from pages.app.hosted import Places, hosted
from pages.app.hosts import Hosts, Looked, Page
from pages.app.looking import Looking, looking
from pages.app.marking import marking
from pages.app.meeting import meeting_of
from pages.app.nationwide import together
from pages.app.person import person
from pages.app.screens import screens_panel
from pages.app.working import who
from pages.components.html import Markup, html
from pages.components.panel import Drawn
from pages.components.theme import THEMES
from pages.views.wall.asked import (
    CARD,
    CITIES,
    DWELL_S,
    FAR,
    FARTHEST,
    LONGEST_S,
    MEETING,
    NEAREST,
    SHORTEST_S,
    VIEWS,
    Asked,
)
from pages.views.wall.fitting import fitting
from pages.views.wall.room import Room

PREVIEW_PX = 420


def _say(name: str, **facts: object) -> str:
    return say(looking().lang, f"wall_setup.{name}", **facts)


def _views(me: Looking) -> tuple[str, ...]:
    own = fitting(board().pack)
    return (*own, CITIES) if together(me) else own


def _choose() -> tuple[Asked, dict[str, str]]:
    """What is asked of the wall, and the keys it shares with every page."""
    me = looking()
    pack = me.sight.pack(board().pack)
    left, middle, right = st.columns([2, 1, 1])
    views = left.multiselect(
        _say("views"),
        _views(me),
        default=fitting(board().pack),
        format_func=lambda v: _say(f"view_{v}"),
        placeholder=_say("views_none"),
    )
    far = left.slider(_say("far"), NEAREST, FARTHEST, FAR, 0.5, help=_say("far_help"))
    dwell = middle.number_input(_say("dwell"), SHORTEST_S, LONGEST_S, DWELL_S, 5)
    rotate = middle.toggle(_say("rotate"), value=True)
    attend = middle.toggle(_say("attend"), value=False, help=_say("attend_help"))
    theme = right.selectbox(_say("theme"), THEMES, format_func=lambda t: _say(f"theme_{t}"))
    lang = right.selectbox(_say("lang"), LANGUAGES, LANGUAGES.index(me.lang), format_func=lambda x: language(x).name)
    places = ("", *(a.code for a in pack.districts))
    area = middle.selectbox(
        _say("area"), places, format_func=lambda c: pack.area[c or pack.operation.city_code].name(me.lang)
    )
    meeting = right.text_input(_say("meeting"), max_chars=40, help=_say("meeting_help"))
    key = meeting if MEETING.fullmatch(meeting) else ""
    asked = Asked(tuple(views) or VIEWS, (int(dwell),), rotate, far, key, attend)
    return asked, {"lang": lang, "theme": theme, "area": area}


def _address(asked: Asked, address: str) -> Markup:
    floor = Room(asked.far).em
    sentence = _say("floor", share=f"{floor:.1f}", pixels=f"{floor * 10.8:.0f}")
    return html(
        '<section class="panel" data-key="wall-address"><h2>{title}</h2><p>'
        '<a href="{address}" target="_blank"><code>{address}</code></a></p><p>{sentence}</p>'
        "</section>",
        title=_say("address"),
        address=address,
        sentence=sentence,
    )


def _mark(me: Looking, asked: Asked) -> GuardedBoard | None:
    """The presenter's: what the rooms of this meeting show, which may stand still, is what is marked. Gives the board
    as they may use it; None for whoever may do nothing here."""
    if not allowed(person(), "meeting"):
        return None
    held = meeting_of(asked.meeting)
    clock = read_clock(held.clock, board().pack.operation) if held.clock else me.clock
    left, _ = st.columns([1, 2])
    with left:
        of = who(me.lang, "meeting")
        marking(of, clock.shown(), me.lang)
    return of


def make(_: Looked) -> Hosts:
    """Nothing here follows from data: its previews are walls, which follow by themselves."""
    return Hosts({"wall-setup-moment": Drawn(Markup())})


def lay(of: Looked, _: Hosts) -> Places:
    me = of.me
    with st.container(key="wall-setup"):
        asked, shared = _choose()
        clock = "" if me.clock.is_live else me.clock.text()
        address = asked.address(**shared)
        st.html(html('<div class="rq">{}</div>', _address(asked, address)))
        mine = _mark(me, asked)
        shown, test = st.columns(2)
        card = Asked((CARD,), asked.dwell, rotate=False, far=asked.far)
        for column, title, what in ((shown, "preview", asked), (test, "card", card)):
            column.markdown(f"**{_say(title)}**")
            column.iframe(what.address(**shared, clock=clock), height=PREVIEW_PX)
        if mine is not None and allowed(mine.person, "screen"):
            screens_panel(mine, me, address, shared["area"])
    return {}


hosted(Page("wall-setup", make, "page"), lay)
