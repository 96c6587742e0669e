"""What several rules ask: when a line is due, what a district shows."""

from datetime import datetime, time, timedelta

from tests.reader.fact import Fact, Reading

MINUTE = timedelta(minutes=1)
WORSE = {"on_track": 0, "at_risk": 1, "will_miss": 2, "missed": 2}
RED = 2
BY_ROUND = ("screening", "screening_family", "homevisit", "stage")


def deadline(reading: Reading, line: str) -> datetime | None:
    """Of a line counted by round its newest round's, else its own hour of the operating day."""
    of = reading.pack.lines.get(line)
    if of is None:
        return None
    if of.sql in BY_ROUND:
        begun = [r for r in reading.pack.rounds if r.starts_at <= reading.moment.as_of]
        return max(begun, key=lambda r: r.starts_at).deadline_at if begun else None
    hours, minutes = map(int, of.deadline.split(":"))
    return datetime.combine(reading.moment.ops_day, time()) + timedelta(hours=hours, minutes=minutes)


def beside(reading: Reading, fact: Fact, kind: str) -> Fact | None:
    """Of the same mark on the same view."""
    same = (fact.view, fact.lang, fact.place, fact.line, fact.area)
    found = (f for f in reading.of(kind, line=fact.line, area=fact.area))
    return next((f for f in found if (f.view, f.lang, f.place, f.line, f.area) == same), None)


def index(reading: Reading) -> dict[tuple[str, str, str, str, str, str], Fact]:
    """(view, lang, place, line, area, kind) -> the first such fact."""
    found: dict[tuple[str, str, str, str, str, str], Fact] = {}
    for f in reading.facts:
        found.setdefault((f.view, f.lang, f.place, f.line, f.area, f.kind), f)
    return found


def states_of(reading: Reading, line: str) -> dict[str, Fact]:
    """area -> the first state told of this line there."""
    found: dict[str, Fact] = {}
    for f in reading.of("state", line=line):
        found.setdefault(f.area, f)
    return found


def lines_told(reading: Reading) -> list[str]:
    return sorted({f.line for f in reading.facts if f.line in reading.pack.lines})
