"""Tables separated by spaces: the same lines with a tab for each run of spaces, to be read like any other."""

import re

from data_pipeline.intake.layout import HEAD_BYTES, HEAD_LINES

SPACE = "[ \u00a0\u3000]"
EVERY = re.compile(rf"{SPACE}+")
ONE = re.compile(rf"(?<!\d-\d\d){SPACE}+|(?<=\d-\d\d){SPACE}+(?!\d{{1,2}}:\d\d)")  # not between a date and its clock
MANY = re.compile(rf"{SPACE}{{2,}}|(?:\u3000)+")
FEWEST = 2


def gap_of(data: bytes) -> re.Pattern[str] | None:
    """What sets the columns of this text apart; None where tabs stand in it, or no two lines have such columns."""
    head = data[:HEAD_BYTES].decode("utf-8", "ignore").split("\n")[:HEAD_LINES]
    if any("\t" in line for line in head):
        return None
    best, found = FEWEST - 1, None
    for gap in (MANY, EVERY, ONE):  # the one by which most lines have as many columns
        widths = [len(gap.split(line.strip())) for line in head if line.strip()]
        most = max((w for w in widths if w >= FEWEST), key=widths.count, default=0)
        if most and widths.count(most) > best:
            best, found = widths.count(most), gap
    return found


def with_tabs(data: bytes, gap: re.Pattern[str]) -> bytes:
    """`data`: valid UTF-8."""
    lines = data.decode("utf-8").split("\n")
    return "\n".join(gap.sub("\t", line.strip(" \u00a0\u3000")) for line in lines).encode()
