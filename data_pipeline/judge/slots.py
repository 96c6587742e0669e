"""Which slot of the day each line is judged at: the newest at which enough have spoken, or whose grace has passed."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

import pandas as pd

from data_pipeline.core.clock import AsOf
from data_pipeline.core.records import records
from data_pipeline.core.status import REPORTED_ENOUGH
from data_pipeline.declare import Pack


@dataclass(frozen=True)
class Slot:
    """`graced`: it is judged because waiting is over, though not enough have spoken."""

    at: datetime
    graced: bool = False


def grace(pack: Pack, line: str) -> timedelta:
    """How long after its slot a report of this line is in time."""
    return timedelta(minutes=pack.feeds[pack.lines[line].feed].grace_min)


def turned(pack: Pack, moment: AsOf) -> datetime:
    """The newest hour by the clock at which something may be judged otherwise without a new report: a slot that has
    begun, or a feed's grace that has passed."""
    slots = [datetime.combine(moment.ops_day, time.min) + timedelta(hours=h) for h in pack.operation.slots]
    graces = {timedelta(0), *(timedelta(minutes=f.grace_min) for f in pack.feeds.values())}
    return max((t for s in slots for g in graces if (t := s + g) <= moment.now), default=moment.as_of)


def judged_slots(rows: pd.DataFrame, pack: Pack, now: datetime) -> dict[str, list[Slot]]:
    """By line, every slot of the day that is judged by `now`, the newest last. `rows`: of page/day."""
    city = pd.DataFrame(rows.loc[rows["level"] == "city", ["line", "as_of", "reported", "expected"]])
    found: dict[str, list[Slot]] = {}
    for row in sorted(records(city), key=lambda r: r["as_of"]):
        line, at = str(row["line"]), row["as_of"].to_pydatetime()
        enough = not (row["expected"] > 0 and row["reported"] < REPORTED_ENOUGH * row["expected"])
        if enough or at + grace(pack, line) <= now:
            found.setdefault(line, []).append(Slot(at, not enough))
    return found
