"""研判 Outlook: will it clear, why not, what would change that, and how often was this page right?"""

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from data_pipeline.access.permission import allowed
from data_pipeline.access.sight import parted
from data_pipeline.board.board import board
from data_pipeline.board.moments import moment_of
from data_pipeline.core.errors import BoardError
from data_pipeline.declare import Line
from data_pipeline.outlook.day import IN_NEED, Day
from data_pipeline.outlook.levels import levels
from data_pipeline.outlook.whatif import Wish, tried
from data_pipeline.outlook.why import why
from data_pipeline.sentences.closed import speaks_of
from data_pipeline.store.log.decisions import LONGEST, LONGEST_NAME
from data_pipeline.words import say
from pages.app import live
from pages.app.data_version import data_version
from pages.app.foreseen import held_of, line_of, record
from pages.app.hosted import Places, hosted
from pages.app.hosts import Hosts, Looked, Page
from pages.app.looking import Looking
from pages.app.person import service
from pages.app.rows import alert_rows, day_rows, freshness_rows, matter_rows, outlook_of
from pages.app.wishes import Slider, read, shown, sliders, stood, turn, wish, written
from pages.components.decide import moves_told
from pages.components.empty import empty
from pages.components.html import joined
from pages.components.matrix import Chosen, matrix
from pages.components.panel import Drawn
from pages.model.canvas import Canvas
from pages.views.outlook.bypace import bypace
from pages.views.outlook.foresight import top, whatif
from pages.views.outlook.levels import told_ahead
from pages.views.outlook.log import decided, standing_now

MOST = 8  # decisions told
ABOUT = "outlook_about"  # the line this visit was shown


def make(of: Looked) -> Hosts:
    me, day = of.me, day_rows(of.now, of.moment)
    line, ahead = _line(me, day), _ahead(of)
    if day.is_empty:
        return Hosts({"outlook-top": Drawn(empty(day, me.lang)), **ahead})
    if line is None:
        return Hosts(ahead)
    own, moved = _what(of, line)
    parts = {"outlook-top": _top(of, line), **own, **_log(of)}
    if scores := record(me, of.now, of.moment):
        parts["outlook-scores"] = scores
    return Hosts({**parts, **ahead}, " ".join((line.id, *(s.key for s in moved))))


def _line(me: Looking, day: Day) -> Line | None:
    """The one chosen; else the one it opened with as long as that is in need, though another presses more by now: what
    is being typed is about it. Else the most pressing."""
    about = me.asked.get("about", "")
    held = not me.line and about in day.pack.lines and day.state(about) in IN_NEED
    return day.pack.lines[about] if held else line_of(me, day)


def _top(of: Looked, line: Line) -> Drawn:
    sight, whole = parted(of.now)
    causes = live.once(("why", whole, line.id), lambda: why(board(), outlook_of(whole, of.moment), line))
    causes = replace(causes, places=[p for p in causes.places if sight.sees(board().pack, p.area)])
    matters, fresh = matter_rows(of.now, of.moment), freshness_rows(of.now, of.moment)
    return top(Canvas(day_rows(of.now, of.moment), of.me.lang, of.me.theme), line, causes, matters, fresh)


def _what(of: Looked, line: Line) -> tuple[dict[str, Drawn], list[Slider]]:
    """What would change it, and the sliders it is asked by; nothing changes a closed day: who was left, and where."""
    me, day, said = of.me, day_rows(of.now, of.moment), outlook_of(of.now, of.moment)
    if speaks_of(day, day.city(line.id)):
        return {"outlook-overnight": Drawn(matrix(day, me.lang, Chosen(line.id)))}, []
    if said is None:
        return {}, []
    on, held = Canvas(day, me.lang, me.theme), held_of(day, line, of.now, of.moment)
    moved = sliders(day, said, line, held, me.lang)
    at = read(me.asked.get("supposed", ""), moved)
    advice = moves_told(day, line, matter_rows(of.now, of.moment), me.lang)
    if held:
        return {"outlook-whatif": bypace(on, held, turn(at, held), advice)}, moved
    asked = wish(at, day, said, line)
    change = live.once(("tried", of.now, line.id, asked), lambda: tried(said, line.id, asked))
    supposed = change if asked != Wish(area=asked.area) else None
    return {"outlook-whatif": whatif(on, line, supposed, change, advice)}, moved


def _log(of: Looked) -> dict[str, Drawn]:
    """What was decided, and what stands, with a forecast or without."""
    me, day = of.me, day_rows(of.now, of.moment)
    entries = [e for e in board().decisions(of.moment.known_at) if me.sight.sees(board().pack, e.area)][:MOST]
    standing, known = alert_rows(of.now, of.moment), board().acknowledged(of.moment.known_at)
    return {
        "outlook-decided": Drawn(decided(day, entries, me.lang)),
        "outlook-alerts": Drawn(standing_now(day, standing, known, me.lang)),
    }


def _ahead(of: Looked) -> dict[str, Drawn]:
    """Tomorrow's levels, where the pack declares daily stocks."""
    me, shown_pack = of.me, board().pack
    if not any(g.ahead for g in shown_pack.gauges.values()):
        return {}
    found = live.once(("levels", of.now), lambda: levels(board(), of.moment))
    own = [replace(x, areas=tuple(a for a in x.areas if me.sight.sees(shown_pack, a.area))) for x in found]
    return {"outlook-levels": Drawn(joined(told_ahead(x, shown_pack, me.lang) for x in own if x.areas))}


def _moved(of: Looked) -> list[Slider]:
    me, now, moment = of.me, of.now, of.moment
    day, said = day_rows(now, moment), outlook_of(now, moment)
    line = None if day.is_empty else _line(me, day)
    if line is None or said is None or speaks_of(day, day.city(line.id)):
        return []
    return sliders(day, said, line, held_of(day, line, now, moment), me.lang)


def chosen(me: Looking) -> dict[str, str]:
    me = replace(me, asked={**me.asked, "about": st.session_state.get(ABOUT, "")})
    of = Looked(me, data_version(me.clock, me.sight), moment_of(me.clock))
    line = _line(me, day_rows(of.now, of.moment))
    st.session_state[ABOUT] = line.id if line else ""
    return {"supposed": stood(_moved(of)), "about": st.session_state[ABOUT]}


def means(of: Looked) -> dict[str, str]:
    """A line is held that is in need, and what sliders there are is supposed."""
    line = _line(of.me, day_rows(of.now, of.moment))
    supposed = written(read(of.me.asked.get("supposed", ""), _moved(of)))
    return {"supposed": supposed, "about": line.id if line else ""}


def lay(of: Looked, hosts: Hosts) -> Places:
    places: dict = {"outlook-top": st.container()}
    if "outlook-whatif" in hosts.parts:
        places["outlook-whatif"] = st.container()
        shown(_moved(of))
    if "outlook-decided" not in hosts.parts:
        return places
    with st.container(key="outlook-log"):
        left, right = st.columns([3, 2])
    line = _line(of.me, day_rows(of.now, of.moment))
    assert line is not None
    with left:
        st.markdown(f"**{say(of.me.lang, 'log.title')}**")
        _decide(of, line)
    return places | {"outlook-decided": left, "outlook-alerts": right}


def _decide(of: Looked, line: Line) -> None:
    mine, lang = service(), of.me.lang
    if not allowed(mine.person, "decide"):
        st.caption(say(lang, "log.read_only"))
        return
    with st.form("decision", clear_on_submit=True, border=False):
        label = say(lang, "log.what", line=line.short(lang))
        what = st.text_input(label, max_chars=LONGEST, key="decision-what")
        by = st.text_input(say(lang, "log.by"), max_chars=LONGEST_NAME, key="decision-by")
        if st.form_submit_button(say(lang, "log.keep"), key="decide"):
            _then(lambda: mine.decide(what, by, of.moment, line.id, of.me.area or ""), lang)


def _then(do: Callable[[], object], lang: str) -> None:
    """Done, the page is drawn again; refused, the reason is said."""
    try:
        do()
    except BoardError as why:
        st.warning(why.sentence(lang))
    else:
        st.rerun(scope="fragment")


hosted(
    Page("outlook", make, "page", keys=("supposed", "about"), means=means, also=lambda _: board().published()),
    lay,
    chosen=chosen,
)
