"""All cities as their boards report: one row a city, those most in need first."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from data_pipeline.core.records import records
from data_pipeline.declare import Line
from data_pipeline.nation.cities import Nation
from data_pipeline.nation.report import CityReport, Row, reports
from data_pipeline.nation.standing import Standing
from data_pipeline.words.numbers import known
from pages.model.canvas import Canvas


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
        return reports(self.nation, self.standing, [line.id for line in self.lines], self.now)

    @cached_property
    def whole(self) -> Mapping[str, Row]:
        """By line: the sums over all cities."""
        return {str(r["line"]): r for r in records(self.standing.lines)}

    def state(self, of: CityReport, line: str) -> str:
        return of.state(line, self.now)

    def states(self, of: CityReport) -> Counter[str]:
        return of.states([line.id for line in self.lines], self.now)

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
