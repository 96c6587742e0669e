"""Takers of hours in parts of their own: a round's clock, when a stock is gone, what is due in the morning."""

from datetime import datetime, timedelta

from tests.reader import figures
from tests.reader.take import Taker, one, words
from tests.reader.unsay import heard

GONE = tuple(f"bypace.gone_{kind}" for kind in ("lab", "beds", "rooms"))
DUE = ("decide.left_due", "decide.left_next", "decide.left_do", "decide.left_do_items")


def rounds(t: Taker) -> None:
    """How long each round has to its deadline, which stands beside it."""
    for node in t.root.css("ul.rounds > li"):
        told = words(node)
        ends = next((x.facts["end"] for x in heard(t.view.lang, ("rounds.span",), told)), "")
        for said in heard(t.view.lang, ("rounds.left",), words(one(node, "strong"))):
            end, left = figures.moment(ends, t.day, t.view.lang), figures.length(said.facts["left"], t.view.lang)
            known = (end, left) if isinstance(end, datetime) and isinstance(left, timedelta) else None
            t.add("rounds", "", t.city, "to_deadline", known, said.facts["left"])


def gone(t: Taker) -> None:
    for node in t.root.css('[data-key="bought"] p'):
        for said in heard(t.view.lang, GONE, words(node)):
            t.moment("bypace", "", t.city, "gone", said.facts["time"])


def due(t: Taker) -> None:
    for node in t.root.css("section.decide button[data-key], ol.matters li[data-key], .decision[data-key]"):
        line = (node.attributes.get("data-key") or "").partition("-")[0]
        for said in (x for part in node.css("span,p") for x in heard(t.view.lang, DUE, words(part))):
            t.moment("decide", line, t.city, "due_by", said.facts["due"])


ALL = (rounds, gone, due)
