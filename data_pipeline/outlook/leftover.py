"""Once a line is past its deadline with work open: how many are left and where, the oldest, and what is due when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

import pandas as pd

from data_pipeline.core.clock import AsOf
from data_pipeline.core.status import to_do
from data_pipeline.declare import Line, Pack


@dataclass(frozen=True)
class LeftOver:
    """`areas`: (district, how many), the most first; "" for those not put to a district. `to_do`: of those left, what
    the target does not let stay. `overdue`: of it by rule, None where not known yet; the rest is due at `due`."""

    line: str
    part: str
    as_of: datetime
    deadline: datetime
    left: float
    to_do: float
    areas: Sequence[tuple[str, float]]
    oldest_h: float | None
    overdue: float | None
    due: datetime

    @property
    def due_next(self) -> float:
        return 0.0 if self.overdue is None else max(0.0, self.to_do - self.overdue)


def left_over(pack: Pack, moment: AsOf, rows: pd.DataFrame, line: Line) -> LeftOver | None:
    """`rows`: newest of page/day. None where the deadline is not past by the clock, or nothing more must be done."""
    of_city = pd.DataFrame(rows[rows["area_code"] == pack.operation.city_code]).set_index("line")
    if line.id not in of_city.index:
        return None
    part = str(of_city.loc[line.id, "part"])
    city = of_city.loc[part if part in of_city.index else line.id]  # of groups that are never added up, its own row
    if pd.isna(city["deadline_at"]) or city["deadline_at"] > moment.now or pd.isna(city["open"]):
        return None
    if not city["open"] or not (beyond := to_do(city)):
        return None
    districts = rows[(rows["line"] == part) & (rows["level"] == "district") & (rows["open"] > 0)]
    areas = list(zip(districts["area_code"], districts["open"].astype(float), strict=True))
    if (rest := float(city["open"]) - sum(n for _, n in areas)) >= 1:
        areas.append(("", rest))
    closed = city["hours_left"] <= 0 and not pd.isna(city["overdue"])
    return LeftOver(
        line=line.id,
        part=part,
        as_of=city["as_of"].to_pydatetime(),
        deadline=city["deadline_at"].to_pydatetime(),
        left=float(city["open"]),
        to_do=beyond,
        areas=sorted(areas, key=lambda x: -x[1]),
        oldest_h=None if pd.isna(city["oldest_h"]) else float(city["oldest_h"]),
        overdue=float(city["overdue"]) if closed else None,
        due=_morning(pack, moment),
    )


def _morning(pack: Pack, moment: AsOf) -> datetime:
    """By rule what came too late for the day is due when the next one opens."""
    next_day = datetime.combine(moment.ops_day + timedelta(days=1), time.min)
    return next_day + timedelta(hours=pack.operation.day_shown_from)
