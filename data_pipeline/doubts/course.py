"""A line's day in one district as it was reported, beside what is usual at the same hours elsewhere."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from statistics import median

import pandas as pd

from data_pipeline.core.records import records
from data_pipeline.query.rows import CoursesRow, DayRow

Steps = tuple[float, ...]  # what came from report to report


@dataclass(frozen=True)
class Report:
    """Counts since midnight. `step`: what came since the report before. `usual`: the median over all districts of the
    step as a share of what is due."""

    as_of: datetime
    deadline_at: datetime
    done: float
    due: float
    to_do: float
    step: float
    usual: float

    @property
    def excess(self) -> float:
        """How much more came than is usual, as a share of what is due."""
        return self.step / self.due - self.usual if self.due > 0 else 0.0


@dataclass(frozen=True)
class Course:
    line: str
    area: str
    reports: tuple[Report, ...]

    @property
    def steps(self) -> Steps:
        return tuple(r.step for r in self.reports)


def courses(day: pd.DataFrame) -> list[Course]:
    """`day`: rows of page/day. What was only carried over from an earlier report is none. Of each line and district in
    the order of the rows; a line that speaks for others says nothing of its own."""
    found: dict[tuple[str, str], list[DayRow]] = {}
    for row in records(day.sort_values("as_of", kind="stable") if len(day) else day, DayRow):
        if row["level"] == "district" and row["part"] == row["line"] and _whole(row):
            found.setdefault((row["line"], row["area_code"]), []).append(row)
    usual = _usual(found.values())
    return [Course(line, area, _reports(rows, usual)) for (line, area), rows in found.items()]


def steps(of_days: pd.DataFrame) -> dict[tuple[str, str], Steps]:
    """By line and district, of a day before. `of_days`: rows of page/courses, of one day."""
    done: dict[tuple[str, str], list[float]] = {}
    for row in records(of_days, CoursesRow):
        done.setdefault((row["line"], row["area_code"]), [0.0]).append(row["done"])
    return {key: tuple(later - earlier for earlier, later in pairwise(of)) for key, of in done.items()}


def _whole(row: DayRow) -> bool:
    return row["reported"] >= row["expected"] and row["due"] == row["due"]


def _reports(rows: Sequence[DayRow], usual: dict[tuple[str, datetime, datetime], float]) -> tuple[Report, ...]:
    first, *_ = rows
    made = [_report(first, 0.0, 0.0)]
    for before, row in pairwise(rows):
        made.append(_report(row, before["done"], usual.get((row["line"], before["as_of"], row["as_of"]), 0.0)))
    return tuple(made)


def _report(row: DayRow, before: float, usual: float) -> Report:
    step = row["done"] - before
    return Report(row["as_of"], row["deadline_at"], row["done"], row["due"], row["to_do"], step, usual)


def _usual(of: Iterable[Sequence[DayRow]]) -> dict[tuple[str, datetime, datetime], float]:
    """By line, report and the report before it."""
    shares: dict[tuple[str, datetime, datetime], list[float]] = {}
    for rows in of:
        for before, row in pairwise(rows):
            if row["due"] > 0:
                key = row["line"], before["as_of"], row["as_of"]
                shares.setdefault(key, []).append((row["done"] - before["done"]) / row["due"])
    return {key: median(own) for key, own in shares.items()}
