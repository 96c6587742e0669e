"""The same fact is told the same on every page, tile, matrix, wall, sentence, table and map; parts add up."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from tests.reader.fact import Contradiction, Fact, Reading, grouped
from tests.reader.figures import Shown
from tests.reader.rules import rule
from tests.reader.rules.common import MINUTE, WORSE, states_of

TOLD_ONCE = (
    "open",
    "due",
    "done",
    "rate",
    "state",
    "finish",
    "finish_range",
    "left_range",
    "needed",
    "rate_now",
    "more",
    "overdue",
    "deadline",
    "past_by",
    "worst",
    "gauge",
    "as_of",
    "need_areas",
    "need_count",
)


@rule("One fact (line, area, moment) is told the same on every page, tile, matrix, wall, sentence, table and map")
def one_fact_told_the_same(r: Reading) -> Iterator[Contradiction]:
    for (_, _, kind), facts in grouped(f for f in r.facts if f.kind in TOLD_ONCE).items():
        apart: list[Fact] = []
        for f in facts:
            if kind == "need_areas" or not any(agree(f.value, other.value) for other in apart):
                if apart and not agree(f.value, apart[0].value):
                    yield r.wrong("one_fact_told_the_same", f, apart[0])
                apart.append(f)


def agree(one: Any, other: Any) -> bool:
    if isinstance(one, Shown) and isinstance(other, Shown):
        return one.agrees(other)
    if isinstance(one, datetime | timedelta) and type(one) is type(other):
        return abs(one - other) <= MINUTE  # type: ignore[operator]
    if isinstance(one, tuple) and isinstance(other, tuple):
        same = len(one) == len(other)
        return same and all(agree(a, b) for a, b in zip(one, other, strict=True))
    return one == other


@rule("Sums shown are those of the parts shown: districts make the city, what is due is done or open")
def sums_of_their_parts(r: Reading) -> Iterator[Contradiction]:
    for line, of in r.pack.lines.items():
        if of.worst_of:
            continue
        for kind in ("open", "due", "done"):
            yield from _added(r, line, kind)
        yield from _balanced(r, line)


def _added(r: Reading, line: str, kind: str) -> Iterator[Contradiction]:
    exact: dict[str, Fact] = {}
    for f in r.of(kind, line=line):
        if isinstance(f.value, Shown) and f.value.low == f.value.high:
            exact.setdefault(f.area, f)
    city, parts = exact.get(r.city), [exact[a] for a in r.districts if a in exact]
    if city is None or len(parts) < len(r.districts):
        return
    total = sum(f.value.low for f in parts)
    own = line.startswith("issue")  # the city has issues of its own, in no district
    if total > city.value.low or (total < city.value.low and not own):
        yield r.wrong("sums_of_their_parts", city, f"districts add up to {total:,.0f}")


def _balanced(r: Reading, line: str) -> Iterator[Contradiction]:
    by_area: dict[str, dict[str, Fact]] = {}
    for f in r.of("open", "due", "done", line=line):
        if isinstance(f.value, Shown) and f.value.low == f.value.high:
            by_area.setdefault(f.area, {}).setdefault(f.kind, f)
    for told in by_area.values():
        if len(told) == 3:
            due, done, left = (told[k].value.low for k in ("due", "done", "open"))
            if left < due - done:
                yield r.wrong("sums_of_their_parts", told["open"], f"due {due:,.0f} − done {done:,.0f}")


@rule("How many lines or districts stand where is what the marks beside it show")
def counts_of_what_is_shown(r: Reading) -> Iterator[Contradiction]:
    headline = [x.id for x in r.pack.lines.values() if x.tier == "headline"]
    states = {line: states_of(r, line) for line in headline}
    for f in r.facts:
        if f.kind.startswith("count_"):
            n = sum(s[f.area].value == f.kind.removeprefix("count_") for s in states.values() if f.area in s)
            if any(f.area in s for s in states.values()) and not f.value.holds(n):
                yield r.wrong("counts_of_what_is_shown", f, f"{n} marks")
        elif f.kind == "need_count":
            n = sum(WORSE.get(s[f.area].value) == 2 for s in states.values() if f.area in s)
            if all(f.area in s for s in states.values()) and not f.value.holds(n):
                yield r.wrong("counts_of_what_is_shown", f, f"{n} marks")
        elif f.kind == "need_districts":
            own = states_of(r, f.line)
            n = sum(WORSE.get(own[a].value) == 2 for a in r.districts if a in own)
            if not f.value.holds(n):
                yield r.wrong("counts_of_what_is_shown", f, f"{n} districts")


@rule("16/16 districts in means of that slot, and the health of the feed says the same")
def reported_of_that_slot(r: Reading) -> Iterator[Contradiction]:
    for f in r.of("reported"):
        beside = [x for x in r.of("as_of", line=f.line) if (x.view, x.lang, x.place) == (f.view, f.lang, "lead")]
        as_of = next(iter(beside), None)
        parts = r.pack.lines[f.line].worst_of if f.line in r.pack.lines else ()
        line = parts[0] if parts else f.line
        if as_of is None or r.twin is None or not r.twin.course(line, r.city):
            continue
        n = len(r.twin.reported(line, as_of.value) & set(r.districts))
        if f.value != (n, len(r.districts)):
            yield r.wrong("reported_of_that_slot", f, f"{n} districts have reported {as_of.value:%H:%M}")
