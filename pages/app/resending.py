"""Deliveries that were given up, each with the button that sends it again."""

from collections.abc import Sequence

import streamlit as st

from data_pipeline.access.permission import allowed
from data_pipeline.outbox.kept import FAILED, Delivery
from data_pipeline.outbox.resend import resend
from data_pipeline.words import say
from pages.app.working import heading, plain, then, who
from pages.views.briefs.issues import Issues, became

MOST = 20  # the newest; the rest follows as these are sent


def resending(of: Issues, lang: str) -> None:
    """Nothing where nothing was given up, or not the whole city is in sight. Who may not send again sees no button."""
    failed = given_up(of)
    if not failed:
        return
    with st.container(key="panel-failed"):
        left, right = st.columns([7, 3], gap="medium")
        with left:
            heading(say(lang, "briefs.failed_title", count=len(failed)))
        with right:
            guarded = who(lang, "resend")
        may = allowed(guarded.person, "resend") and guarded.person.districts is None
        for d in failed[:MOST]:
            left, right = st.columns([8, 1], vertical_alignment="center")
            left.text(f"{d.message.subject.get(lang, d.id)}\n■ {became(d, lang)}")
            pressed = may and right.button(
                say(lang, "briefs.resend"), key=f"resend {d.id} {d.channel}",
                help=say(lang, "briefs.resend_hint", channel=plain(d.channel)), width="stretch",
            )  # fmt: skip
            if pressed:
                then(lambda d=d: resend(guarded.board, guarded.person, d.id, d.channel), lang)


def given_up(of: Issues) -> list[Delivery]:
    return [d for d in (*_flat(of), *of.others) if d.state == FAILED]


def _flat(of: Issues) -> Sequence[Delivery]:
    return [d for some in (of.deliveries or {}).values() for d in some]
