"""When an alert was raised and when it eased, from what was seen report by report: both come slowly, and what was
raised or eased stays so for a while, so that a figure that wavers about its edge rings once."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

AT_ONCE = timedelta(0)


@dataclass(frozen=True)
class Episode:
    """`since`: the first of the reports that raised it. `eased`: the report at which it ended; None while it stands.
    `turning`: of one that stands, the first of the reports since which it is well again, too few as yet to end it."""

    since: datetime
    eased: datetime | None = None
    turning: datetime | None = None


def episodes(seen: Iterable[tuple[datetime, bool | None]], reports: int, hold: timedelta = AT_ONCE) -> list[Episode]:
    """Oldest first; only the last may stand. `seen`: beyond the edge (True), well within it (False), or between the
    two, which neither raises nor eases. `reports`: how many running change anything."""
    found: list[Episode] = []
    run: list[datetime] = []
    changed: datetime | None = None
    for at, beyond in seen:
        stands = bool(found) and found[-1].eased is None
        run = [*run, at] if beyond is (not stands) else []
        if len(run) < reports or (changed is not None and at - changed < hold):
            continue
        if stands:
            found[-1] = Episode(found[-1].since, at)
        else:
            found.append(Episode(run[-reports]))
        run, changed = [], at
    if run and found and found[-1].eased is None:
        found[-1] = replace(found[-1], turning=run[0])
    return found
