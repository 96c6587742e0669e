"""Suspicions of all files in one place, each to be confirmed by a person: one tick each, and one for a long run of the
same kind."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

import streamlit as st

from data_pipeline.declare import Feed, Pack
from data_pipeline.intake import Problem
from data_pipeline.words import say
from pages.app.live import onward
from pages.app.upload.files import Card
from pages.app.working import heading, plain
from pages.components.cells import column_name
from pages.components.html import html

EACH = 25  # of one kind in one column; more are told in a list and confirmed together
SETTLED_ELSEWHERE = ("unknown_header", "second_column")  # decided where the headers are


def to_confirm(found: Sequence[Problem]) -> list[Problem]:
    return [p for p in found if p.code not in SETTLED_ELSEWHERE]


def confirm_all(cards: Sequence[Card], pack: Pack, lang: str) -> list[Card]:
    """Draws the doubts of all files; gives the cards with what is still open among them."""
    asked = [c for c in cards if c.doubts]
    if not asked:
        return list(cards)
    with st.container(key="panel-doubts"):
        head, key = st.columns([4, 8], vertical_alignment="center")
        with head:
            heading(say(lang, "upload.doubts", rows=sum(len(c.doubts) for c in asked)))
        with key:
            onward(say(lang, "upload.next_doubt"), key="onward")
        return [_of_file(c, pack, lang) for c in cards]


def _of_file(card: Card, pack: Pack, lang: str) -> Card:
    if not card.doubts or card.delivery is None:
        return card
    name = card.file.name
    link_to(f"panel-{card.file.id}", say(lang, "upload.doubts_of", name=name, rows=len(card.doubts)))
    still = confirm(card.doubts, pack.feeds[card.delivery.feed], lang, card.key)
    more = (say(lang, "upload.todo_doubts", name=name, rows=still),) if still else ()
    return replace(card, left=(*card.left, *more))


def link_to(panel: str, text: str) -> None:
    """A link to a panel of this page; where it leads is the list's to do (doubts.js)."""
    st.html(html('<div class="dk to"><a href="#{}">{}</a></div>', panel, text))


def confirm(found: Sequence[Problem], feed: Feed, lang: str, key: str) -> int:
    """Draws the ticks; gives how many are still open."""
    kinds: defaultdict[tuple[str, str], list[Problem]] = defaultdict(list)
    for p in found:
        kinds[p.code, p.column].append(p)
    left = 0
    for (code, column), same in kinds.items():
        if len(same) <= EACH:
            left += sum(not _tick(p, lang, key) for p in same)
            continue
        title = say(lang, "upload.many_doubts", column=column_name(feed, column, lang), rows=len(same))
        with st.expander(title):
            st.text("\n".join(_line(p, lang) for p in same))
        done = st.checkbox(say(lang, "upload.confirm_all", rows=len(same)), key=f"{key}-{code}-{column}-{_of(same)}")
        left += 0 if done else len(same)
    return left


def _tick(p: Problem, lang: str, key: str) -> bool:
    # a label is read as Markdown: what a file holds must stay plain text in it
    return st.checkbox(plain(_line(p, lang)), key=f"{key}-{_of([p])}")


def _line(p: Problem, lang: str) -> str:
    advice = p.suggestion(lang)
    where = say(lang, "sent.line", line=p.line) if p.line else say(lang, "sent.whole")
    return say(lang, "upload.doubt", where=where, sentence=p.sentence(lang), advice=advice).strip()


def _of(found: Sequence[Problem]) -> str:
    described = "\0".join(f"{p.line} {p.column} {p.value} {p.code} {sorted(p.facts.items())}" for p in found)
    return sha256(described.encode()).hexdigest()[:12]
