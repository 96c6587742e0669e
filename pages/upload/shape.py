"""A file of another shape: what its columns count, or which of its columns names the figures, told by who sends it."""

from collections.abc import Mapping

import streamlit as st

from data_pipeline.declare import Feed
from data_pipeline.intake import Likely
from data_pipeline.words import say
from pages.working import plain, say_it

UNDECIDED, LEAVE = "?", ""
KIND, COUNT = "@kind", "@count"
Told = tuple[dict[str, str], list[str]]  # the mapping, and what is still to be said


def tell(likely: Likely, feed: Feed, before: Mapping[str, str], lang: str, key: str) -> Told:
    """`before`: what this sender told of earlier files."""
    if likely.way == "long":
        return _long(likely, feed, before, lang, key)
    return _wide(likely, feed, before, lang, key)


def _wide(likely: Likely, feed: Feed, before: Mapping[str, str], lang: str, key: str) -> Told:
    column = feed[likely.column]
    name = say(lang, "upload.a_district") if column.type == "district" else column.name_in(lang)
    say_it(say(lang, "upload.is_wide", column=name, columns=sum(len(h) for _, h in likely.forms)))
    mapping: dict[str, str] = {}
    for form, headers in likely.forms:
        asked = say(lang, "upload.wide_form", first=headers[0], last=headers[-1], columns=len(headers))
        was = before[form].partition("@")[0] if form in before else None
        figure = _figure(asked, feed, was, lang, f"{key}-form-{form}", leave=len(likely.forms) > 1)
        if figure not in (UNDECIDED, LEAVE):
            mapping[form] = f"{figure}@{likely.column}"
        elif figure == LEAVE:
            mapping |= dict.fromkeys(headers, "")
    told = any("@" in target for target in mapping.values())
    return mapping, [] if told else [say(lang, "upload.columns_of", column=name)]


def _long(likely: Likely, feed: Feed, before: Mapping[str, str], lang: str, key: str) -> Told:
    say_it(say(lang, "upload.is_long", kind=likely.kind, count=likely.count))
    left = []
    mapping = {likely.kind: KIND, likely.count: COUNT}
    for cell, column in likely.kinds:
        if column:
            continue
        named = f"{likely.kind}:{cell}"
        figure = _figure(say(lang, "upload.kind_is", kind=cell), feed, before.get(named), lang, f"{key}-kind-{cell}",
                         leave=True)  # fmt: skip
        if figure == UNDECIDED:
            left.append(cell)
        else:
            mapping[named] = figure
    agreed = st.checkbox(plain(say(lang, "upload.turn_long", kind=likely.kind, count=likely.count)),
                         value=before.get(likely.kind) == KIND, key=f"{key}-turn")  # fmt: skip
    if agreed and not left:
        return mapping, []
    return {}, left or [say(lang, "upload.turn_it")]


def _figure(label: str, feed: Feed, was: str | None, lang: str, key: str, *, leave: bool) -> str:
    said = {UNDECIDED: say(lang, "upload.undecided"), LEAVE: say(lang, "upload.leave_out")}
    options = [UNDECIDED, *([LEAVE] if leave else []), *(c.name for c in feed.columns if c.is_number)]
    at = options.index(was) if was in options and was is not None else 0
    return st.selectbox(
        plain(label), options, at, format_func=lambda n: said.get(n) or feed[n].name_in(lang), key=key
    )  # fmt: skip
