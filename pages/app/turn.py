"""Whose turn it is to have something made for a page: few at a time, and never for a browser that has left.

Only what a page waits for needs a turn; what is there already is handed out at once. Who looks by the clock that all
share never waits behind those who look by clocks of their own, or back."""

from contextlib import AbstractContextManager, nullcontext
from contextvars import ContextVar

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from data_pipeline.core.turns import Turns

PATIENCE_S = 15.0  # longer than a viewer may wait for a drawing: the probe has said so by then
SHARED = Turns("pages", at_once=4, limit=60, patience_s=PATIENCE_S)
OTHERS = Turns("pages by own clocks", at_once=2, limit=10, patience_s=PATIENCE_S)
OWN: ContextVar[bool] = ContextVar("own", default=False)  # does this page look by a clock of its own?


def turn() -> AbstractContextManager[None]:
    """For who is not a page (the desk that prepares, the server's own routes) nothing is to be waited for: they have
    few threads as it is. Raises BoardError viewers_full, viewers_wait."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return nullcontext()
    return (OTHERS if OWN.get() else SHARED).turn(_is_here)


def _is_here() -> None:
    """Looking into the visit's own memory is where the framework ends a run whose browser left or asks anew."""
    _ = "here" in st.session_state
