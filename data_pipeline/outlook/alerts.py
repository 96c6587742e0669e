"""Alerts, slow to come and slow to go: a headline line that will miss its deadline, a feed that stays away, an
indicator beyond an edge that the pack names. A report time counts once it is judged, so a half-reported one neither
raises nor eases any.

All of it follows from the day's rows, so it is the same whoever looks, and at any moment looked back to.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pandas as pd

from data_pipeline.core.records import records
from data_pipeline.core.status import Status
from data_pipeline.declare import Pack
from data_pipeline.declare.alert import EdgeAlert
from data_pipeline.judge.judge import Bench
from data_pipeline.judge.slots import judged_slots
from data_pipeline.outlook.episodes import Episode, episodes
from data_pipeline.outlook.history import history
from data_pipeline.query.rows import DayRow, EdgesRow
from data_pipeline.words.numbers import known

PACE, LATE, EDGE = "pace", "late", "edge"
Seen = Sequence[tuple[datetime, bool | None]]


@dataclass(frozen=True)
class Alert:
    """`about`: a line of work (pace), a feed (late) or a gauge (edge). `area`: "" the city. `turn`: which of the day
    about the same, from 1 on: a restated report moves `since` and makes no new one. `turning`: since when it is well
    again, too short as yet to end it. `row`: of an edge, the newest."""

    kind: str
    about: str
    since: datetime
    area: str = ""
    eased: datetime | None = None
    turn: int = 1
    turning: datetime | None = None
    row: Any = field(default=None, compare=False, repr=False)

    @property
    def subject(self) -> str:
        """What is silenced, for as long as it is, whatever day it is raised on."""
        return f"{self.kind}:{self.about}" + (f"@{self.area}" if self.area else "")

    @property
    def key(self) -> str:
        """Of this one alert of this one day: what is acknowledged."""
        ops_day = (self.since - timedelta(minutes=1)).date()  # midnight's figures are of the day that ends
        return f"{self.subject}:{ops_day:%Y-%m-%d}:{self.turn}"


def alerts(rows: pd.DataFrame, bench: Bench, edges: pd.DataFrame | None = None) -> list[Alert]:
    """Those that stand, oldest first: of the city's headline lines, their feeds, and the edges declared. `rows`: of
    page/day; `edges`: of page/edges."""
    return [a for a in raised_so_far(rows, bench, edges) if a.eased is None]


def raised_so_far(rows: pd.DataFrame, bench: Bench, edges: pd.DataFrame | None = None) -> list[Alert]:
    """All of the day, also those that have eased."""
    rules = bench.pack.alerts
    found: dict[tuple[str, str, str], list[Alert]] = {}
    for kind, about, seen in _lines(rows, bench):
        found.setdefault((kind, about, ""), _alerts(kind, about, episodes(seen, rules.reports, rules.hold)))
    if edges is not None and len(edges):
        for rule, area, own, seen in _edges(edges, bench, _judged(rows, bench)):
            many = episodes(seen, rule.reports or rules.reports, rules.hold)
            found[EDGE, rule.gauge, area] = _alerts(EDGE, rule.gauge, many, area, own)
    return sorted((a for some in found.values() for a in some), key=lambda a: (a.since, a.about, a.area))


def _alerts(kind: str, about: str, of: Iterable[Episode], area: str = "", row: Any = None) -> list[Alert]:
    return [
        Alert(kind, about, _plain(e.since), area, e.eased and _plain(e.eased), n, e.turning and _plain(e.turning), row)
        for n, e in enumerate(of, 1)
    ]


def _plain(at: datetime) -> datetime:
    """As a message holds it, not as a frame does."""
    return datetime.fromisoformat(at.isoformat())


def _lines(rows: pd.DataFrame, bench: Bench) -> Iterator[tuple[str, str, Seen]]:
    city = rows[(rows["level"] == "city") & (rows["tier"] == "headline")] if len(rows) else rows
    states = history(rows, bench, sorted(set(city["line"]))) if len(city) else {}
    for line, course in city.groupby("line", sort=False):
        slots = sorted(records(pd.DataFrame(course), DayRow), key=lambda r: r["as_of"])
        yield PACE, str(line), [(at, _misses(state)) for at, state in states.get(str(line), [])]
        silent = [(r["as_of"], not r["reported"]) for r in slots]
        yield LATE, bench.pack.lines[str(line)].feed, silent + _missing(bench.pack, slots[-1], bench.now)


def _misses(state: Status) -> bool | None:
    """What cannot be judged neither raises nor eases."""
    return None if state is Status.UNKNOWN else state is Status.WILL_MISS


def _missing(pack: Pack, last: DayRow, moment: datetime) -> list[tuple[datetime, bool]]:
    """The slots since the last report that count as late."""
    midnight = datetime.combine(last["ops_day"], datetime.min.time())
    slots = [midnight + timedelta(hours=h) for h in pack.operation.slots]
    return [(s, True) for s in slots if last["as_of"] < s <= moment][: int(last["slots_late"])]


def _judged(rows: pd.DataFrame, bench: Bench) -> Mapping[str, set[datetime]]:
    """Feed → the report times at which a line of it is judged."""
    found: dict[str, set[datetime]] = {}
    if len(rows):
        for line, slots in judged_slots(rows, bench.pack, bench.now).items():
            found.setdefault(bench.pack.lines[line].feed, set()).update(s.at for s in slots)
    return found


def _edges(
    edges: pd.DataFrame, bench: Bench, judged: Mapping[str, set[datetime]]
) -> Iterator[tuple[EdgeAlert, str, EdgesRow, Seen]]:
    """Rule, area ("" the city), its newest row, and what was seen. A gauge whose feed carries no line is judged as it
    came."""
    courses: dict[tuple[str, str, str], list[EdgesRow]] = {}
    for row in records(edges, EdgesRow):
        courses.setdefault((row["gauge"], row["level"], row["area_code"]), []).append(row)
    for rule in bench.pack.alerts.edge:
        at = judged.get(bench.pack.gauges[rule.gauge].feed)
        for (gauge, level, area), course in courses.items():
            own = [r for r in course if at is None or r["as_of"] in at]
            if (gauge, level) == (rule.gauge, rule.level) and own:
                yield rule, "" if level == "city" else area, own[-1], [(r["as_of"], beyond(r, rule)) for r in own]


def edge_of(row: EdgesRow, rule: EdgeAlert) -> float | None:
    """The edge that a rule names, as the target has it that day."""
    edge = row["red"] if rule.edge == "red" else row["amber"] if known(row["amber"]) else row["target"]
    return float(edge) if known(edge) and row["direction"] in ("up", "down") else None


def beyond(row: EdgesRow, rule: EdgeAlert) -> bool | None:
    """Past the edge; False where better than it by what the rule asks; None in between, or where there is no figure."""
    edge, value = edge_of(row, rule), row["value"]
    if edge is None or not known(value):
        return None
    up = row["direction"] == "up"
    if value < edge if up else value > edge:
        return True
    eases = edge + (1 if up else -1) * edge * rule.eases_percent / 100
    return False if (value >= eases if up else value <= eases) else None
