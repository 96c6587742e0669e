"""A state agrees with what is told beside it: the finish, the deadline, what is open, the target."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from tests.reader.fact import Contradiction, Fact, Reading
from tests.reader.figures import Shown, number
from tests.reader.rules import rule
from tests.reader.rules.common import RED, WORSE, deadline, index


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


@rule("Past its deadline a line with work open has missed it (tight: none overdue by rule); with none open, cleared")
def state_agrees_with_open(r: Reading) -> Iterator[Contradiction]:
    at = index(r)
    for f in r.of("open"):
        state, due = at.get((f.view, f.lang, f.place, f.line, f.area, "state")), deadline(r, f.line)
        if state is None or due is None or state.value not in WORSE or r.pack.lines[f.line].worst_of:
            continue
        if (
            f.value.low > 0
            and r.now > due
            and not _enough(r, f)
            and WORSE[state.value] < (TIGHT if _none_overdue(r, f) else RED)
        ):
            yield r.wrong("state_agrees_with_open", state, f"{f.text} open, deadline {due:%m-%d %H:%M}")
        if f.value.high == 0 and WORSE[state.value] > 0:
            yield r.wrong("state_agrees_with_open", state, f"{f.text} open")


TIGHT, NOTICE_HOUR = 1, 20
COVERED = ("screening", "screening_family"), 0.99  # the share done that is asked for (domain M05); the rest may stay


def _enough(r: Reading, f: Fact) -> bool:
    """By what the page shows as due there."""
    lines, share = COVERED
    due = r.first("due", f.line, f.area) if r.pack.lines[f.line].sql in lines else None
    return due is not None and f.value.low <= (1 - share) * due.value.high


def _none_overdue(r: Reading, f: Fact) -> bool:
    """By rule (domain M02) what was notified after the notice hour is owed the next morning. Of a line that the slow
    twin does not keep, nobody here can tell."""
    course = r.twin.course(f.line, f.area) if r.twin is not None else []
    if not course:
        return True
    notice = datetime.combine(r.moment.ops_day, time()) + timedelta(hours=NOTICE_HOUR)
    owed = max((row["new_due"] for at, row in course if at <= notice), default=0.0)
    return course[-1][1]["open"] - (course[-1][1]["new_due"] - owed) <= 0


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
