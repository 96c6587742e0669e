"""The signs that the courses of a day can bear. Each asks a question, with the figures that make it one."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from data_pipeline.declare.doubt import DoubtRules
from data_pipeline.doubts.course import Course, Report, Steps


class Sign(StrEnum):
    BUNCHED = "bunched"  # what was open came in at once before the deadline
    STILL = "still"  # unchanged for long, then at once
    ROUND = "round"  # round figures throughout
    AS_OTHER = "as_other"  # the course of another district
    AS_BEFORE = "as_before"  # its own course of the day before
    ALIKE = "alike"  # places below it report one course
    BESIDE = "beside"  # a second figure says less


@dataclass(frozen=True)
class Doubt:
    """`reported` and `beside`: what is held against each other, by sign: the step and what is usual as shares of what
    is due; how many figures or places; what is reported and what is confirmed. `since`: from which report on. `other`:
    a district, or the id of a second figure."""

    sign: Sign
    line: str
    area: str
    as_of: datetime
    reported: float
    beside: float | None = None
    since: datetime | None = None
    other: str = ""


def of_course(course: Course, rules: DoubtRules) -> Iterator[Doubt]:
    """Signs that one course bears by itself."""
    for found in (bunched(course, rules), still(course, rules)):
        if found:
            yield found


def bunched(course: Course, rules: DoubtRules) -> Doubt | None:
    """Cleared by one large step in the last hours before the deadline."""
    later = course.reports[1:]  # the first of the day has nothing before it to leap from
    late = [r for r in later if r.deadline_at - timedelta(hours=rules.bunch_h) < r.as_of <= r.deadline_at]
    last = late[-1] if late else None
    if last is None or last.to_do > 0.01 * last.due or not _leaps(last, rules):
        return None
    return _doubt(Sign.BUNCHED, course, last)


def still(course: Course, rules: DoubtRules) -> Doubt | None:
    """No change in many reports, though something was open and others moved; then one large step."""
    rest: list[Report] = []
    for before, report in pairwise(course.reports):
        if report.step == 0 and before.to_do > 0:
            rest.append(report)
            continue
        moved = sum(r.usual for r in rest)
        if len(rest) >= rules.rest_reports and moved >= rules.usual_moved and _leaps(report, rules):
            return _doubt(Sign.STILL, course, report, rest[0].as_of)
        rest = []
    return None


def counted_in_tens(today: Sequence[Course], rules: DoubtRules) -> frozenset[str]:
    """Lines of which many districts report nothing but round figures: there these say nothing."""
    all_of = Counter(c.line for c in today)
    of_tens = Counter(c.line for c in today if not any(f % rules.round_to for f in _figures(c)))
    return frozenset(line for line, many in of_tens.items() if many > rules.round_share * all_of[line])


def round_figures(course: Course, rules: DoubtRules) -> Doubt | None:
    """For a line that is not counted in tens."""
    figures = _figures(course, rules.least)
    if len(figures) < rules.round_reports or any(f % rules.round_to for f in figures):
        return None
    return Doubt(Sign.ROUND, course.line, course.area, course.reports[-1].as_of, len(figures), rules.round_to)


def _figures(course: Course, least: float = 0) -> set[float]:
    return {r.done for r in course.reports if r.done >= least}


def alike(today: Sequence[Course], before: Mapping[tuple[str, str], Steps], rules: DoubtRules) -> Iterator[Doubt]:
    """Courses that two districts have step by step, or one of them as on the day before. Of two nobody can say whose it
    is: both are named."""
    known = {key: steps for key, steps in before.items() if speaks(steps, rules)}
    first: dict[tuple[str, tuple[float, ...]], Course] = {}
    for course in (c for c in today if speaks(c.steps, rules)):
        other = first.setdefault((course.line, course.steps), course)
        if other is not course:
            yield _same(Sign.AS_OTHER, course, other.area)
            yield _same(Sign.AS_OTHER, other, course.area)
        if known.get((course.line, course.area), ())[: len(course.steps)] == course.steps:
            yield _same(Sign.AS_BEFORE, course)


def speaks(steps: Steps, rules: DoubtRules) -> bool:
    """Whether they are enough of a course of one's own that two alike are no chance."""
    moved = [s for s in steps if s]
    enough = len(moved) >= rules.same_steps and len(set(moved)) >= rules.distinct_steps
    return enough and sum(steps) >= rules.alike_least


def _same(sign: Sign, course: Course, other: str = "") -> Doubt:
    return Doubt(sign, course.line, course.area, course.reports[-1].as_of, len(course.steps), other=other)


def _leaps(report: Report, rules: DoubtRules) -> bool:
    return report.step >= rules.least and report.excess >= rules.leap


def _doubt(sign: Sign, course: Course, report: Report, since: datetime | None = None) -> Doubt:
    return Doubt(sign, course.line, course.area, report.as_of, report.step / report.due, report.usual, since)
