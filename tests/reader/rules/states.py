"""A state agrees with what is told beside it: the finish, the deadline, what is open, the target."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from tests.reader.fact import Contradiction, Fact, Reading
from tests.reader.figures import Shown, number
from tests.reader.rules import rule
from tests.reader.rules.common import BY_ROUND, RED, WORSE, deadline, index


@rule("A state agrees with the finish beside it and the deadline")
def state_agrees_with_finish(r: Reading) -> Iterator[Contradiction]:
    at = index(r)
    for f in r.of("finish", "finish_range", "finish_from"):
        state, due = at.get((f.view, f.lang, f.place, f.line, f.area, "state")), deadline(r, f.line)
        if state is None or due is None or state.value not in WORSE:
            continue
        low, high = f.value if isinstance(f.value, tuple) else (f.value, f.value if f.kind == "finish" else None)
        worse = WORSE[state.value]
        if (worse == 0 and low > due) or (worse == RED and high is not None and high <= due):
            yield r.wrong("state_agrees_with_finish", f, f"{state.value}, deadline {due:%m-%d %H:%M}")


@rule("Past its deadline, work open (M02): missed where any is overdue by rule, else at risk; with none open, cleared")
def state_agrees_with_open(r: Reading) -> Iterator[Contradiction]:
    at = index(r)
    for f in r.of("open"):
        state, due = at.get((f.view, f.lang, f.place, f.line, f.area, "state")), deadline(r, f.line)
        if state is None or due is None or state.value not in WORSE or r.pack.lines[f.line].worst_of:
            continue
        if f.value.low > 0 and r.now > due and WORSE[state.value] not in _by_rule(r, f, due) - _not_shown(r, f, at):
            yield r.wrong("state_agrees_with_open", state, f"{f.text} open, deadline {due:%m-%d %H:%M}")
        if f.value.high == 0 and WORSE[state.value] > 0:
            yield r.wrong("state_agrees_with_open", state, f"{f.text} open")


GREEN, AT_RISK, NOTICE_HOUR = 0, 1, 20


def _by_rule(r: Reading, f: Fact, due: datetime) -> set[int]:
    """What M02 lets be said of work that is open: red where any of it, in any district, is overdue by rule; amber where
    none is. All where the slow twin does not keep the line; both where it has no figures of the deadline yet."""
    if r.twin is None:
        return {GREEN, AT_RISK, RED}
    parts = [c for a in r.districts if (c := r.twin.course(f.line, a))] if f.area == r.city else []
    courses = parts or [c for c in [r.twin.course(f.line, f.area)] if c]
    if not courses:
        return {GREEN, AT_RISK, RED}
    if any(course[-1][0] < due for course in courses):
        return {AT_RISK, RED}
    left = [_overdue(r, f.line, course, due) for course in courses]
    beyond = [course[-1][1]["open"] > _may_stay(r, f.line, course) for course in courses]
    return {RED} if any(n > 0 for n in left) else {AT_RISK} if any(beyond) else {GREEN}


def _not_shown(r: Reading, f: Fact, at: dict) -> set[int]:
    """What the share beside it rules out: green with more open than the target lets stay, another with no more."""
    may = _share_may_stay(r, f.line)
    rate = at.get((f.view, f.lang, f.place, f.line, f.area, "rate"))
    if not may:
        return {GREEN}
    if rate is None:
        return set()
    least = 100 * (1 - may)
    return {GREEN} if rate.value.high < least else {AT_RISK, RED} if rate.value.low >= least else set()


def _overdue(r: Reading, line: str, course: list, due: datetime) -> float:
    """Of what is open beyond what the target lets stay, all but what was notified after the notice hour, which is owed
    the next morning; of a deadline before that hour, and of a round, all."""
    notice = datetime.combine(r.moment.ops_day, time()) + timedelta(hours=NOTICE_HOUR)
    left = course[-1][1]["open"] - _may_stay(r, line, course)
    if due <= notice or r.pack.lines[line].sql in BY_ROUND:
        return left
    owed = max((row["new_due"] for at, row in course if at <= notice), default=course[-1][1]["new_due"])
    return left - max(course[-1][1]["new_due"] - owed, 0.0)


def _may_stay(r: Reading, line: str, course: list) -> float:
    """Coverage of 99 % is reached with a hundredth open."""
    return float(int(_share_may_stay(r, line) * course[-1][1]["due"] + 1e-9))


def _share_may_stay(r: Reading, line: str) -> float:
    metric = r.pack.lines[line].metric
    shares = [t.target for t in r.pack.targets if (t.metric, t.direction, t.unit) == (metric, "clock", "percent")]
    return max((1 - share / 100 for share in shares if share is not None), default=0.0)


@rule("100 % is shown only where nothing is open, and nothing open only with 100 %")
def share_agrees_with_open(r: Reading) -> Iterator[Contradiction]:
    at = index(r)
    for f in r.of("rate"):
        left = at.get((f.view, f.lang, f.place, f.line, f.area, "open"))
        due = at.get((f.view, f.lang, f.place, f.line, f.area, "due"))
        if left is None or (due is not None and due.value.high == 0):
            continue
        if left.value.high == 0 and f.value.high < 100:
            yield r.wrong("share_agrees_with_open", f, left)


@rule("Percent and target that judge are the ones shown")
def state_agrees_with_target(r: Reading) -> Iterator[Contradiction]:
    targets: dict[tuple[str, str], Fact] = {}
    for f in r.of("target"):
        targets.setdefault((f.line, f.lang), f)
    at = index(r)
    for f in r.of("gauge"):
        state, held = at.get((f.view, f.lang, f.place, f.line, f.area, "state")), targets.get((f.line, f.lang))
        if state is None or held is None or state.value not in WORSE:
            continue
        met = _met(f.value, held.text)
        if met is not None and met != (WORSE[state.value] == 0):
            yield r.wrong("state_agrees_with_target", f, f"{held.text}: {state.value}")


def _met(value: Shown, held: str) -> bool | None:
    """None where what is shown may stand on either side."""
    import re

    found = re.match(r"([≥≤])\s*([\d,.]+)", held)
    edge = number(found[2]) if found else None
    if found is None or edge is None:
        return None
    target = edge.middle
    if found[1] == "≥":
        return True if value.low >= target else False if value.high < target else None
    return True if value.high <= target else False if value.low > target else None
