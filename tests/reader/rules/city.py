"""A city finishes with its last district, and stands no better than its worst."""

from collections.abc import Iterator
from datetime import datetime

from tests.reader.fact import Contradiction, Fact, Reading
from tests.reader.rules import rule
from tests.reader.rules.common import MINUTE, RED, WORSE, lines_told, states_of


@rule("A city's finish is not before its latest district's; where a district does not clear, the city has no finish")
def city_with_its_last_district(r: Reading) -> Iterator[Contradiction]:
    for line in lines_told(r):
        yield from _points(r, line)
        yield from _ends(r, line)


def _points(r: Reading, line: str) -> Iterator[Contradiction]:
    districts = [f for f in r.of("finish", line=line) if f.area in set(r.districts)]
    never = [f for f in r.of("finish_word", line=line) if f.area in set(r.districts) and f.value == "tile.no_finish"]
    later = [f for f in r.of("finish_days", line=line) if f.area in set(r.districts)]
    latest = max(districts, key=lambda f: f.value, default=None)
    for city in _once(r.of("finish", line=line, area=r.city)):
        other = (never or later or [None])[0] or latest
        if other is latest and (latest is None or city.value >= latest.value - MINUTE):
            continue
        yield r.wrong("city_with_its_last_district", city, other)


def _ends(r: Reading, line: str) -> Iterator[Contradiction]:
    """Of ranges: neither end before that of the latest district."""
    districts = [f for f in r.of("finish_range", line=line) if f.area in set(r.districts)]
    for city in _once(r.of("finish_range", line=line, area=r.city)):
        for end in (0, 1):
            latest = max(districts, key=lambda f, end=end: f.value[end], default=None)
            if latest and city.value[end] < latest.value[end] - MINUTE:
                yield r.wrong("city_with_its_last_district", city, latest)


def _once(facts: Iterator[Fact]) -> Iterator[Fact]:
    seen: set[object] = set()
    for f in facts:
        if f.value not in seen:
            seen.add(f.value)
            yield f


@rule("A city stands no better than its worst district, and needs no support with none in need")
def city_no_better_than_its_worst(r: Reading) -> Iterator[Contradiction]:
    for line in lines_told(r):
        told = states_of(r, line)
        city = told.get(r.city)
        own = [f for a, f in told.items() if a in set(r.districts) and f.value in WORSE]
        if city is None or city.value not in WORSE or len(own) < 2 or r.pack.lines[line].worst_of:
            continue
        worst = max(own, key=lambda f: WORSE[f.value])
        if WORSE[city.value] < WORSE[worst.value]:
            yield r.wrong("city_no_better_than_its_worst", city, worst)
        if WORSE[city.value] == RED and WORSE[worst.value] < RED and len(own) == len(r.districts):
            yield r.wrong("city_no_better_than_its_worst", city, f"0 of {len(own)} districts in need")


@rule("The district named beside a line is the last to clear before the deadline, the lowest share after it")
def worst_by_one_rule(r: Reading) -> Iterator[Contradiction]:
    from tests.reader.rules.common import deadline

    for f in r.of("worst"):
        at = deadline(r, f.line)
        if at is None or f.line not in r.pack.lines:
            continue
        if r.now < at:
            yield from _latest(r, f)
        elif r.twin is not None:
            yield from _lowest(r, f)


def _latest(r: Reading, f: Fact) -> Iterator[Contradiction]:
    ends: dict[str, datetime] = {}
    for x in r.of("finish", line=f.line):
        if x.area in set(r.districts):
            ends.setdefault(x.area, x.value)
    if len(ends) == len(r.districts) and ends[f.value] < max(ends.values()) - MINUTE:
        last = max(ends, key=lambda a: ends[a])
        yield r.wrong("worst_by_one_rule", f, f"{last} clears {ends[last]:%m-%d %H:%M}, it {ends[f.value]:%m-%d %H:%M}")


def _lowest(r: Reading, f: Fact) -> Iterator[Contradiction]:
    shares = {a: t[1]["done"] / t[1]["due"] for a in r.districts if (t := r.twin.newest(f.line, a)) and t[1]["due"] > 0}
    if f.value in shares and shares[f.value] > min(shares.values()) + 0.005:
        low = min(shares, key=lambda a: shares[a])
        yield r.wrong("worst_by_one_rule", f, f"{low} has {shares[low]:.1%}, it {shares[f.value]:.1%}")
