"""Time is the clock's: nothing that is told to come lies behind, and what is past is past by as much everywhere."""

from collections.abc import Iterator

from tests.reader.fact import Contradiction, Reading
from tests.reader.rules import rule
from tests.reader.rules.common import MINUTE, deadline


@rule("A finish that is told is not in the past")
def finish_not_past(r: Reading) -> Iterator[Contradiction]:
    """By the clock in the steps in which the board works out what is to come."""
    for f in r.of("finish", "finish_from", "finish_range", "last_finish", "gone"):
        first = f.value[0] if isinstance(f.value, tuple) else f.value
        if first < r.moment.now:
            yield r.wrong("finish_not_past", f, f"clock {r.moment.now:%m-%d %H:%M}")


@rule("An hour to act by has not passed")
def act_by_not_past(r: Reading) -> Iterator[Contradiction]:
    for f in r.of("act_by", "due_by"):
        if f.value < r.moment.now:
            yield r.wrong("act_by_not_past", f, f"clock {r.now:%m-%d %H:%M}")


@rule("How long a deadline is past is told by the clock, and alike everywhere")
def past_by_the_clock(r: Reading) -> Iterator[Contradiction]:
    for f in r.of("past_by"):
        at = deadline(r, f.line)
        if at is not None and abs((r.now - at) - f.value) > MINUTE:
            yield r.wrong("past_by_the_clock", f, f"deadline {at:%H:%M}, clock {r.now:%m-%d %H:%M}")
    for f in r.of("to_deadline"):
        end, left = f.value
        if abs((end - r.moment.now) - left) > MINUTE:
            yield r.wrong("past_by_the_clock", f, f"deadline {end:%m-%d %H:%M}, clock {r.moment.now:%m-%d %H:%M}")
    yield from _counted_from_another(r)


def _counted_from_another(r: Reading) -> Iterator[Contradiction]:
    """What ticks beside a lead counts from the deadline of the line that the lead speaks of."""
    for f in r.of("countdown"):
        own = [x for x in r.of("as_of") if (x.view, x.lang, x.place) == (f.view, f.lang, "lead") and x.line]
        at = deadline(r, own[0].line) if own else None
        if at is not None and abs(at - f.value) > MINUTE and not r.pack.lines[own[0].line].worst_of:
            yield r.wrong("past_by_the_clock", f, f"deadline of {own[0].line} {at:%m-%d %H:%M}")


@rule("A line past its deadline asks for no rate an hour, for no move, and names no hour by which it clears in time")
def nothing_to_reach_after_the_deadline(r: Reading) -> Iterator[Contradiction]:
    for f in r.of("needed", "more", "act_by", "enough"):
        at = deadline(r, f.line)
        if at is not None and r.now > at and f.place != "grid":
            yield r.wrong("nothing_to_reach_after_the_deadline", f, f"deadline {at:%m-%d %H:%M}")


@rule("A line that is cleared has no deadline that is past")
def cleared_has_no_deadline(r: Reading) -> Iterator[Contradiction]:
    for f in r.of("countdown"):
        led = [x for x in r.facts if (x.view, x.lang, x.place) == (f.view, f.lang, "lead") and x.kind == "open"]
        if f.value < r.now and led and all(x.value.holds(0) for x in led):
            yield r.wrong("cleared_has_no_deadline", f, led[0])


@rule("Between eight and the first full slot the board is not empty: the closed day stays beside what has come")
def the_morning_is_not_empty(r: Reading) -> Iterator[Contradiction]:
    for view in sorted({t.view for t in r.texts if t.view == "command" or t.view.startswith("wall")}):
        told = [f for f in r.facts if f.view == view and f.kind == "open"]
        if not told:
            yield Contradiction("the_morning_is_not_empty", view, "", r.now, "no figure at all", f"{r.now:%H:%M}")
