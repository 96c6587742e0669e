"""研判 Outlook: will it clear, why not, what would change that, and how often was this page right?"""

from collections.abc import Callable

import streamlit as st

from data_pipeline.authority import allowed
from data_pipeline.board import board
from data_pipeline.clock import Moment
from data_pipeline.declare import Line
from data_pipeline.errors import BoardError
from data_pipeline.forecast.advice import suggestion as told
from data_pipeline.outlook import Outlook, log
from data_pipeline.outlook.moves import resource, suggestion
from data_pipeline.outlook.whatif import Tried, Wish, tried
from data_pipeline.outlook.why import places, stages
from data_pipeline.service import Service
from data_pipeline.words import say
from pages import live
from pages.looking import Looking, look, looking
from pages.parts.day import Day
from pages.parts.decide import alert_name
from pages.parts.foresight import top, whatif
from pages.parts.numbers import moment as moment_text
from pages.parts.phrases import short, unit
from pages.parts.scores import scores
from pages.person import service
from pages.pulse import pulse
from pages.rows import alert_rows, day_rows, gauge_rows, matter_rows, outlook_of
from pages.working import plain

STEPS = 20  # of the slider for one district


@st.fragment(key=live.BOARD)
def page() -> None:
    me, of = looking(), board()
    now, moment = pulse(me.clock), me.clock.moment(of.pack.operation)
    day, said = day_rows(now, moment), outlook_of(now, moment)
    st.session_state["drawn"] = now
    first = next(x for x in of.pack.lines.values() if x.tier == "headline")
    line = of.pack.lines[me.line or day.most_pressing or first.id]
    view = live.View(me.lang, me.theme, f"{me.lang} {line.id}", now)
    why = live.once(("why", now, line.id), lambda: _why(said, line))
    drawn = live.once(
        ("outlook top", now, line.id, me.lang),
        lambda: top(day, line, why[0], why[1], matter_rows(now, moment), me.lang),
    )
    live.board(drawn, view, key="outlook-top", on_set=look, fit="page")
    if said is not None:
        wish = _wish(day, said, line, me.lang)
        change = live.once(("tried", now, line.id, wish), lambda: tried(said, line.id, wish))
        advice = live.once(("moves", now, line.id, me.lang), lambda: _moves(said, line, now, moment, me.lang))
        live.board(_whatif(day, line, change, wish, advice, me), view, key="outlook-whatif", on_set=look, fit="page")
    _log(day, line, moment, now, me)  # decided and seen it is with a forecast or without
    if said is not None:
        record = live.once(("scores", now, me.lang, me.theme), lambda: scores(said.past, of.pack, me.lang, me.theme))
        live.board(record, view, key="outlook-scores", on_set=look, fit="page")


def _why(said: Outlook | None, line: Line) -> tuple:
    return (places(said, line.id), stages(board(), said, line)) if said else ([], [])


def _wish(day: Day, said: Outlook, line: Line, lang: str) -> Wish:
    """What the sliders stand at; without a change the page shows the line as it is."""
    city = said.of(line.id, day.city_code)
    if city is None:
        return Wish()
    holder = next(iter(getattr(city, "holders", ())), ("", 0.0))[0]
    here = said.any(city.part or line.id, holder) if holder else None
    step = _step(max((here.more_needed(17) or 0.0) if here else 0.0, (here.rate_done / 2) if here else 1.0))
    with st.container(key="outlook-sliders"):
        left, middle, right = st.columns(3)
    pace = left.slider(say(lang, "outlook.slider_pace"), -50, 100, 0, 5, format="%+d%%", key=f"pace-{line.id}")
    came = middle.slider(say(lang, "outlook.slider_arrivals"), -50, 50, 0, 5, format="%+d%%", key=f"due-{line.id}")
    area = short(day.pack.area[holder], lang) if holder else ""
    word = unit(day.pack.lines[city.part or line.id], day.pack, lang).strip()
    name = say(lang, "outlook.slider_area", area=area, unit=word)
    plus = right.slider(name, 0, STEPS * step, 0, step, key=f"plus-{line.id}-{holder}") if holder else 0
    return Wish(pace, came, plus, holder)


def _step(most: float) -> int:
    """A round step, so that the slider's end is about `most`."""
    size = max(most / STEPS, 1)
    power = 10 ** (len(str(int(size))) - 1)
    return int(next(m * power for m in (1, 2, 5, 10) if m * power >= size))


def _whatif(day: Day, line: Line, change: Tried | None, wish: Wish, advice: str, me: Looking):
    moved = change if wish != Wish(area=wish.area) else None
    return whatif(day, line, moved, change, advice, me.lang, me.theme)


def _moves(said: Outlook, line: Line, now: str, moment: Moment, lang: str) -> str:
    pack = board().pack
    gauge, found = resource(pack, line.id), suggestion(said, pack, line.id, gauge_rows(now, moment).frame)
    if gauge is None or found is None:
        return say(lang, "outlook.no_resource", line=line.short(lang))
    names = {a.code: short(a, lang) for a in pack.areas}
    units = [pack.term("unit", u, lang).lower() for u in (gauge.unit, line.unit)]
    return told(lang, found, said.moment.as_of, names, *units)


def _log(day: Day, line: Line, moment: Moment, now: str, me: Looking) -> None:
    root, lang = board().root, me.lang
    with st.container(key="outlook-log"):
        left, right = st.columns([3, 2])
    left.markdown(f"**{say(lang, 'log.title')}**")
    of = service()
    with left:
        _decide(of, line, moment, me)
    for entry in log.decisions(root, moment.known_at)[:8]:
        left.markdown(_entry(day, entry, lang))
    right.markdown(f"**{say(lang, 'log.alerts')}**")
    known = log.acknowledged(root, moment.known_at)
    for alert in alert_rows(now, moment):
        text = alert_name(day, alert, lang)
        if first := known.get(alert.key):
            right.markdown(f"{text} · {say(lang, 'log.seen', by=plain(first.by), at=f'{first.known_at:%H:%M}')}")
        elif not allowed(of.person, "acknowledge"):
            right.markdown(text)
        elif right.button(f"{text} · {say(lang, 'log.see')}", key=alert.key):
            _then(lambda key=alert.key: of.acknowledge(key, say(lang, "log.desk"), moment), lang)


def _decide(of: Service, line: Line, moment: Moment, me: Looking) -> None:
    if not allowed(of.person, "decide"):
        st.caption(say(me.lang, "log.read_only"))
        return
    with st.form("decision", clear_on_submit=True, border=False):
        label = say(me.lang, "log.what", line=line.short(me.lang))
        what = st.text_input(label, max_chars=log.LONGEST, key="decision-what")
        by = st.text_input(say(me.lang, "log.by"), max_chars=80, key="decision-by")
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


def _entry(day: Day, entry: log.Entry, lang: str) -> str:
    """What was decided, and the address of exactly that board."""
    of = day.pack.lines[entry.line].short(lang) if entry.line in day.pack.lines else ""
    at = moment_text(entry.known_at, day.ops_day, lang)
    address = f"?clock={entry.clock}&line={entry.line}&area={entry.area}&lang={lang}"
    return f"{at} · {of} · {plain(entry.what)} ({plain(entry.by)}) [{say(lang, 'log.reopen')}](/{address})"


page()
