"""Which column each header is: those that are not understood wait for an answer, any other can be changed."""

from collections.abc import Mapping

import streamlit as st

from data_pipeline.declare import Feed
from data_pipeline.intake import Report
from data_pipeline.intake.pivot import is_shape
from data_pipeline.words import say
from pages.app.upload.answers import UNDECIDED, answers, ask


def choose(
    base: Report, feed: Feed, before: Mapping[str, str], lang: str, key: str
) -> tuple[dict[str, str], list[str]]:
    """`base`: the report without any choice; `before`: what this sender chose in earlier files. Gives the mapping and
    the headers still undecided."""
    there = {h: c for h, c in before.items() if h in base.samples and not is_shape(c)}
    open_to_change = [h for h in base.samples if h not in base.unknown]
    asked = list(base.unknown)
    with st.expander(say(lang, "upload.change_mapping"), expanded=False):
        asked += st.multiselect(
            say(lang, "upload.which_headers"),
            open_to_change,
            [h for h in there if h in open_to_change],
            key=f"{key}-which",
            placeholder=say(lang, "upload.pick"),
        )
    mapping: dict[str, str] = {}
    offered = _offered(base, feed, lang)
    for header in asked:
        label = say(lang, "upload.header_is", header=_named(header, base, lang), sample=base.samples.get(header) or "—")
        default = there.get(header, base.mapping.get(header, UNDECIDED))
        answer = ask(label, offered, default, f"{key}-map-{header}")
        if answer != UNDECIDED:
            mapping[header] = answer
    if there:
        st.caption(say(lang, "upload.remembered"))
    return mapping, [h for h in base.unknown if h not in mapping]


def _named(header: str, base: Report, lang: str) -> str:
    """A header as asked about: one that shares its name with another is told by its place and group."""
    seconds = {p.value: str(p.facts[f"own_{lang}"]) for p in base.problems if p.code == "second_column"}
    return seconds.get(header, f"“{header}”")


def _offered(base: Report, feed: Feed, lang: str) -> dict[str, str]:
    """First the columns that the file lacks, named as such."""
    found = answers(feed, [*base.missing, *(n for n in feed.names if n not in base.missing)], lang)
    missing = {n: say(lang, "upload.missing_column", column=feed[n].name_in(lang)) for n in base.missing}
    return found | missing
