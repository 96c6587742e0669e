"""简报 Briefs: which were issued, of which report time, who took them, and did each delivery arrive?"""

from collections.abc import Hashable

import streamlit as st

from data_pipeline.board.board import board
from data_pipeline.outbox.kept import Outbox
from data_pipeline.words import say
from pages.app.hosted import Places, hosted
from pages.app.hosts import Hosts, Looked, Page
from pages.app.issued import issues_of
from pages.app.looking import Looking
from pages.app.resending import given_up, resending
from pages.app.reviewing import closed, confirmed, drafted, forms, host_of, reviewing, toggled
from pages.components.panel import Drawn
from pages.components.said import titled
from pages.views.briefs.issues import issues_page, lead

APART = ","


def also(_: Looked) -> Hashable:
    """What was entered, and what became of deliveries."""
    return board().published(), tuple(sorted(Outbox(board().state).counts().items()))


def make(of: Looked) -> Hosts:
    lang, found = of.me.lang, issues_of(of.moment, of.me.sight)
    parts = {"briefs-top": Drawn(titled(say(lang, "page_name.briefs"), lead(found, lang)))}
    over, open_to = closed(of.moment), [f for f in forms(of.me) if confirmed(f, closed(of.moment)) is None]
    shown = of.me.asked.get("drafts", "").split(APART)
    parts |= {host_of(f): Drawn(drafted(f, over, lang)) for f in open_to if f.id in shown}
    parts["briefs"] = issues_page(found, lang)
    laid = (f"{over.ops_day}", *(f.id for f in open_to), *(f"{d.id} {d.channel}" for d in given_up(found)))
    return Hosts(parts, " ".join(laid))


def lay(of: Looked, _: Hosts) -> Places:
    top = st.container()
    drafts = reviewing(of.me, of.moment)
    resending(issues_of(of.moment, of.me.sight), of.me.lang)
    return {"briefs-top": top, **drafts}


def chosen(me: Looking) -> dict[str, str]:
    return {"drafts": APART.join(toggled(me))}


def means(of: Looked) -> dict[str, str]:
    asked = of.me.asked.get("drafts", "").split(APART)
    return {"drafts": APART.join(f.id for f in forms(of.me) if f.id in asked)}


hosted(Page("briefs", make, keys=("drafts",), means=means, also=also), lay, chosen=chosen)
