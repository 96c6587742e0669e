"""入库记录 Loads: who sent what and when, what did it do, and what has changed since the last meeting?"""

from datetime import datetime, timedelta

import pandas as pd
import streamlit as st

from data_pipeline.access.permission import allowed
from data_pipeline.board.guarded import GuardedBoard
from data_pipeline.board.meetings import last_meetings, meeting_name
from data_pipeline.board.moments import moment_of
from data_pipeline.board.rows import LoadRow
from data_pipeline.core.clock import process_clock
from data_pipeline.core.errors import BoardError
from data_pipeline.core.records import records
from data_pipeline.declare.in_force import on_day
from data_pipeline.words import say
from pages.app import live
from pages.app.approving import approving
from pages.app.data_table import data_table
from pages.app.data_version import data_version
from pages.app.loaded import shown_loads
from pages.app.looking import Looking, looking
from pages.app.marking import marking
from pages.app.working import desk, heading, say_it, who
from pages.components import loads, moved, targets
from pages.components.html import html

PAGE = 200  # records at once
CHOSEN = "load_chosen"
RECORDS, SINCE = "records", "since"


@st.fragment(key=live.BOARD)
def page() -> None:
    me = looking()
    now = data_version(me.clock, me.sight)
    st.session_state["drawn"] = now
    with desk(me.lang, say(me.lang, "page_name.loads"), say(me.lang, "loads.told")):
        left, right = st.columns([7, 3], gap="medium", vertical_alignment="bottom")
        view = left.segmented_control(
            say(me.lang, "loads.view"), [RECORDS, SINCE], default=RECORDS, key="loads-view",
            format_func=lambda v: say(me.lang, f"loads.view_{v}"), label_visibility="collapsed", required=True,
        )  # fmt: skip
        with right:
            of = who(me.lang, "withdraw")
        if view == SINCE:
            _since(of, me, now)
        else:
            _records(of, me, now)


def _records(of: GuardedBoard, me: Looking, now: str) -> None:
    approving(of, me.lang, me.sight)
    known_at = moment_of(me.clock).known_at
    ledger = live.once(("loads", now, of.board.published()), lambda: of.board.loads(known_at))
    found = shown_loads(ledger.iloc[::-1], now)
    left, right = st.columns([8, 4], gap="medium")
    with left:
        shown = _filtered(of, found, me.lang)
        pages = max(1, -(-len(shown) // PAGE))
        at = st.pagination(pages, key="loads-page") if pages > 1 else 1
        part = records(shown.iloc[(at - 1) * PAGE : at * PAGE], LoadRow)
        with st.container(key="panel-records"):
            table = loads.records_table(part, of.board.pack, me.lang, narrowed=len(found) > 0)
            data_table(table, "loads-records", me.theme, on_row=lambda row: _choose(part, row))
    with right, st.container(key="panel-load"):
        chosen = _chosen(part, me.lang)
        one = found.loc[found["load_id"] == chosen]
        if len(one):
            _load(of, records(one, LoadRow)[0], me)
        else:
            st.text(say(me.lang, "loads.none" if found.empty else "loads.no_such"))
    live.stands(me.lang, me.theme, now)


def _choose(part: list[LoadRow], row: int | None) -> None:
    if row is not None and row < len(part):
        st.session_state[CHOSEN] = int(part[row]["load_id"])


def _chosen(part: list[LoadRow], lang: str) -> int:
    """By its number: what the keyboard reaches without the table; the newest at first."""
    if CHOSEN not in st.session_state:
        st.session_state[CHOSEN] = int(part[0]["load_id"]) if part else 1
    return int(st.number_input(say(lang, "loads.open"), 1, step=1, key=CHOSEN))


def _filtered(of: GuardedBoard, found: pd.DataFrame, lang: str) -> pd.DataFrame:
    pack, every = of.board.pack, ""
    one, two, three = st.columns(3)
    feed = one.selectbox(
        say(lang, "loads.feed"),
        [every, *pack.feeds],
        key="loads-feed",
        format_func=lambda id: pack.feeds[id].name(lang) if id else say(lang, "loads.all"),
    )
    sender = two.selectbox(
        say(lang, "loads.sender"),
        [every, *sorted(found["sender"].unique())],
        key="loads-sender",
        format_func=lambda name: name or say(lang, "loads.all"),
    )
    text = three.text_input(say(lang, "loads.search"), key="loads-search").casefold()
    keep = pd.Series(True, index=found.index)
    keep &= (found["feed"] == feed) | (not feed)
    keep &= (found["sender"] == sender) | (not sender)
    if text:
        keep &= found["file_name"].str.casefold().str.contains(text, regex=False)
    return found.loc[keep]


def _load(of: GuardedBoard, row: LoadRow, me: Looking) -> None:
    lang, pack, load_id = me.lang, of.board.pack, int(row["load_id"])
    heading(say(lang, "loads.title", load_id=load_id))
    st.html(loads.facts(row, pack, lang))
    known_at = moment_of(me.clock).known_at
    changes = of.board.changes()
    own = changes.loc[(changes["load_id"] == load_id) & (changes["moment"] <= known_at)]
    if past := loads.history(own, lang):
        st.html(past)
    feed = pack.feeds[row["feed"]]
    may = allowed(of.person, "withdraw", feed.id)
    if may:
        st.download_button(
            say(lang, "loads.original"),
            lambda: of.original(load_id)[1],
            row["file_name"],
            key=f"original-{load_id}",
            on_click="ignore",
        )
    effect = live.once(("effect", now_of(of), load_id), lambda: of.board.effect(load_id))
    if effect.cells or effect.gone or effect.moved:
        heading(say(lang, "loads.restated", cells=len(effect.cells)))
        if effect.cells:
            data_table(moved.restated_table(effect, pack, feed, lang, exactly=may), "loads-restated", me.theme)
        st.html(moved.gone(effect, pack, feed, lang) or html("<span></span>"))
    if may and row["approval"] not in ("waits", "declined"):
        _undo(of, row, me)


def now_of(of: GuardedBoard) -> str:
    return of.board.version()


def _undo(of: GuardedBoard, row: LoadRow, me: Looking) -> None:
    """Take it back, or put it back; a reason is asked for."""
    lang, load_id = me.lang, int(row["load_id"])
    action = "withdraw" if row["visible"] else "restore"
    clock = process_clock(of.board.pack.operation)  # when it happened is not the viewer's choice
    with st.form(f"undo-{load_id}-{action}", border=False):
        reason = st.text_input(say(lang, f"loads.why_{action}"), max_chars=200, key=f"why-{load_id}-{action}")
        if me.clock.text() != clock.text():
            st.caption(say(lang, "upload.at", at=f"{clock.now():%Y-%m-%d %H:%M}"))
        pressed = st.form_submit_button(say(lang, f"loads.{action}"), key=f"{action}-{load_id}")
    if not pressed:
        return
    try:
        with st.spinner(say(lang, "loads.working")):
            getattr(of, action)(load_id, clock.now(), reason)
    except BoardError as why:
        say_it(why.sentence(lang), "bad")
        return
    st.rerun()


def _since(of: GuardedBoard, me: Looking, now: str) -> None:
    """From a named meeting, or any moment, to what is known at the viewer's moment."""
    lang, pack = me.lang, of.board.pack
    known_at = moment_of(me.clock).known_at
    meetings = last_meetings(pack.operation, known_at, of.board.meetings(known_at))
    other = known_at - timedelta(days=1)
    options: list[datetime] = [*meetings, other]
    narrow, _, right = st.columns([4, 5, 3], vertical_alignment="bottom")
    with right:
        marking(of, me.clock.shown(), lang)
    chosen = narrow.selectbox(
        say(lang, "loads.since"),
        range(len(options)),
        key="loads-since",
        format_func=lambda i: meeting_name(options[i], lang) if i < len(meetings) else say(lang, "loads.last_day"),
    )
    moment = options[chosen]
    found = of.board.since(moment, known_at)
    loads_came, changed = shown_loads(found.loads, now), shown_loads(found.changes, now)
    left, right = st.columns([5, 7], gap="medium")
    with left, st.container(key="panel-since"):
        heading(say(lang, "loads.came", files=len(loads_came)))
        data_table(loads.since_table(loads_came, pack, lang), "loads-since-feeds", me.theme)
        heading(say(lang, "loads.taken_back", count=len(changed)))
        for change in records(changed):
            facts = {"at": loads.when(change.pop("moment")), **change}
            st.text(say(lang, f"loads.line_{change['action']}", **facts))
        _targets_since(of, moment, known_at, me)
    with right, st.container(key="panel-moved"):
        heading(say(lang, "loads.told_otherwise"))
        with st.spinner(say(lang, "loads.comparing")):
            moves = live.once(("moved", now, moment), lambda: me.sight.rows(pack, of.board.moved(moment, known_at)))
        st.html(html('<div class="dk"><p class="muted">{}</p></div>', say(lang, "loads.told_otherwise_hint")))
        if moves.empty:
            say_it(say(lang, "loads.nothing_moved"), "good")
        if len((lines := moved.lines_table(moves, pack, lang)).frame):
            data_table(lines, "loads-moved", me.theme)
        if len((gauges := moved.gauges_table(moves, pack, lang)).frame):
            with st.expander(say(lang, "loads.gauges")):
                data_table(gauges, "loads-moved-gauges", me.theme)
    live.stands(lang, me.theme, now)


def _targets_since(of: GuardedBoard, moment: datetime, known_at: datetime, me: Looking) -> None:
    """Which targets were changed in between."""
    changes = of.board.target_changes()
    between = changes.loc[(changes["known_from"] > moment) & (changes["known_from"] <= known_at)]
    heading(say(me.lang, "targets.since", count=len(between)))
    if len(between):
        names = on_day(of.board.targets(known_at), known_at.date())
        data_table(targets.history_table(between, of.board.pack, names, me.lang), "loads-targets", me.theme)


page()
