"""`python -m tests.doubts`: measures, and writes docs/doubts.md."""

import sys
from collections import Counter

from tests.doubts.measure import (
    ITALY,
    STATES,
    WRONG,
    Asked,
    Missed,
    Office,
    folder,
    honest,
    italy,
    malaysia,
    versions,
    wrong,
)
from tests.doubts.signs import with_signs

DAYS = 400  # of Italy's; the first spring and the second wave


def main() -> None:
    told = [
        honest(
            "Malaysia, hospitals: the whole history each day, 59 days",
            Office(STATES, "hospital"),
            malaysia("hospital", 59),
        ),
        honest("Malaysia, centres: the whole history each day, 59 days", Office(STATES, "pkrc"), malaysia("pkrc", 59)),
        *(
            honest(f"Malaysia, {feed}: versions really published", Office(STATES, feed), versions(feed))
            for feed in ("hospital", "icu", "pkrc")
        ),
        honest(f"Italy, regions: {DAYS} days, a file a day", Office(ITALY, "regions"), italy(0, DAYS)),
    ]
    found = [wrong(what, first=60, files=40) for what in WRONG]
    path = folder() / "doubts.md"
    path.write_text(with_signs(page(told, found)), "utf-8")
    sys.stdout.write(path.read_text("utf-8"))


def page(told: list[Asked], found: list[Missed]) -> str:
    files, doubtful = sum(t.files for t in told), sum(t.doubtful for t in told)
    honest_rows = "".join(f"| {t.what} | {t.files} | {t.doubtful} | {_kinds(t.kinds)} |\n" for t in told)
    wrong_rows = "".join(f"| {m.what} | {m.files} | {len(m.missed)} | {_kinds(m.kinds)} |\n" for m in found)
    return f"""# Doubts: how often honest files are asked about, and what is missed

Written by `python -m tests.doubts` from real files; run it again after a change to intake. A doubt is a question about
figures that somebody must answer before a file is loaded. One that was answered is not asked again while the cell and
what it is held against are the same. Headers that are not understood are decided once, and not counted here.

## Honest files

| files | sent | asked about | by kind |
|---|--:|--:|---|
{honest_rows}| **all** | **{files}** | **{doubtful}** ({100 * doubtful / files:.1f} of 100) | |

The first file of a history brings all its old doubts at once, and is one file asked about.

## Files gone wrong

Real day files of Italy's regions, spoilt on purpose, each sent on what the day before left.

| what went wrong | sent | missed | found as |
|---|--:|--:|---|
{wrong_rows}"""


def _kinds(kinds: Counter[str]) -> str:
    return ", ".join(f"{code} {n}" for code, n in kinds.most_common()) or "none"


if __name__ == "__main__":
    main()
