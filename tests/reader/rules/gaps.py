"""One needed per hour, ranges that can be read, and decisions that buy something."""

from collections.abc import Iterator
from datetime import timedelta

from tests.reader.fact import Contradiction, Reading
from tests.reader.figures import Shown
from tests.reader.rules import rule
from tests.reader.rules.common import RED, WORSE, deadline, states_of

TENFOLD = 10
LEAST_MIN, LEAST_SHARE, LEAST_UNITS = timedelta(minutes=10), 0.02, 10
APART = 0.25  # of the larger: two gaps further apart are two gaps


@rule("One gap an hour is told of a line at a moment: what is needed, what is done, and the difference")
def one_gap(r: Reading) -> Iterator[Contradiction]:
    for key in sorted({(f.line, f.area) for f in r.of("more", "needed")}):
        line, area = key
        more, needed, now = (r.first(k, line, area) for k in ("more", "needed", "rate_now"))
        enough = r.first("enough", line, area)
        for other in r.of("more", line=line, area=area):
            if more is None or area != r.city:
                continue
            if abs(other.value.middle - more.value.middle) > APART * max(other.value.middle, more.value.middle):
                yield r.wrong("one_gap", more, other)
        if more and enough and more.value.middle > 0:
            yield r.wrong("one_gap", more, enough)
        if more and needed and now and area == r.city:
            gap = needed.value.middle - now.value.middle
            if abs(gap - more.value.middle) > APART * max(abs(gap), more.value.middle):
                yield r.wrong("one_gap", more, f"needed {needed.text} − now {now.text} = {gap:,.0f}")
        state = states_of(r, line).get(area)
        due = deadline(r, line)
        red = bool(state and due and r.now < due and WORSE.get(str(state.value)) == RED)
        if red and state and needed and now and needed.value.high < now.value.low:
            yield r.wrong("one_gap", state, f"needs {needed.text}, does {now.text}")


@rule("Both ends of a range are in one unit and in order; one wider than tenfold is not told")
def ranges_can_be_read(r: Reading) -> Iterator[Contradiction]:
    for f in r.of("left_range", "finish_range"):
        low, high = f.value
        if isinstance(low, Shown) and isinstance(high, Shown):
            if low.unit != high.unit and low.middle > 0:
                yield r.wrong("ranges_can_be_read", f, "two units")
            if low.middle > high.middle:
                yield r.wrong("ranges_can_be_read", f, "ends not in order")
            if low.middle > 0 and high.middle > TENFOLD * low.middle:
                yield r.wrong("ranges_can_be_read", f, f"{high.middle / low.middle:.0f}-fold")
        elif low > high:
            yield r.wrong("ranges_can_be_read", f, "ends not in order")


@rule("What is asked for buys the city ten minutes, or 2 % and 10 units of what is left, in one measure")
def a_move_buys_something(r: Reading) -> Iterator[Contradiction]:
    for f in r.of("buys_time"):
        if f.value[0] - f.value[1] < LEAST_MIN:
            yield r.wrong("a_move_buys_something", f, "less than 10 minutes")
    for f in r.of("buys_left"):
        before, after = f.value  # both told to two figures: 51,000 → 50,000 may be 2.4 %
        told, most = before.middle - after.middle, before.high - after.low
        if told < LEAST_UNITS or most < LEAST_SHARE * before.low:
            yield r.wrong("a_move_buys_something", f, f"{told:,.0f} of {before.middle:,.0f}")
    for f in r.of("buys_risk"):
        yield r.wrong("a_move_buys_something", f, "a risk, neither time nor what is left")


@rule("No more is told as left at a deadline than is due: what has not come yet is not counted twice")
def left_within_what_is_due(r: Reading) -> Iterator[Contradiction]:
    for f in r.of("left_range", "buys_left"):
        due = r.first("due", f.line, r.city if f.kind == "buys_left" else f.area) or r.first("due", f.line, r.city)
        if due is not None and f.value[0].low > due.value.high:
            yield r.wrong("left_within_what_is_due", f, due)
