"""All cities as their boards report: one row a city, those most in need first."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from data_pipeline.core.records import records
from data_pipeline.declare import Line
from data_pipeline.nation.cities import City, Nation
from data_pipeline.nation.standing import Standing
from data_pipeline.outlook.day import UNKNOWN
from data_pipeline.words.numbers import known
from pages.model.canvas import Canvas

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


@dataclass(frozen=True)
class Cities:
    """`now`: what the clock of this board shows."""

    canvas: Canvas
    nation: Nation
    standing: Standing
    now: datetime

    @property
    def ops_day(self) -> date:
        return self.canvas.day.ops_day

    @cached_property
    def lines(self) -> list[Line]:
        """This operation's headline lines; what other operations do beside them is seen on their own boards."""
        return self.canvas.day.lines("headline")

    @cached_property
    def rows(self) -> Sequence[CityReport]:
        by_city: dict[str, dict[str, Row]] = {}
        for row in records(self.standing.cities):
            by_city.setdefault(str(row["city"]), {})[str(row["line"])] = row
        return sorted((CityReport(c, by_city.get(c.code, {})) for c in self.nation.city), key=self._need)

    @cached_property
    def whole(self) -> Mapping[str, Row]:
        """By line: the sums over all cities."""
        return {str(r["line"]): r for r in records(self.standing.lines)}

    def state(self, of: CityReport, line: str) -> str:
        """What was reported long ago is shown, and not judged."""
        return UNKNOWN if line not in of.rows or of.is_silent(self.now) else str(of.rows[line]["state"])

    def states(self, of: CityReport) -> Counter[str]:
        return Counter(self.state(of, x.id) for x in self.lines)

    @cached_property
    def silent(self) -> list[CityReport]:
        return [report for report in self.rows if report.is_silent(self.now)]

    def ends(self, line: Line) -> Row | None:
        """The sums of a line; None where a city of which they are has been silent since: nobody knows its end."""
        unknown = any(line.id in report.rows for report in self.silent)
        return None if unknown else self.whole.get(line.id)

    def in_need(self) -> list[CityReport]:
        return [t for t in self.rows if self.states(t)["will_miss"]]

    def last(self, line: Line) -> CityReport | None:
        """The city that finishes this line last; None where nobody's finish is known."""
        ends = [(t.rows[line.id]["finish_at"], t) for t in self.rows if line.id in t.rows]
        ends = [(at, t) for at, t in ends if known(at)]
        return max(ends, key=lambda e: e[0])[1] if ends else None

    def _need(self, of: CityReport) -> tuple[float, ...]:
        states = self.states(of)
        late = sum(max(float(r["late_h"]), 0.0) for x in self.lines if (r := of.rows.get(x.id)) and known(r["late_h"]))
        return (-states["will_miss"], -states["at_risk"], -states[UNKNOWN], -late)
