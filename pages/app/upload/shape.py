"""A file of another shape: what its columns count, or which of its columns names the figures, told by who sends it."""

from collections.abc import Mapping

import streamlit as st

from data_pipeline.declare import Feed
from data_pipeline.intake import Likely
from data_pipeline.words import say
from pages.app.upload.answers import LEAVE, UNDECIDED, answers, ask
from pages.app.working import plain, say_it

KIND, COUNT = "@kind", "@count"
Answered = tuple[dict[str, str], list[str]]  # the mapping, and what is still to be said


def tell(likely: Likely, feed: Feed, before: Mapping[str, str], lang: str, key: str) -> Answered:
    """`before`: what this sender told of earlier files."""
    if likely.way == "long":
        return _long(likely, feed, before, lang, key)
    return _wide(likely, feed, before, lang, key)


def _wide(likely: Likely, feed: Feed, before: Mapping[str, str], lang: str, key: str) -> Answered:
    column = feed[likely.column]
    name = say(lang, "upload.a_district") if column.type == "district" else column.name_in(lang)
    say_it(say(lang, "upload.is_wide", column=name, columns=sum(len(h) for _, h in likely.forms)))
    mapping: dict[str, str] = {}
    waiting = False
    for form, headers in likely.forms:
        asked = say(lang, "upload.wide_form", first=headers[0], last=headers[-1], columns=len(headers))
        was = before[form].partition("@")[0] if form in before else None
        figure = ask(asked, _figures(feed, lang), was, f"{key}-form-{form}")
        if figure == UNDECIDED:
            waiting = True
        elif figure == LEAVE:
            mapping |= dict.fromkeys(headers, "")
        else:
            mapping[form] = f"{figure}@{likely.column}"
    return ({}, [say(lang, "upload.columns_of", column=name)]) if waiting else (mapping, [])


def _long(likely: Likely, feed: Feed, before: Mapping[str, str], lang: str, key: str) -> Answered:
    say_it(say(lang, "upload.is_long", kind=likely.kind, count=likely.count))
    wanted = say(lang, "upload.turn_long", kind=likely.kind, count=likely.count)
    if not st.checkbox(plain(wanted), value=True, key=f"{key}-turn"):
        return {}, []
    left = []
    mapping = {likely.kind: KIND, likely.count: COUNT}
    for cell, column in likely.kinds:
        if column:
            continue
        named = f"{likely.kind}:{cell}"
        asked = say(lang, "upload.kind_is", kind=cell)
        figure = ask(asked, _figures(feed, lang), before.get(named), f"{key}-kind-{cell}")
        if figure == UNDECIDED:
            left.append(cell)
        else:
            mapping[named] = figure
    return ({}, left) if left else (mapping, [])


def _figures(feed: Feed, lang: str) -> dict[str, str]:
    return answers(feed, (c.name for c in feed.columns if c.is_number), lang)
