"""What each city's board has reported, those most in need first."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from data_pipeline.core.records import records
from data_pipeline.nation.cities import City, Nation
from data_pipeline.nation.standing import Standing
from data_pipeline.outlook.day import UNKNOWN
from data_pipeline.words.numbers import known

Row = Mapping[str, Any]  # of queries/nation/cities.sql or lines.sql
OLD = timedelta(minutes=30)  # a board tells of itself every ten minutes, whatever moves


@dataclass(frozen=True)
class CityReport:
    """`rows`: by line; empty where the city's board has reported nothing of the day."""

    city: City
    rows: Mapping[str, Row] = field(default_factory=dict)

    @property
    def reported_at(self) -> datetime | None:
        return next((r["reported_at"].to_pydatetime() for r in self.rows.values()), None)

    def is_silent(self, now: datetime) -> bool:
        """It has reported nothing, or nothing lately."""
        return self.reported_at is None or now - self.reported_at > OLD

    def state(self, line: str, now: datetime) -> str:
        """What was reported long ago is shown, and not judged."""
        return UNKNOWN if line not in self.rows or self.is_silent(now) else str(self.rows[line]["state"])

    def states(self, lines: Sequence[str], now: datetime) -> Counter[str]:
        return Counter(self.state(line, now) for line in lines)

    def finish(self, lines: Sequence[str]) -> datetime | None:
        """With the last of these lines; None where that of one with anything open is not known."""
        own = [self.rows[line] for line in lines if line in self.rows]
        ends = [row["finish_at"].to_pydatetime() for row in own if known(row["finish_at"])]
        unknown = any(row["open"] > 0 and not known(row["finish_at"]) for row in own)
        return max(ends) if ends and not unknown else None

    def need(self, lines: Sequence[str], now: datetime) -> tuple[float, ...]:
        """The least is most in need."""
        states = self.states(lines, now)
        late = sum(max(float(r["late_h"]), 0.0) for x in lines if (r := self.rows.get(x)) and known(r["late_h"]))
        return (-states["will_miss"], -states["at_risk"], -states[UNKNOWN], -late)


def reports(of: Nation, found: Standing, lines: Sequence[str], now: datetime) -> list[CityReport]:
    """One of each city of the list."""
    by_city: dict[str, dict[str, Row]] = {}
    for row in records(found.cities):
        by_city.setdefault(str(row["city"]), {})[str(row["line"])] = row
    return sorted((CityReport(c, by_city.get(c.code, {})) for c in of.city), key=lambda r: r.need(lines, now))
