"""溯源 Number: how is this number made, of which rows, from whose file, and what did they say before?"""

from dataclasses import replace

import streamlit as st

from data_pipeline.board.board import board
from data_pipeline.core.clock import AsOf
from data_pipeline.declare import Gauge, Line
from data_pipeline.publish.disclosure_control import counts
from data_pipeline.trace import in_bands, original, versions
from data_pipeline.trace.remarked import takes
from data_pipeline.words.numbers import moment as moment_text
from pages.app import live
from pages.app.hosted import Places, hosted
from pages.app.hosts import Hosts, Looked, Page
from pages.app.looking import Looking
from pages.app.remarked import remarked, remarking
from pages.app.traces import Wanted, figure_of, opened_figure
from pages.components.opened.number import NumberPage, Opened, OpenedLine, no_number, number
from pages.components.opened.number_rows import row_key
from pages.components.panel import Drawn
from pages.components.sheet import tabled


def _drawn(me: Looking, opened: Opened | None, wanted: Wanted) -> NumberPage:
    pack, moment = me.sight.pack(board().pack), wanted.moment
    if opened is None:
        as_of = moment_text(moment.as_of, moment.ops_day, me.lang)
        return no_number(pack, wanted.of, wanted.area, as_of, me.lang)
    line = None if wanted.row is None else _line(opened, moment, wanted.row)
    return number(pack, replace(opened, line=line) if line else opened, me.lang)


def _row(of: Looked, opened: Opened | None) -> int | None:
    """The row the address asks for, where it is one of this figure's: another costs no drawing of its own."""
    asked = of.me.asked.get("row", "")
    if opened is None or not asked:
        return None
    rows, figure = opened.trace.rows, opened.trace.figure
    key = ("rows by key", of.now, figure.of.id, figure.area)
    return live.once(key, lambda: {row_key(rows.iloc[i]): i for i in reversed(range(len(rows)))}).get(asked)


def _line(opened: Opened, moment: AsOf, at: int) -> OpenedLine:
    t = opened.trace
    row = t.rows.iloc[at]
    feed = board().pack.feeds[row["feed"]]
    own = t.rows.iloc[[at]]
    banded = counts(own).iloc[0] if in_bands(board().pack, own).iloc[0] else None
    before = versions(board(), feed, own, moment.known_at)
    return OpenedLine(at, original(board(), int(row["load_id"]), int(row["row_no"])), banded, before)


def figure(of: Looked) -> tuple[Line | Gauge, str]:
    """The one asked for, and of which area."""
    return figure_of(of.me.asked.get("id")), of.me.area or board().pack.operation.city_code


def _opened(of: Looked) -> Opened | None:
    me, (asked, area) = of.me, figure(of)
    key = ("opened", of.now, asked.id, area, me.lang)
    return live.once(key, lambda: opened_figure(of.moment, asked, area, me.lang, me.sight))


def means(of: Looked) -> dict[str, str]:
    known = _row(of, _opened(of)) is not None
    return {"id": figure(of)[0].id, "row": of.me.asked["row"] if known else ""}


def make(of: Looked) -> Hosts:
    me, (asked, area), opened = of.me, figure(of), _opened(of)
    at = _row(of, opened)
    drawn = _drawn(me, opened, Wanted(asked, area, of.moment, at))
    parts = {"number": drawn.head}
    if drawn.rows:
        parts["number-rows"] = Drawn(tabled("rows", drawn.rows))
    parts |= {key: part for key, part in (("number-side", drawn.side), ("number-foot", drawn.foot)) if part}
    if takes(board().pack, area):
        parts["number-remarks"] = Drawn(remarked(of, asked, area))
    return Hosts(parts)


def lay(of: Looked, hosts: Hosts) -> Places:
    """The rows beside what they are held to, and the form between; without rows one below the other."""
    places = {"number": st.container(key="asked")}
    with_rows = "number-rows" in hosts.parts
    left, right = st.columns([7, 3], gap="small") if with_rows else (st, st.container())
    if with_rows:
        places |= {"number-rows": left.container(), "number-side": right.container(key="number-side")}
    with right:
        remarks = remarking(of, *figure(of))
    if with_rows:
        places["number-foot"] = st.container(key="number-foot")
    return places | ({"number-remarks": remarks} if remarks else {})


hosted(Page("number", make, keys=("id", "row"), means=means), lay)
