"""The button that marks a meeting: what the screens show now is what the next meeting is compared with."""

from datetime import datetime

import streamlit as st

from data_pipeline.access.permission import allowed
from data_pipeline.board.guarded import GuardedBoard
from data_pipeline.board.meetings import meeting_name
from data_pipeline.core.clock import process_clock
from data_pipeline.core.errors import BoardError
from data_pipeline.words import say
from pages.app.working import say_it


def marking(of: GuardedBoard, shown: datetime, lang: str) -> None:
    """`shown`: the moment that the meeting's screens show. Nothing for whoever may not mark."""
    if not allowed(of.person, "meeting"):
        return
    at = process_clock(of.board.pack.operation).now()  # when it happened is not the viewer's choice
    moment = min(shown, at)
    name = meeting_name(moment, lang)
    if not st.button(say(lang, "meeting.mark"), help=say(lang, "meeting.hint", meeting=name), key="mark-meeting"):
        return
    try:
        of.mark_meeting(moment, at)
    except BoardError as why:
        say_it(why.sentence(lang), "bad")
        return
    say_it(say(lang, "meeting.marked", meeting=name), "good")
