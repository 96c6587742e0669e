"""The night's review on the page of briefs: the draft, remarks to its parts, and who confirms it."""

from datetime import datetime, time, timedelta
from urllib.parse import urlencode

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data_pipeline.access.permission import allowed
from data_pipeline.board.board import board
from data_pipeline.brief.make import brief, wanted
from data_pipeline.core.clock import AsOf, process_clock
from data_pipeline.declare.brief import BriefForm
from data_pipeline.store.log.reviewed import LONGEST, Reviewed
from data_pipeline.words import say
from data_pipeline.words.numbers import day as day_name
from data_pipeline.words.numbers import moment as clock_name
from pages.app import live
from pages.app.looking import Looking
from pages.app.working import headed, heading, say_it, then, who
from pages.components.html import Markup, html
from pages.views.briefs.draft import draft


def forms(me: Looking) -> list[BriefForm]:
    """Those that a person has to confirm, for whoever sees the whole city."""
    return [f for f in board().pack.briefs if f.confirm] if me.sight.is_whole else []


def reviewing(me: Looking, moment: AsOf) -> dict[str, DeltaGenerator]:
    """Each form of the last day that is over; gives the places of drafts that are shown."""
    places = {}
    for form in forms(me):
        with st.container(key=f"panel-{form.id}"):
            if place := _one(form, me, closed(moment)):
                places[host_of(form)] = place
    return places


def toggled(me: Looking) -> list[str]:
    """Ids of forms whose draft this visit has opened."""
    return [f.id for f in forms(me) if st.session_state.get(f"draft-{f.id}")]


def host_of(form: BriefForm) -> str:
    return f"briefs-draft-{form.id}"


def confirmed(form: BriefForm, of: AsOf) -> Reviewed | None:
    return next((r for r in board().reviews(of.known_at) if (r.form, r.ops_day) == (form.id, of.ops_day)), None)


def drafted(form: BriefForm, of: AsOf, lang: str) -> Markup:
    key = ("draft", form.id, board().version(of.known_at), board().acted(of.known_at), of.ops_day, lang)
    return live.once(key, lambda: draft(brief(board(), of, wanted(board().pack, lang, form_id=form.id))))


def closed(moment: AsOf) -> AsOf:
    """The close of the last day that is over by then."""
    end = datetime.combine(moment.ops_day + timedelta(days=1), time.min)
    if moment.as_of >= end:
        return moment
    before = moment.ops_day - timedelta(days=1)
    return AsOf(ops_day=before, as_of=datetime.combine(moment.ops_day, time.min), known_at=moment.known_at)


def _one(form: BriefForm, me: Looking, of: AsOf) -> DeltaGenerator | None:
    lang = me.lang
    title = say(lang, "review.title", day=day_name(of.ops_day, lang))
    found = confirmed(form, of)
    if found is not None:
        headed(title, ways=_way(form, me, of))
        at = clock_name(found.known_at, found.ops_day, lang)
        say_it(say(lang, "review.confirmed", by=found.by, at=at, remarks=len(found.remarks)), "good")
        return None
    headed(title, say(lang, "review.draft"), _way(form, me, of))
    st.caption(say(lang, "review.lead_draft"))
    if not st.toggle(say(lang, "review.show"), key=f"draft-{form.id}"):
        return None
    place = st.container()
    _confirming(form, of, lang)
    return place


def _confirming(form: BriefForm, of: AsOf, lang: str) -> None:
    guarded = who(lang, "approve")
    if not allowed(guarded.person, "approve") or guarded.person.districts is not None:
        st.caption(say(lang, "review.to_confirm"))
        return
    heading(say(lang, "review.remark"))
    with st.form(f"review-{form.id}", border=False):
        remarks = {
            p.name: st.text_area(
                say(lang, "review.remark_on", part=say(lang, f"brief.part_{p.name}")), max_chars=LONGEST,
                key=f"remark-{form.id}-{p.name}", height=68,
            )
            for p in form.part
        }  # fmt: skip
        pressed = st.form_submit_button(say(lang, "review.confirm"), key=f"confirm-{form.id}")
    if pressed:
        at = process_clock(board().pack.operation).now()  # when it happened is not the viewer's choice
        then(lambda: guarded.confirm_review(form.id, of.ops_day, at, remarks), lang)


def _way(form: BriefForm, me: Looking, of: AsOf) -> Markup:
    """To the document as it stands."""
    known = f"{of.known_at:%Y-%m-%dT%H:%M:%S}"
    clock = f"replay:{known}@0;asof={of.as_of:%Y-%m-%dT%H:%M}"
    address = urlencode({"lang": me.lang, "of": form.id, "clock": clock})
    return html('<a href="api/brief/city.pdf?{}" download>{}</a>', address, say(me.lang, "review.read"))
