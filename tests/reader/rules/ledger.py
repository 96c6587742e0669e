"""What is shown is what was received: against a slow twin of the ledger made of the received rows alone."""

from collections.abc import Iterator
from datetime import timedelta

from tests.reader.fact import Contradiction, Fact, Reading
from tests.reader.figures import Shown
from tests.reader.rules import rule
from tests.reader.rules.common import WORSE, deadline

COUNTS = ("open", "due", "done")


@rule("Every count and share shown is that of the received rows at the newest slot")
def as_received(r: Reading) -> Iterator[Contradiction]:
    if r.twin is None:
        return
    for f in r.facts:
        told = r.twin.newest(f.line, f.area)
        if told is None:
            continue
        if f.kind in COUNTS and not f.value.holds(told[1][f.kind]):
            yield r.wrong("as_received", f, f"{told[1][f.kind]:,.0f} at {told[0]:%H:%M}")
        elif f.kind == "rate" and told[1]["due"] > 0:
            share = 100 * told[1]["done"] / told[1]["due"]
            if not Shown(f.value.low - 1e-6, f.value.high + 1e-6).holds(share):
                yield r.wrong("as_received", f, f"{share:.2f} at {told[0]:%H:%M}")
        elif "@" in f.kind:
            yield from _of_the_course(r, f)


def _of_the_course(r: Reading, f: Fact) -> Iterator[Contradiction]:
    kind, _, at = f.kind.partition("@")
    course = {f"{t:%dT%H:%M}": row for t, row in r.twin.course(f.line, f.area)}
    if at in course and not f.value.holds(course[at][kind]):
        yield r.wrong("as_received", f, f"{course[at][kind]:,.0f}")


@rule("The as-of told is the newest slot received")
def as_of_is_the_newest(r: Reading) -> Iterator[Contradiction]:
    if r.twin is None:
        return
    for f in r.of("as_of"):
        told = r.twin.newest(f.line, f.area)
        if told is not None and f.value != told[0]:
            yield r.wrong("as_of_is_the_newest", f, f"{told[0]:%H:%M}")


@rule("A line whose last full slot brought nothing has stopped: no finish, not on track; nor is a district alone")
def stopped_is_stopped(r: Reading) -> Iterator[Contradiction]:
    if r.twin is None:
        return
    for f in r.of("finish", "finish_range", "finish_from", "state"):
        due = deadline(r, f.line)
        if due is None or r.now >= due or not _stopped(r, f):
            continue
        told = r.twin.stopped(f.line, r.city) if f.kind != "state" else WORSE.get(str(f.value), 2) == 0
        if told:  # a finish of one district may stand while others move: it may report in lumps
            yield r.wrong("stopped_is_stopped", f, "nothing came in the last full slot")


def _stopped(r: Reading, f: Fact) -> bool:
    if f.area not in {r.city, *r.districts}:
        return False
    left = r.first("open", f.line, f.area)
    if left is not None and left.value.high == 0:  # it has said since that nothing is left
        return False
    return r.twin.stopped(f.line, f.area)


WINDOW = timedelta(hours=2)


def came_back(readings: list[Reading]) -> Iterator[Contradiction]:
    """A verdict that was left and taken up again within two hours, and no slot has become full in between: over the
    readings of one day, in order."""
    course: dict[tuple[str, str], list[tuple[Reading, str, Fact]]] = {}
    for r in readings:
        seen: set[tuple[str, str]] = set()
        for f in r.of("state"):
            if f.line in r.pack.lines and (f.line, f.area) not in seen and f.place in ("tile", "matrix", "strip"):
                seen.add((f.line, f.area))
                own = course.setdefault((f.line, f.area), [])
                if not own or own[-1][1] != f.value:
                    own.append((r, str(f.value), f))
    for told in course.values():
        for (_, was, _), (left, other, _), (back, again, f) in zip(told, told[1:], told[2:], strict=False):
            if was == again and back.now - left.now < WINDOW and not _moved_on(left, back, f.line):
                yield back.wrong("verdict_holds", f, f"{other} at {left.now:%H:%M}, {was} before")


def _moved_on(left: Reading, back: Reading, line: str) -> bool:
    """Whether another slot was full by then, or its deadline came between: either changes a verdict by itself."""
    due = deadline(back, line)
    return left.judged.get(line) != back.judged.get(line) or (due is not None and left.now <= due <= back.now)
