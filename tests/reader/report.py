"""What a run of the reader found, told: a table of what was read, and of the rules with their first contradictions."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from tests.reader.fact import Contradiction, Reading
from tests.reader.rules import RULES, loaded
from tests.reader.rules.ledger import came_back

EXAMPLES = 3


@dataclass
class Report:
    """One operation: what was read at its moments, and what contradicts what."""

    operation: str
    moments: list[datetime] = field(default_factory=list)
    views: set[tuple[str, str]] = field(default_factory=set)
    facts: int = 0
    unread: Counter[str] = field(default_factory=Counter)
    found: list[Contradiction] = field(default_factory=list)
    states: list[Reading] = field(default_factory=list)  # of each moment the states alone, for verdict_holds

    def add(self, reading: Reading, found: Iterable[Contradiction]) -> None:
        self.moments.append(reading.now)
        self.views |= {(t.view, t.lang) for t in reading.texts}
        self.facts += len(reading.facts)
        self.unread.update(f"{f.where} {f.kind}: {f.text[:60]!r}" for f in reading.unread)
        self.found += found
        judged = {x: at for x in reading.pack.lines if (at := _judged(reading, x))}
        few = Reading(reading.now, reading.moment, reading.pack, list(reading.of("state")), judged=judged)
        self.states.append(few)

    def finish(self) -> None:
        self.found += came_back(self.states)


def _judged(r: Reading, line: str) -> datetime | None:
    """The newest slot that is full, or whose grace has passed with somebody's report in it."""
    of = r.pack.lines[line]
    grace = timedelta(minutes=r.pack.feeds[of.feed].grace_min)
    slots = [datetime.combine(r.moment.ops_day, time()) + timedelta(hours=h) for h in r.pack.operation.slots]
    over = [at for at in slots if at + grace <= r.now and r.twin.reported(line, at)]
    return max([*r.twin.full_slots(line)[-1:], *over[-1:]], default=None)


def counted(reports: Iterable[Report]) -> Counter[str]:
    return Counter(c.rule for report in reports for c in report.found)


def table(reports: list[Report]) -> str:
    read = [
        f"{r.operation}: {len(r.views)} views × {len(r.moments)} moments, {r.facts:,} facts, {len(r.unread)} kinds of"
        f" text not understood, {len(r.found):,} contradictions"
        for r in reports
    ]
    rows = [("rule", *(r.operation for r in reports))]
    for rule in (*loaded(), "verdict_holds"):
        rows.append((rule, *(str(sum(c.rule == rule for c in r.found)) for r in reports)))
    lines = [f"| {' | '.join(row)} |" for row in rows]
    lines.insert(1, "|" + " --- |" * len(rows[0]))
    return "\n".join([*read, "", *lines])


def examples(reports: list[Report], most: int = EXAMPLES) -> str:
    """Per rule a few, of as many lines, views and moments as there are."""
    told = []
    for rule in (*loaded(), "verdict_holds"):
        own = [c for r in reports for c in r.found if c.rule == rule]
        told.append(f"\n## {rule}: {len(own)}\n{RULES[rule].promise if rule in RULES else ''}\n")
        told += [f"- {c}" for c in _apart(own, most)]
    return "\n".join(told)


def _apart(found: list[Contradiction], most: int) -> list[Contradiction]:
    kept: dict[str, Contradiction] = {}
    for c in found:
        words = c.what.split("] ", 1)[-1].split(" ")
        kept.setdefault(" ".join(words[:1]), c)
    return list(kept.values())[:most]
