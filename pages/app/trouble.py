"""What a viewer sees when something failed: one sentence in their language. The log keeps the rest."""

from urllib.parse import urlencode, urlsplit

import streamlit as st

from data_pipeline.core.errors import BoardError
from data_pipeline.core.settings import settings
from data_pipeline.words import LANGUAGES, say
from pages.components.html import Markup, html

STYLE = "max-width:44em;margin:12vh auto;padding:2em 2.4em;border:1px solid #8886;border-left:5px solid #A50026"


def trouble(error: Exception) -> bool:
    """True: the framework's own notice stays away. What is to be mended says so; all else is a bug, and is logged."""
    lang = _language()
    st.session_state["drawn"] = ""  # nothing: the frame tries again
    sentence = error.sentence(lang) if isinstance(error, BoardError) else say(lang, "frame.bug")
    st.html(
        html(
            '<div role="alert" style="{style}"><h2 style="margin:0 0 .6em">{trouble}</h2>'
            "<p>{sentence}</p>{way_in}</div>",
            style=STYLE,
            trouble=say(lang, "frame.trouble"),
            sentence=sentence,
            way_in=_way_in(error, lang),
        )
    )
    return True


def address() -> str:
    """Of the page one is at, without the machine's name."""
    return f"{urlsplit(st.context.url or '').path or '/'}?{urlencode(st.query_params.to_dict())}"


def _way_in(error: Exception, lang: str) -> Markup:
    """For who may see nothing any more: to the sign-in, and from there back."""
    if not isinstance(error, BoardError) or error.code != "reading_closed":
        return Markup()
    back = urlencode({"next": address(), "why": "over"})
    return html('<p><a href="/sign-in?{}" target="_self">{}</a></p>', back, say(lang, "person.again"))


def _language() -> str:
    asked = st.query_params.get("lang") or st.session_state.get("looking", {}).get("lang", "")
    return asked if asked in LANGUAGES else settings().lang
