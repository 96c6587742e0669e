"""The second view of the loads: what has come, was taken back and is told otherwise since a meeting."""

from datetime import datetime, timedelta

import streamlit as st

from data_pipeline.board.board import board
from data_pipeline.board.guarded import GuardedBoard
from data_pipeline.board.meetings import last_meetings, meeting_name
from data_pipeline.declare.in_force import on_day
from data_pipeline.words import say
from pages.app.hosted import Places
from pages.app.hosts import Hosts, Looked
from pages.app.loaded import shown_loads
from pages.app.marking import marking
from pages.components import targets
from pages.components.panel import Drawn
from pages.views.loads.since import Came, came, otherwise

FROM, DAY = "loads-since", "day"


def _meetings(of: Looked) -> dict[str, datetime]:
    """What one may look back to, the newest meeting first, then a day ago."""
    pack, known_at = board().pack, of.moment.known_at
    held = last_meetings(pack.operation, known_at, board().meetings(known_at))
    return {f"{m:%Y%m%d%H%M%S}": m for m in held} | {DAY: known_at - timedelta(days=1)}


def meeting_of(of: Looked) -> str:
    """Which one is looked back to; the newest where none is asked for, or none that there is."""
    options, asked = _meetings(of), of.me.asked.get("since", "")
    return asked if asked in options else next(iter(options))


def since(of: Looked, top: Drawn) -> Hosts:
    """From a named meeting, or any moment, to what is known at the viewer's moment."""
    lang, pack, known_at = of.me.lang, board().pack, of.moment.known_at
    options = _meetings(of)
    moment = options[meeting_of(of)]
    found = board().since(moment, known_at)
    changes = board().target_changes()
    between = changes.loc[(changes["known_from"] > moment) & (changes["known_from"] <= known_at)]
    names = on_day(board().targets(known_at), known_at.date())
    found_since = Came(
        shown_loads(found.loads, of.now),
        shown_loads(found.changes, of.now),
        of.me.sight.rows(pack, board().moved(moment, known_at)),
        targets.history_table(between, pack, names, lang) if len(between) else None,
        len(between),
    )
    parts = {
        "loads-since": Drawn(came(found_since, pack, lang)),
        "loads-moved": Drawn(otherwise(found_since, pack, lang)),
    }
    return Hosts({"loads-top": top, **parts}, " ".join(options))


def lay_since(mine: GuardedBoard, of: Looked) -> Places:
    lang, options = of.me.lang, _meetings(of)
    narrow, _, right = st.columns([4, 5, 3], vertical_alignment="bottom")
    with right:
        marking(mine, of.me.clock.shown(), lang)
    narrow.selectbox(
        say(lang, "loads.since"),
        list(options),
        key=FROM,
        format_func=lambda x: say(lang, "loads.last_day") if x == DAY else meeting_name(options[x], lang),
    )
    left, right = st.columns([5, 7], gap="medium")
    return {"loads-since": left.container(key="panel-since"), "loads-moved": right.container(key="panel-moved")}
