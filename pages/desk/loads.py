"""入库记录 Loads: who sent what and when, what did it do, and what has changed since the last meeting?"""

from dataclasses import replace
from urllib.parse import parse_qsl

import pandas as pd
import streamlit as st

from data_pipeline.access.permission import allowed
from data_pipeline.board.board import board
from data_pipeline.board.guarded import GuardedBoard
from data_pipeline.board.moments import moment_of
from data_pipeline.board.rows import LoadRow
from data_pipeline.core.clock import AsOf, process_clock
from data_pipeline.core.errors import BoardError
from data_pipeline.core.records import records
from data_pipeline.words import say
from pages.app import live
from pages.app.approving import approving
from pages.app.data_table import data_table
from pages.app.data_version import data_version
from pages.app.hosted import Places, hosted
from pages.app.hosts import Hosts, Looked, Page
from pages.app.loaded import shown_loads
from pages.app.loads_since import FROM, lay_since, meeting_of, since
from pages.app.looking import Looking
from pages.app.working import heading, say_it, who
from pages.components import loads, moved
from pages.components.html import html
from pages.components.panel import Drawn
from pages.components.said import titled
from pages.components.sheet import rows_of

PAGE = 200  # records at once
CHOSEN = "load_chosen"
LONGEST = 9  # digits of a page's number
NONE = "-"  # a feed there is not
RECORDS, SINCE = "records", "since"
VIEW, FEED, SENDER, SEARCH, AT = (f"loads-{x}" for x in ("view", "feed", "sender", "search", "page"))


def chosen(me: Looking) -> dict[str, str]:
    """By its number: what the keyboard reaches without the table; the newest at first."""
    now, moment, seen = data_version(me.clock, me.sight), moment_of(me.clock), st.session_state
    if CHOSEN not in seen:
        found = _loads(now, moment)
        seen[CHOSEN] = int(found["load_id"].iloc[0]) if len(found) else 1
    by = {"view": VIEW, "feed": FEED, "sender": SENDER, "search": SEARCH, "page": AT, "since": FROM, "number": CHOSEN}
    return {name: str(seen.get(key) or "") for name, key in by.items()}


def hear(change: str) -> None:
    for name, value in parse_qsl(change):
        if name == "number" and value.isdecimal():
            st.session_state[CHOSEN] = int(value)


def make(of: Looked) -> Hosts:
    top = Drawn(titled(say(of.me.lang, "page_name.loads"), say(of.me.lang, "loads.told")))
    return since(of, top) if of.me.asked.get("view") == SINCE else _records(of, top)


def _records(of: Looked, top: Drawn) -> Hosts:
    found = _loads(of.now, of.moment)
    shown = _narrowed(found, of)
    part = _part(shown, of)
    table = loads.records_table(part, board().pack, of.me.lang, narrowed=len(found) > 0)
    marked = next((n for n, r in enumerate(part) if str(r["load_id"]) == of.me.asked.get("number")), None)
    waits = (str(w.line) for w in board().waiting())
    laid = " ".join((str(_pages(shown)), *_senders(found), *waits, _one_laid(found, of)))
    return Hosts({"loads-top": top, "loads-list": Drawn(rows_of("records", replace(table, chosen=marked)))}, laid)


def _one(found: pd.DataFrame, of: Looked) -> pd.DataFrame:
    """The load that is open."""
    return found.loc[found["load_id"].astype(str) == of.me.asked.get("number", "")]


def _one_laid(found: pd.DataFrame, of: Looked) -> str:
    """As far as something was done with it."""
    one = _one(found, of)
    return " ".join(map(str, one[["load_id", "visible", "approval"]].iloc[0])) if len(one) else ""


def _loads(now: str, moment: AsOf) -> pd.DataFrame:
    """The newest first."""
    key = ("loads", now, board().published())
    return shown_loads(live.once(key, lambda: board().loads(moment.known_at)).iloc[::-1], now)


def _narrowed(found: pd.DataFrame, of: Looked) -> pd.DataFrame:
    feed, sender, text = (of.me.asked.get(x, "") for x in ("feed", "sender", "search"))
    keep = pd.Series(True, index=found.index)
    keep &= (found["feed"] == feed) | (not feed)
    keep &= (found["sender"] == sender) | (not sender)
    if text:
        keep &= found["file_name"].str.casefold().str.contains(text.casefold(), regex=False)
    return found.loc[keep]


def _pages(shown: pd.DataFrame) -> int:
    return max(1, -(-len(shown) // PAGE))


def _page(shown: pd.DataFrame, of: Looked) -> int:
    asked = of.me.asked.get("page", "")
    return min(int(asked), _pages(shown)) if asked.isdecimal() and len(asked) <= LONGEST and int(asked) else 1


def _part(shown: pd.DataFrame, of: Looked) -> list[LoadRow]:
    at = _page(shown, of)
    return records(shown.iloc[(at - 1) * PAGE : at * PAGE], LoadRow)


def _senders(found: pd.DataFrame) -> list[str]:
    return sorted(found["sender"].unique())


def lay(of: Looked, _: Hosts) -> Places:
    lang, top = of.me.lang, st.container()
    left, right = st.columns([7, 3], gap="medium", vertical_alignment="bottom")
    view = left.segmented_control(
        say(lang, "loads.view"), [RECORDS, SINCE], default=RECORDS, key=VIEW,
        format_func=lambda v: say(lang, f"loads.view_{v}"), label_visibility="collapsed", required=True,
    )  # fmt: skip
    with right:
        mine = who(lang, "withdraw")
    own = lay_since(mine, of) if view == SINCE else _lay_records(mine, of)
    return {"loads-top": top, **own}


def _lay_records(mine: GuardedBoard, of: Looked) -> Places:
    lang = of.me.lang
    approving(mine, lang, of.me.sight)
    found = _loads(of.now, of.moment)
    left, right = st.columns([8, 4], gap="medium")
    with left:
        _asking(found, lang)
        if (pages := _pages(_narrowed(found, of))) > 1:
            st.pagination(pages, key=AT)
        records_here = st.container(key="panel-records")
    with right, st.container(key="panel-load"):
        number = int(st.number_input(say(lang, "loads.open"), 1, step=1, key=CHOSEN))
        one = found.loc[found["load_id"] == number]
        if len(one):
            _load(mine, records(one, LoadRow)[0], of.me)
        else:
            st.text(say(lang, "loads.none" if found.empty else "loads.no_such"))
    return {"loads-list": records_here}


def _asking(found: pd.DataFrame, lang: str) -> None:
    pack, every = board().pack, ""
    one, two, three = st.columns(3)
    one.selectbox(
        say(lang, "loads.feed"),
        [every, *pack.feeds],
        key=FEED,
        format_func=lambda id: pack.feeds[id].name(lang) if id else say(lang, "loads.all"),
    )
    two.selectbox(
        say(lang, "loads.sender"),
        [every, *_senders(found)],
        key=SENDER,
        format_func=lambda name: name or say(lang, "loads.all"),
    )
    three.text_input(say(lang, "loads.search"), key=SEARCH)


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


def means(of: Looked) -> dict[str, str]:
    """A narrowing that leaves no file is one, whatever it was by."""
    asked = of.me.asked
    if asked.get("view") == SINCE:
        return {"view": SINCE, "since": meeting_of(of)}
    found = _loads(of.now, of.moment)
    shown = _narrowed(found, of)
    by = {name: asked.get(name, "") for name in ("feed", "sender")} | {"search": asked.get("search", "").casefold()}
    number = asked.get("number", "") if len(_one(found, of)) else ""
    return (by | {"page": str(_page(shown, of))} if len(shown) else {"feed": NONE}) | {"number": number}


KEYS = ("view", "feed", "sender", "search", "page", "since", "number")
hosted(Page("loads", make, keys=KEYS, means=means, also=lambda _: board().published()), lay, chosen=chosen, hear=hear)
