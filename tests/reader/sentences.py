"""Takers of sentences: each template of the catalogue that carries figures, run backwards over what a view tells.

The line a sentence speaks of is the one it names, else the one its page or view leads with.
"""

import re

from selectolax.lexbor import LexborNode

from data_pipeline.outlook.day import STATES, TOLD, UNJUDGED, UNKNOWN
from data_pipeline.words import catalogue
from tests.reader import figures
from tests.reader.take import Taker, one, words
from tests.reader.unsay import Said, heard, unsay

# facts of one template: placeholder -> kind, by how it is read
COUNTS = {
    "sentence.lead": {"due": "due", "done": "done", "left": "open"},
    "sentence.overdue": {"left": "open"},
    "closed.lead": {"due": "due", "done": "done", "left": "open"},
    "closed.lead_clear": {"due": "due"},
    "closed.rule_both": {"overdue": "overdue"},
    "closed.rule_both_now": {"overdue": "overdue"},
    "forecast.left": {"open": "open"},
    "place.line": {"left": "open"},
    "wall.map": {"left": "open"},
}
ABOUT = {
    "forecast.ahead_more_both": {"p50": "more"},
    "forecast.ahead_more_middle": {"p50": "more"},
    "forecast.more": {"p50": "more"},
    "forecast.more_middle": {"p50": "more"},
    "sentence.pace": {"need": "more", "rate": "rate_now"},
    "forecast.ahead_left_sure": {"p50": "left_middle"},
    "forecast.left_sure": {"p50": "left_middle"},
    "companion.enough": {"needed": "needed", "pace": "rate_now"},
    "companion.rise": {"needed": "needed", "pace": "rate_now", "best": "best"},
    "companion.beyond": {"needed": "needed", "best": "best"},
    "companion.past": {"open": "open"},
}
RANGES = {
    "forecast.ahead_left_at": ("p50", "p90"),
    "forecast.left_at": ("p50", "p90"),
    "forecast.brief_left": ("left",),
}
MOMENTS = {
    "sentence.lead": {"as_of": "as_of"},
    "sentence.early": {"finish": "finish"},
    "sentence.late": {"finish": "finish"},
    "sentence.on_the_dot": {"finish": "finish"},
    "closed.lead": {"as_of": "as_of"},
    "closed.lead_clear": {"as_of": "as_of"},
    "forecast.left": {"as_of": "as_of"},
    "forecast.ahead_safe": {"p50": "finish"},
    "forecast.ahead_finish": {"p50": "finish"},
    "forecast.ahead_open": {"p50": "finish"},
    "forecast.finish": {"p50": "finish"},
    "forecast.finish_open": {"p50": "finish"},
    "forecast.brief_finish": {"p50": "finish"},
    "forecast.brief_open": {"p50": "finish"},
    "companion.last_safe": {"time": "act_by"},
}
FINISHES = {
    "forecast.ahead_safe": "range",
    "forecast.ahead_finish": "range",
    "forecast.finish": "range",
    "forecast.brief_finish": "range",
}
ENOUGH = ("companion.enough",)
CITY_LAST = ("forecast.city", "forecast.city_never", "forecast.city_all", "forecast.city_each")
KNOWN = tuple({*COUNTS, *ABOUT, *RANGES, *MOMENTS, *FINISHES, *ENOUGH, *CITY_LAST})


def leads(t: Taker) -> None:
    """The first section of a page: its sentence, what stands beside it, and the as-of."""
    for node in t.root.css("section.lead"):
        line, area = led(t, node), _focus(t)
        told = words(one(node, "h1")) + " " + words(one(node, ".told p"))
        sentence(t, "lead", line, area, told)
        past(t, "lead", line, area, told)
        _counted(t, told)
        as_of = words(one(node, ".when p"))
        _slot(t, line, area, as_of)


def led(t: Taker, node: LexborNode) -> str:
    """The line that a lead speaks of, by the name it uses."""
    told = words(one(node, "h1"))
    for key in (
        "sentence.lead",
        "forecast.left",
        "forecast.cleared",
        "forecast.cleared_but",
        "forecast.refused",
        "place.line",
        "closed.lead",
        "closed.lead_clear",
    ):
        for said in heard(t.view.lang, (key,), told):
            if line := _named(t, said.facts.get("line", "")):
                return line
    return ""


def _named(t: Taker, text: str) -> str:
    """The longest line name that this text ends with: in Chinese a name is followed by its verb without a space."""
    text = text.strip()
    if line := t.names.line(text):
        return line
    ends = [n for n in t.names.lines if text.endswith(n) or text.startswith(n)]
    return t.names.lines[max(ends, key=len)] if ends else ""


def sentence(t: Taker, place: str, line: str, area: str, told: str) -> None:
    """Every template in a text whose facts are figures of one line in one area."""
    for said in heard(t.view.lang, KNOWN, told):
        own = _named(t, said.facts.get("line", "")) or line
        _figures(t, place, own, area, said)
        if said.key in ENOUGH:
            t.add(place, own, area, "enough", True, told[slice(*said.span)])
        if said.key in CITY_LAST:
            _last(t, place, own, said)


def _figures(t: Taker, place: str, line: str, area: str, said: Said) -> None:
    facts = said.facts
    for name, kind in COUNTS.get(said.key, {}).items():
        t.count(place, line, area, kind, _figure(facts[name]))
    for name, kind in ABOUT.get(said.key, {}).items():
        t.count(place, line, area, kind, _figure(facts[name]), about=True)
    for name, kind in MOMENTS.get(said.key, {}).items():
        t.moment(place, line, area, kind, facts[name])
    if both := RANGES.get(said.key):
        texts = figures.counts(facts[both[0]]) if len(both) == 1 else tuple(facts[n] for n in both)
        low, high = (figures.number(_figure(x), about=True) for x in texts)
        t.add(place, line, area, "left_range", (low, high) if low and high else None, " – ".join(texts))
    if name := FINISHES.get(said.key):
        low, high = (figures.moment(x, t.day, t.view.lang) for x in figures.clocks(facts[name]))
        t.add(place, line, area, "finish_range", (low, high) if low and high else None, facts[name])


def _figure(text: str) -> str:
    """The figure at the start of a fact that may carry its unit's word: 20,149人 · 2,800 people · 23万户."""
    found = re.match(r"\s*[−-]?[\d,]+(?:\.\d+)?(?:\s?万|\s?亿|[km]\b)?", text)
    return found[0] if found else text


def _last(t: Taker, place: str, line: str, said: Said) -> None:
    """15 of 16 districts clear; the last is … at …"""
    f = said.facts
    t.add(place, line, t.city, "last_district", t.names.area(f["area"]) or None, f["area"])
    if f.get("time"):
        t.moment(place, line, t.city, "last_finish", f["time"])
    if "clear" in f:
        t.count(place, line, t.city, "districts_clear", f["clear"])


def past(t: Taker, place: str, line: str, area: str, told: str) -> None:
    """How long the deadline is past, where a sentence tells it: the clock beside it does, once."""
    for said in (x for x in heard(t.view.lang, ("sentence.overdue",), told) if "gap" in x.facts):
        t.add(place, line, area, "past_by", figures.length(said.facts["gap"], t.view.lang), said.facts["gap"])


def _slot(t: Taker, line: str, area: str, told: str) -> None:
    lang = t.view.lang
    for said in heard(lang, ("lead.as_of",), told.split("·", maxsplit=1)[0].strip()):
        t.moment("lead", line, area, "as_of", said.facts["clock"])
    found = re.search(r"(\d+)\s*/\s*(\d+)", told)
    if found and not list(heard(lang, ("closed.due",), told)):  # that counts files of the new day
        t.add("lead", line, t.city, "reported", (int(found[1]), int(found[2])), told)


def _counted(t: Taker, told: str) -> None:
    """8 lines: 4 to support, 1 at risk, 3 on track; and the districts in need."""
    for said in heard(t.view.lang, ("sentence.count",), told):
        counts: dict[str, list[figures.Shown | None]] = {}
        for part in re.split(r"[、,]", said.facts["parts"]):
            for state in TOLD:
                if one_of := unsay(t.view.lang, f"counted.{state}", part):
                    kind = UNKNOWN if state in UNJUDGED else state
                    counts.setdefault(kind, []).append(figures.number(one_of["count"]))
        for state, found in counts.items():
            t.add("lead", "", _focus(t), f"count_{state}", figures.total(found), said.facts["parts"])
    for said in heard(t.view.lang, ("sentence.need",), told):
        codes = [t.names.area(x) for x in re.split(r"[、,]", said.facts["areas"])]
        t.add("lead", "", t.city, "need_areas", tuple(codes) if all(codes) else None, said.facts["areas"])
    if list(heard(t.view.lang, ("sentence.need_none",), told)):
        t.add("lead", "", t.city, "need_areas", (), told)


ORDERS = ("decide.what_moves", "decide.what_city", "decide.what_ready", "decide.what_open")


def matters(t: Taker) -> None:
    """To decide now: what will be left where, by when to act, what it buys."""
    lang = t.view.lang
    for node in t.root.css("section.decide button[data-key], ol.matters li[data-key], .decision[data-key]"):
        line, _, area = (node.attributes.get("data-key") or "").rpartition("-")
        t.add("decide", line, area, "matter", True, words(node))
        _gap(t, line, area, words(one(node, "b")))
        for told in [*(words(n) for n in node.css("b,span,p")), node.attributes.get("title") or ""]:
            _buys(t, line, area, told)
            for said in heard(lang, ("decide.last_safe",), told):
                t.moment("decide", line, area, "act_by", said.facts["time"])
            for said in heard(lang, ORDERS, told):
                t.moment("decide", line, area, "act_by", said.facts["by"])


def _gap(t: Taker, line: str, area: str, told: str) -> None:
    if over := unsay(t.view.lang, "decide.left", told):  # the deadline has passed: so many were left
        left = figures.number(_figure(over["left"]), about=True)
        t.add("decide", line, area, "left_range", (left, left) if left else None, over["left"])
        return t.moment("decide", line, area, "deadline", over["deadline"])
    facts = unsay(t.view.lang, "decide.gap", told)
    if not facts:
        return None
    whole = facts["left"] + (" " if t.view.lang == "en" else "") + facts["unit"]  # the second end follows with the unit
    texts = tuple(_figure(x) for x in figures.counts(whole))
    low, high = (figures.number(x, about=True) for x in texts)
    t.add("decide", line, area, "left_range", (low, high) if low and high else None, "–".join(texts))
    return t.moment("decide", line, area, "deadline", facts["deadline"])


def _buys(t: Taker, line: str, area: str, told: str) -> None:
    lang = t.view.lang
    for said in heard(lang, ("decide.buys_time",), told):
        both = tuple(figures.moment(said.facts[n], t.day, lang) for n in ("before", "after"))
        t.add("decide", line, area, "buys_time", both if all(both) else None, told)
    for said in heard(lang, ("decide.buys_left",), told):
        both = tuple(figures.number(_figure(said.facts[n]), about=True) for n in ("before", "after"))
        t.add("decide", line, area, "buys_left", both if all(both) else None, told)


def bought(t: Taker) -> None:
    """The what-if of a line without a change tells the same as its lead."""
    lead = t.root.css_first("section.lead")
    line = led(t, lead) if lead is not None else ""
    for node in t.root.css('[data-key="bought"]'):
        sentence(t, "whatif", line, t.city, words(node))


def wall_titles(t: Taker) -> None:
    """The sentence over each view of a wall."""
    lang = t.view.lang
    for node in t.root.css("section.view"):
        id, title = node.attributes.get("data-key") or "", words(one(node, "h1"))
        if told := unsay(lang, "wall.of_line", title) if id == "view-burndown" else None:
            line = _named(t, told["line"])
            sentence(t, id, line, _focus(t), told["text"])
            past(t, id, line, _focus(t), told["text"])
        if told := unsay(lang, "wall.map", title) if id == "view-map" else None:
            t.count(id, _named(t, told["line"]), t.city, "open", told["left"])
        if id.startswith("view-tiles"):
            _tiles_title(t, id, title)
        if id.startswith("view-matrix") and (told := unsay(lang, "wall.matrix_need", title)):
            codes = [t.names.area(x) for x in re.split(r"[、,]", told["areas"])]
            t.add(id, "", t.city, "need_areas", tuple(codes) if all(codes) else None, title)


def _tiles_title(t: Taker, id: str, title: str) -> None:
    for state in STATES:
        key = f"wall.tiles_{state}"
        told = unsay(t.view.lang, key, title) if key in catalogue(t.view.lang) else None
        if told and "count" in told and (number := figures.number(told["count"])):
            t.add(id, "", _focus(t), f"count_{state}", number, title)


def _focus(t: Taker) -> str:
    from tests.reader.parts import focus

    return focus(t)


ALL = (leads, matters, bought, wall_titles)
