"""研判 Outlook: will it clear, why not, what would change that, and how often was this page right?"""

from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from urllib.parse import urlencode

import streamlit as st

from data_pipeline.access.permission import allowed
from data_pipeline.access.sight import parted
from data_pipeline.board.board import board
from data_pipeline.board.guarded import GuardedBoard
from data_pipeline.board.moments import moment_of
from data_pipeline.core.clock import AsOf
from data_pipeline.core.errors import BoardError
from data_pipeline.declare import Line
from data_pipeline.outlook import Outlook
from data_pipeline.outlook.day import Day
from data_pipeline.outlook.levels import levels
from data_pipeline.outlook.whatif import Tried, Wish, tried
from data_pipeline.outlook.why import why
from data_pipeline.sentences.alert import name
from data_pipeline.sentences.closed import speaks_of
from data_pipeline.store.log.decisions import LONGEST, LONGEST_NAME, Logged
from data_pipeline.words import say
from data_pipeline.words.numbers import moment as moment_text
from pages.app import live
from pages.app.data_version import data_version
from pages.app.foreseen import held_of, line_of, record
from pages.app.looking import Looking, look, looking
from pages.app.person import service
from pages.app.rows import alert_rows, day_rows, freshness_rows, matter_rows, outlook_of
from pages.app.wishes import turn, wish
from pages.app.working import plain
from pages.components.decide import moves_told
from pages.components.empty import empty
from pages.components.html import joined
from pages.components.matrix import Chosen, matrix
from pages.components.panel import Drawn
from pages.model.canvas import Canvas
from pages.views.outlook.bypace import bypace
from pages.views.outlook.foresight import top, whatif
from pages.views.outlook.levels import told_ahead


@st.fragment(key=live.BOARD)
def page() -> None:
    me, of = looking(), board()
    now, moment = data_version(me.clock, me.sight), moment_of(me.clock)
    day, said = day_rows(now, moment), outlook_of(now, moment)
    on = Canvas(day, me.lang, me.theme)
    st.session_state["drawn"] = now
    if day.is_empty:
        drawn = Drawn(empty(day, me.lang))
        live.board(drawn, live.View(me.lang, me.theme, me.lang, now), key="outlook-top", on_set=look, fit="page")
        return _ahead(me, now, moment)
    line = line_of(me, day)
    if line is None:
        return _ahead(me, now, moment)
    view = live.View(me.lang, me.theme, f"{me.lang} {line.id}", now)
    sight, whole = parted(now)
    causes = live.once(("why", whole, line.id), lambda: why(of, outlook_of(whole, moment), line))
    causes = replace(causes, places=[p for p in causes.places if sight.sees(of.pack, p.area)])
    drawn = live.once(
        ("outlook top", now, line.id, me.lang),
        lambda: top(on, line, causes, matter_rows(now, moment), freshness_rows(now, moment)),
    )
    live.board(drawn, view, key="outlook-top", on_set=look, fit="page")
    if speaks_of(day, day.city(line.id)):  # nothing changes a closed day: who was left, and where
        left = live.once(("overnight", now, line.id, me.lang), lambda: Drawn(matrix(day, me.lang, Chosen(line.id))))
        live.board(left, view, key="outlook-overnight", on_set=look, fit="page")
    elif said is not None:
        live.board(_what(on, said, line, moment, now), view, key="outlook-whatif", on_set=look, fit="page")
    _log(day, line, moment, now, me)  # decided and seen it is with a forecast or without
    if shown := record(me, now, moment):
        live.board(shown, view, key="outlook-scores", on_set=look, fit="page")
    _ahead(me, now, moment)


def _what(on: Canvas, said: Outlook, line: Line, moment: AsOf, now: str) -> Drawn:
    advice = live.once(
        ("moves", now, line.id, on.lang), lambda: moves_told(on.day, line, matter_rows(now, moment), on.lang)
    )
    if held := live.once(("held", now, line.id), lambda: held_of(on.day, line, now, moment)):
        return bypace(on, held, turn(held, on.lang), advice)
    return _whatif(on, said, line, advice, now)


def _ahead(me: Looking, now: str, moment: AsOf) -> None:
    """Tomorrow's levels, where the pack declares daily stocks."""
    shown = board()
    if any(g.ahead for g in shown.pack.gauges.values()):
        found = live.once(("levels", now), lambda: levels(shown, moment))
        own = [replace(x, areas=tuple(a for a in x.areas if me.sight.sees(shown.pack, a.area))) for x in found]
        panels = joined(told_ahead(x, shown.pack, me.lang) for x in own if x.areas)
        view = live.View(me.lang, me.theme, me.lang, now)
        live.board(Drawn(panels), view, key="outlook-levels", on_set=look, fit="page")


def _whatif(on: Canvas, said: Outlook, line: Line, advice: str, now: str) -> Drawn:
    asked = wish(on.day, said, line, on.lang)
    change: Tried | None = live.once(("tried", now, line.id, asked), lambda: tried(said, line.id, asked))
    moved = change if asked != Wish(area=asked.area) else None
    return whatif(on, line, moved, change, advice)


def _log(day: Day, line: Line, moment: AsOf, now: str, me: Looking) -> None:
    of_board, lang = board(), me.lang
    with st.container(key="outlook-log"):
        left, right = st.columns([3, 2])
    left.markdown(f"**{say(lang, 'log.title')}**")
    of = service()
    with left:
        _decide(of, line, moment, me)
    seen = (e for e in of_board.decisions(moment.known_at) if me.sight.sees(of_board.pack, e.area))
    for entry in islice(seen, 8):
        left.markdown(_entry(day, entry, lang))
    right.markdown(f"**{say(lang, 'log.alerts')}**")
    known = of_board.acknowledged(moment.known_at)
    standing = alert_rows(now, moment)
    if not standing:
        right.text(say(lang, "alert.none"))
    for alert in standing:
        text = plain(name(day.pack, alert, day.ops_day, lang))
        way = f"/alerts?{urlencode({'id': alert.key})}{me.along}"
        first = known.get(alert.key)
        seen_by = say(lang, "log.seen", by=plain(first.by), at=f"{first.known_at:%H:%M}") if first else ""
        right.markdown(f"{text} · {seen_by}" if first else f"{text} · [{say(lang, 'log.see')}]({way})")


def _decide(of: GuardedBoard, line: Line, moment: AsOf, me: Looking) -> None:
    if not allowed(of.person, "decide"):
        st.caption(say(me.lang, "log.read_only"))
        return
    with st.form("decision", clear_on_submit=True, border=False):
        label = say(me.lang, "log.what", line=line.short(me.lang))
        what = st.text_input(label, max_chars=LONGEST, key="decision-what")
        by = st.text_input(say(me.lang, "log.by"), max_chars=LONGEST_NAME, key="decision-by")
        if st.form_submit_button(say(me.lang, "log.keep"), key="decide"):
            _then(lambda: of.decide(what, by, moment, line.id, me.area or ""), me.lang)


def _then(do: Callable[[], object], lang: str) -> None:
    """Done, the page is drawn again; refused, the reason is said."""
    try:
        do()
    except BoardError as why:
        st.warning(why.sentence(lang))
    else:
        st.rerun(scope="fragment")


def _entry(day: Day, entry: Logged, lang: str) -> str:
    """What was decided, and the address of exactly that board."""
    of = day.pack.lines[entry.line].short(lang) if entry.line in day.pack.lines else ""
    at = moment_text(entry.known_at, day.ops_day, lang)
    address = "?" + urlencode({"clock": entry.clock, "line": entry.line, "area": entry.area, "lang": lang})
    return f"{at} · {of} · {plain(entry.what)} ({plain(entry.by)}) [{say(lang, 'log.reopen')}](/{address})"


page()
