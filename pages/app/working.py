"""The ground of pages that work with files: style, title, the name that goes into the ledger, and what is said."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from urllib.parse import urlencode

import orjson
import streamlit as st

from data_pipeline.access.permission import Action, may
from data_pipeline.board.guarded import GuardedBoard
from data_pipeline.core.errors import BoardError
from data_pipeline.words import say
from pages.app.live import ASSETS
from pages.app.person import NAME, person, service, signs_in, visitor
from pages.app.trouble import address
from pages.components import said
from pages.components.html import Markup, html, style

LIBRARY = "authlib"  # the framework signs nobody in without it


@contextmanager
def desk(lang: str, title: str, lead: str = "", drop: str = "") -> Iterator[None]:
    """The page's body, below its title. `drop`: what may be dropped, where it is not data files."""
    with ground(lang, drop):
        st.html(said.titled(title, lead))
        yield


@contextmanager
def ground(lang: str, drop: str = "") -> Iterator[None]:
    """The body of a page that says its own title."""
    words = {
        "browse": say(lang, "working.browse"),
        "drop": drop or say(lang, "working.drop"),
        "not-taken": say(lang, "working.not_taken"),
        "enter": say(lang, "working.enter"),
    }
    # a string of a style sheet, written as in JSON: what would be a tag there, by its number
    quoted = {name: orjson.dumps(text).decode().replace("<", r"\3c ") for name, text in words.items()}
    own = "".join(f"--{name}:{text};" for name, text in quoted.items())
    st.html(style(f":root{{{own}}}\n", (ASSETS / "desk.css").read_text("utf-8")))
    with st.container(key="desk"):
        yield


def who(lang: str, action: Action) -> GuardedBoard:
    """The board as this visitor may use it; asks for a name where one is needed, says why where nothing is allowed."""
    of = service()
    try:
        may(of.person, action)
    except BoardError as why:
        say_it(say(lang, "person.read_only", why=why.sentence(lang)), "warn")
        _sign(of, lang)
        return of
    if signs_in():
        _sign(of, lang)
    else:
        st.session_state[NAME] = st.text_input(
            say(lang, "person.name"),
            st.session_state.get(NAME, ""),
            max_chars=60,
            help=say(lang, "person.name_hint"),
            key="name_typed",
            placeholder=say(lang, "person.name_needed"),
        )
    return GuardedBoard(of.board, person())


def _sign(of: GuardedBoard, lang: str) -> None:
    """Who is signed in (the way out is in the bar), or the way in; nothing where no sign-in is set up."""
    if not signs_in():
        return
    if find_spec(LIBRARY) is None:
        say_it(say(lang, "person.no_library"), "warn")
        return
    if not visitor().known:
        _link("sign-in", f"/auth/login?{urlencode({'next': address()})}", say(lang, "person.sign_in"))
        return
    role = say(lang, f"person.{of.person.role}")
    st.text(say(lang, "person.signed_in", name=of.person.name, role=role))


def _link(key: str, address: str, word: str) -> None:
    """To an address of this server that is no page."""
    st.html(
        html(
            '<a class="dk-link" data-key="{key}" href="{address}" target="_self">{word}</a>',
            key=key,
            address=address,
            word=word,
        )
    )


def say_it(text: str, kind: str = "", more: Sequence[str] = ()) -> None:
    """A sentence that stands out; `kind`: good, warn, bad."""
    st.html(said.said(text, kind, more))


def then(do: Callable[[], object], lang: str) -> None:
    """Done, the page is drawn again; refused, the reason is said."""
    try:
        do()
    except BoardError as why:
        say_it(why.sentence(lang), "bad")
        return
    st.rerun()


def plain(text: str) -> str:
    """Text that means nothing in Markdown, as the framework reads it in labels."""
    return "".join(f"\\{ch}" if ch in r"\`*_{}[]()#+-.!|~<>$:&" else ch for ch in text)


def heading(text: str) -> None:
    st.html(said.heading(text))


def headed(title: str, note: str = "", ways: Markup | str = "") -> None:
    """The head of a panel; `ways`: links that stand at its end."""
    beside = html('<span class="muted">{}</span><span class="ways">{}</span>', note, ways)
    st.html(html('<div class="dk head"><h2>{}</h2>{}</div>', title, beside))
