"""A line of work as it is judged, by forecast or by pace, and as it would be with other means from an hour on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Protocol, cast

import numpy as np
import pandas as pd

from data_pipeline.core.records import records
from data_pipeline.core.status import EASY, UNLIKELY
from data_pipeline.forecast import City, Projection
from data_pipeline.forecast.case import HORIZON
from data_pipeline.forecast.companion import Companion
from data_pipeline.forecast.moves import spare_and_need
from data_pipeline.forecast.types import P50
from data_pipeline.forecast.whatif import Change, compare
from data_pipeline.judge.judged import JudgedRow
from data_pipeline.outlook.bought import Outcome
from data_pipeline.outlook.service import Outlook

TRIED = 3  # districts of a line
NEED = ("will_miss", "at_risk")
HOUR = timedelta(hours=1)


class Side(Protocol):
    """`line`: the one whose ledger it is. Rates are items an hour, in the order of `areas`."""

    @property
    def line(self) -> str: ...
    @property
    def areas(self) -> tuple[str, ...]: ...
    @property
    def deadline(self) -> datetime: ...
    @property
    def pace(self) -> np.ndarray: ...
    def now(self) -> Outcome: ...
    def tried(self, plus: Mapping[str, float], by: datetime) -> Outcome: ...
    def first(self) -> list[str]: ...
    def more(self, area: str, by: datetime) -> float: ...
    def left(self, area: str) -> tuple[float, float]: ...
    def spare(self, each: np.ndarray, most: np.ndarray) -> np.ndarray: ...
    def companion(self, area: str) -> Companion | None: ...


def side(said: Outlook | None, rows: pd.DataFrame, line: str, whole: str) -> Side | None:
    """None where the line is not in need, or nothing is known of its districts. `rows`: newest, as judged."""
    city = said.of(line, whole) if said else None
    if said and isinstance(city, City):
        in_need = (city.p_overdue or 0.0) >= UNLIKELY and city.hours_left
        return ByForecast(said, city, city.part or line) if in_need else None
    of_city = pd.DataFrame(rows[(rows["line"] == line) & (rows["area_code"] == whole)])
    if of_city.empty or of_city.iloc[0]["state"] not in NEED:
        return None
    part = str(of_city.iloc[0]["part"])
    of_part = (rows["line"] == part) & (rows["level"] == "district") & rows["rate_done"].notna()
    districts = rows[of_part & ~rows["usual"].astype(bool)]  # of those that usually clear nothing is told as left
    return ByPace(pd.DataFrame(districts), part) if len(districts) else None


@dataclass(frozen=True)
class ByForecast:
    said: Outlook
    city: City
    line: str

    @property
    def areas(self) -> tuple[str, ...]:
        return self.said.now.cases[self.line].case.areas

    @property
    def deadline(self) -> datetime:
        return self.city.deadline

    @property
    def pace(self) -> np.ndarray:
        return np.median(self.said.now.cases[self.line].recent.rate_done, axis=1)

    def now(self) -> Outcome:
        return self.tried({}, self.city.as_of)

    def tried(self, plus: Mapping[str, float], by: datetime) -> Outcome:
        ready = self.said.now.cases[self.line]
        hours = max(0.0, (by - ready.case.as_of).total_seconds() / 3600)
        change = Change(plus=plus or None, after_h=hours)
        after = compare(ready, change, method=self.said.past.rules).after
        return Outcome(after.p50, after.left_p50 or 0.0)

    def first(self) -> list[str]:
        """Those that most often are the last to clear, and those with most left."""
        last = [a for a, _ in self.city.holders[:TRIED]]
        most = sorted(self.areas, key=lambda a: -self.left(a)[0])[:TRIED]
        return list(dict.fromkeys([*last, *most]))

    def more(self, area: str, by: datetime) -> float:
        """What closes the middle case there from `by` on. For a bad case alone nobody is sent anywhere."""
        here, hours = self._at(area), (self.deadline - by).total_seconds() / 3600
        if here is None or not here.excess or hours <= 0:
            return 0.0
        return here.excess[P50] / hours

    def left(self, area: str) -> tuple[float, float]:
        here = self._at(area)
        return (here.left_p50 or 0.0, here.left_p90 or 0.0) if here else (0.0, 0.0)

    def spare(self, each: np.ndarray, most: np.ndarray) -> np.ndarray:
        ready = self.said.now.cases[self.line]
        parts = [self.said.now.areas[self.line, a] for a in self.areas]
        per_unit = np.where(each > 0, each, np.inf)
        return spare_and_need(ready, parts, per_unit, np.floor(most))[0]

    def companion(self, area: str) -> Companion | None:
        return self.said.companion(self.line, area)

    def _at(self, area: str) -> Projection | None:
        return self.said.any(self.line, area)


@dataclass(frozen=True)
class ByPace:
    """Rows of page/day of the districts, newest. A finish is the row's own; what is left at the deadline is what its
    pace does from then to its finish."""

    rows: pd.DataFrame
    line: str

    @property
    def areas(self) -> tuple[str, ...]:
        return tuple(self.rows["area_code"])

    @property
    def deadline(self) -> datetime:
        return self.rows["deadline_at"].max().to_pydatetime()

    @property
    def pace(self) -> np.ndarray:
        return self.rows["rate_done"].to_numpy(float)

    def now(self) -> Outcome:
        return self.tried({}, self.deadline)

    def tried(self, plus: Mapping[str, float], by: datetime) -> Outcome:
        outcomes = [_with(r, plus.get(r["area_code"], 0.0), by) for r in self._rows]
        finish = [o.finish for o in outcomes]
        last = None if None in finish else max(f for f in finish if f is not None)
        return Outcome(last, sum(o.left for o in outcomes))

    def first(self) -> list[str]:
        """Those that clear last, and those with most left."""
        late = sorted(self._rows, key=lambda r: -_hours_late(r))[:TRIED]
        most = sorted(self._rows, key=lambda r: -_left(r))[:TRIED]
        return list(dict.fromkeys(r["area_code"] for r in (*late, *most)))

    def more(self, area: str, by: datetime) -> float:
        hours = (self.deadline - by).total_seconds() / 3600
        return self.left(area)[0] / hours if hours > 0 else 0.0

    def left(self, area: str) -> tuple[float, float]:
        left = next((_left(r) for r in self._rows if r["area_code"] == area), 0.0)
        return left, left

    def spare(self, each: np.ndarray, most: np.ndarray) -> np.ndarray:
        """What a district on track does not need, were its pace a tenth less."""
        owed = (self.rows["open"] + self.rows["expected_new"].fillna(0)).to_numpy(float)
        hours = self.rows["hours_left"].to_numpy(float)
        safe = (self.rows["state"] == "on_track").to_numpy(bool) & (hours > 0) & (each > 0)
        slack = EASY * self.pace - owed / np.where(hours > 0, hours, np.inf)
        units = np.floor(slack / np.where(each > 0, each, np.inf))
        return np.where(safe, np.clip(units, 0, np.floor(most)), 0.0)

    def companion(self, area: str) -> Companion | None:
        return None

    @cached_property
    def _rows(self) -> list[JudgedRow]:
        return records(self.rows, JudgedRow)


def _with(row: JudgedRow, plus: float, by: datetime) -> Outcome:
    """One district with so many more an hour from `by` on."""
    rate, deadline = float(row["rate_done"]), _plain(row["deadline_at"])
    if pd.isna(row["finish_at"]) or rate + plus <= 0:
        return Outcome(None, max(0.0, _left(row) - plus * max(0.0, (deadline - by) / HOUR)))
    finish = _plain(row["finish_at"])
    if finish > by:
        finish = by + (finish - by) * rate / (rate + plus)
    left = max(0.0, (finish - deadline) / HOUR) * (rate + plus) if row["open"] else 0.0
    return Outcome(finish if finish <= deadline + HORIZON * HOUR else None, left)


def _plain(moment: datetime) -> datetime:
    return cast(datetime, pd.Timestamp(moment).to_pydatetime())


def _left(row: JudgedRow) -> float:
    """At the deadline, at its pace."""
    if not row["open"]:
        return 0.0
    if pd.isna(row["finish_at"]):
        owed, hours = float(row["open"]) + float(row["expected_new"] or 0), float(row["hours_left"])
        return max(0.0, owed - float(row["rate_done"]) * hours)
    return max(0.0, _hours_late(row)) * float(row["rate_done"])


def _hours_late(row: JudgedRow) -> float:
    if not row["open"]:
        return float("-inf")
    if pd.isna(row["finish_at"]):
        return float("inf")
    return (row["finish_at"] - row["deadline_at"]).total_seconds() / 3600
