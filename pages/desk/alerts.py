"""提醒 Alerts: what stands, who has seen it, what is silenced until when, and where does it go?"""

from collections.abc import Callable

import streamlit as st

from data_pipeline.access.permission import allowed
from data_pipeline.actions.hour import hour_of
from data_pipeline.board.board import board
from data_pipeline.board.guarded import GuardedBoard
from data_pipeline.board.moments import moment_of
from data_pipeline.core.clock import process_clock
from data_pipeline.core.errors import BoardError
from data_pipeline.outbox.notice import Notice
from data_pipeline.store.log.decisions import LONGEST
from data_pipeline.store.log.silences import Silence
from data_pipeline.words import say
from pages.app.alerted import alerts_of, cards_of, sent_of
from pages.app.data_version import data_version
from pages.app.hosted import Places, hosted
from pages.app.hosts import Hosts, Looked, Page
from pages.app.looking import Looking
from pages.app.working import say_it, then, who
from pages.components.alerts import Alerts, state
from pages.components.html import Markup, html
from pages.components.offers import listed
from pages.components.panel import Drawn
from pages.components.said import heading, titled
from pages.components.sheet import rows_of
from pages.views.alerts.listed import alerts_table, channels, lead
from pages.views.alerts.listed import one as alert_body

UNSEEN, STANDING, ALL = "unseen", "standing", "all"
SHOWS: dict[str, Callable[[Alerts, Notice], bool]] = {
    STANDING: lambda of, n: not n.eased,
    UNSEEN: lambda of, n: not n.eased and not of.seen_by(n),
    ALL: lambda of, n: True,
}
VIEW, NO_SUCH = "alerts-view", "-"


def chosen(me: Looking) -> dict[str, str]:
    """The one that the address names, as a link in a message does; else the first that nobody has seen: what is pressed
    is what stands there, whatever comes meanwhile."""
    of = alerts_of(data_version(me.clock, me.sight), moment_of(me.clock))
    unseen = [n for n in of.standing if not of.seen_by(n)]
    first = next(iter(unseen or of.standing), None)
    id = me.asked.get("id") or (first.after or first.key if first else "")
    return {"view": st.session_state.get(VIEW) or STANDING, "id": id}


def make(of: Looked) -> Hosts:
    found, lang, asked = alerts_of(of.now, of.moment), of.me.lang, of.me.asked
    shows = SHOWS.get(asked.get("view", ""), SHOWS[STANDING])
    shown = [n for n in found.notices if shows(found, n)]
    one = found.of(asked.get("id", ""))
    parts = {
        "alerts-top": titled(say(lang, "page_name.alerts"), lead(found, lang)),
        "alerts-list": rows_of("alerts", alerts_table(found, shown, one, lang)),
        "alerts-one": _one(of, found, one),
        "alerts-channels": heading(say(lang, "alert.channels")),
    }
    if of.me.sight.is_whole:
        parts["alerts-channels"] += channels(*sent_of(of.now, of.moment), lang)
    return Hosts({key: Drawn(body) for key, body in parts.items()}, _laid(found, one))


def _laid(of: Alerts, one: Notice | None) -> str:
    """What can be done with it."""
    return f"{one.key} {of.seen_by(one) is None} {of.silence(one) is None}" if one else ""


def _one(of: Looked, found: Alerts, one: Notice | None) -> Markup:
    lang = of.me.lang
    if one is None:
        none = "alert.no_such" if of.me.asked.get("id") else "alert.none"
        return heading(say(lang, "alert.one")) + html("<p>{}</p>", say(lang, none))
    body = heading(state(found, one, lang)) + alert_body(found, one, lang)
    if own := cards_of(of.now, of.moment, one):
        body += html('<div class="dk">{}</div>', listed(own, board().pack, lang))
    return body


def lay(of: Looked, _: Hosts) -> Places:
    lang, places = of.me.lang, {"alerts-top": st.container()}
    with st.container(key="panel-alerts"):
        one, two = st.columns([7, 5], vertical_alignment="bottom")
        one.segmented_control(
            say(lang, "alert.view"), list(SHOWS), default=STANDING, key=VIEW, required=True,
            format_func=lambda v: say(lang, f"alert.view_{v}"), label_visibility="collapsed",
        )  # fmt: skip
        with two:
            mine = who(lang, "acknowledge")
        places["alerts-list"] = st.container()
    left, right = st.columns([7, 5], gap="medium")
    with left, st.container(key="panel-alert"):
        places["alerts-one"] = st.container()
        _ways(mine, of)
    places["alerts-channels"] = right.container(key="panel-channels")
    return places


def _ways(mine: GuardedBoard, of: Looked) -> None:
    found, lang = alerts_of(of.now, of.moment), of.me.lang
    one = found.of(of.me.asked.get("id", ""))
    if one is None:
        return
    open_to = allowed(mine.person, "acknowledge") and not found.seen_by(one)
    if open_to and st.button(say(lang, "alert.see"), key="alert-see", type="primary"):
        then(lambda: _see(mine, one), lang)
    if allowed(mine.person, "silence"):
        _silence(mine, found, one, lang)


def _see(mine: GuardedBoard, of: Notice) -> None:
    """When it was seen is not the viewer's choice."""
    mine.acknowledge(of.after or of.key, mine.person.name, moment_of(process_clock(board().pack.operation)))


def _silence(mine: GuardedBoard, of: Alerts, chosen: Notice, lang: str) -> None:
    quiet = of.silence(chosen)
    with st.form(f"silence-{chosen.subject}", border=False, clear_on_submit=True):
        one, two = st.columns([3, 2])
        says = one.text_input(say(lang, "alert.reason"), max_chars=LONGEST, key="silence-says")
        until = "" if quiet else two.text_input(say(lang, "alert.until"), max_chars=30, key="silence-until")
        word = say(lang, "alert.speak" if quiet else "alert.silence")
        pressed = st.form_submit_button(word, key="alert-silence")
    if pressed:
        then(lambda: _keep(mine, chosen.subject, says, "" if quiet else until, ends=quiet is not None), lang)
    elif not quiet:
        say_it(say(lang, "alert.silence_note"))


def _keep(mine: GuardedBoard, subject: str, says: str, until: str, *, ends: bool) -> None:
    at = process_clock(board().pack.operation).now()
    end = at if ends else hour_of(until, at)
    if end is None:
        raise BoardError("step_hour")
    mine.silence(Silence(subject, "", at, end, says))


def means(of: Looked) -> dict[str, str]:
    """Of an alert there is not, the page says so."""
    found, asked = alerts_of(of.now, of.moment), of.me.asked
    view, id = asked.get("view", ""), asked.get("id", "")
    return {"view": view if view in SHOWS else STANDING, "id": id if not id or found.of(id) else NO_SUCH}


hosted(Page("alerts", make, keys=("view", "id"), means=means, also=lambda _: board().published()), lay, chosen=chosen)
