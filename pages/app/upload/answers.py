"""What a header, a cell or a column can be answered to be: a column of the feed, nothing, or not yet said."""

from collections.abc import Iterable

import streamlit as st

from data_pipeline.declare import Feed
from data_pipeline.words import say
from pages.app.working import plain

UNDECIDED, LEAVE = "?", ""


def answers(feed: Feed, names: Iterable[str], lang: str) -> dict[str, str]:
    """Answer to its words: still open, left out, or one of these columns."""
    first = {UNDECIDED: say(lang, "upload.undecided"), LEAVE: say(lang, "upload.leave_out")}
    return first | {n: feed[n].name_in(lang) for n in names}


def ask(label: str, offered: dict[str, str], default: str | None, key: str) -> str:
    options = list(offered)
    at = options.index(default) if default is not None and default in offered else 0
    chosen = st.selectbox(plain(label), options, at, format_func=offered.__getitem__, key=key)
    return chosen if chosen is not None else UNDECIDED
