"""Alerts, slow to come and slow to go: what holds for two slots running, so that one odd report rings no bell. A slot
counts once it is judged, so a half-reported one neither raises nor withdraws any."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pandas as pd

from data_pipeline.core.records import records
from data_pipeline.core.status import Status
from data_pipeline.declare import Pack
from data_pipeline.judge.judge import Bench
from data_pipeline.outlook.history import history
from data_pipeline.query.rows import DayRow

SLOTS = 2  # running, before an alert is raised, and before it is withdrawn
PACE, LATE = "pace", "late"


@dataclass(frozen=True)
class Alert:
    """`about`: a line of work (pace) or a feed (late). `since`: the first of the slots that raised it."""

    kind: str
    about: str
    since: datetime

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.about}:{self.since:%Y-%m-%dT%H:%M}"


def alerts(rows: pd.DataFrame, bench: Bench) -> list[Alert]:
    """From the day's rows (page/day): city level, headline lines; oldest first."""
    city = rows[(rows["level"] == "city") & (rows["tier"] == "headline")] if len(rows) else rows
    states = history(rows, bench, sorted(set(city["line"]))) if len(city) else {}
    found: dict[tuple[str, str], Alert] = {}
    for line, course in city.groupby("line", sort=False):
        slots = sorted(records(pd.DataFrame(course), DayRow), key=lambda r: r["as_of"])
        feed = bench.pack.lines[str(line)].feed
        needs = [(at, state is Status.WILL_MISS) for at, state in states.get(str(line), [])]
        silent = [(r["as_of"], not r["reported"]) for r in slots] + _missing(bench.pack, slots[-1], bench.now)
        for kind, about, seen in ((PACE, str(line), needs), (LATE, feed, silent)):
            if (since := raised(seen)) and (kind, about) not in found:
                found[kind, about] = Alert(kind, about, since)
    return sorted(found.values(), key=lambda a: (a.since, a.about))


def raised(seen: Iterable[tuple[datetime, bool]], slots: int = SLOTS) -> datetime | None:
    """Since when the alert stands at the end of what was seen, slot by slot; None where it does not."""
    since: datetime | None = None
    run: list[datetime] = []
    for at, bad in seen:
        run = [*run, at] if bad == (since is None) else []
        if len(run) == slots:
            since, run = (run[0] if since is None else None), []
    return since


def _missing(pack: Pack, last: DayRow, moment: datetime) -> list[tuple[datetime, bool]]:
    """The slots since the last report that count as late."""
    midnight = datetime.combine(last["ops_day"], datetime.min.time())
    slots = [midnight + timedelta(hours=h) for h in pack.operation.slots]
    return [(s, True) for s in slots if last["as_of"] < s <= moment][: int(last["slots_late"])]
