"""Work that has stopped, and reports that come in lumps: told apart, so that neither is read as the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from math import gcd

import numpy as np

from data_pipeline.forecast.lumps import EXPECTED, FAINT, LEAP
from data_pipeline.forecast.profile import DEFAULT, Profile, area_under
from data_pipeline.forecast.table import hour
from data_pipeline.query.rows import LedgerRow

LOT = 25  # items that come together at most: figures in larger steps are rounded ones
FLATS = 2  # flat stretches that ended in a leap, and the place reports in lumps


@dataclass(frozen=True)
class Course:
    """How a place has moved up to a slot. `since`: its last report that brought something, where the newest brought
    nothing although some was due; `slots`: reports without movement since then."""

    since: datetime | None = None
    slots: int = 0
    lumps: bool = False
    longest: int = 0  # flat reports in a row that a leap has ended

    @property
    def stopped(self) -> bool:
        """Nothing comes where something should; in lumps only after more than the longest flat stretch seen."""
        return self.slots > (self.longest if self.lumps else 0)


def course(reports: Sequence[LedgerRow], profile: Profile | None = None) -> Course:
    """`reports`: the rows of one line and place at which it spoke, of one day, oldest first."""
    if not _worth_a_look(reports):
        return Course()
    steps = _steps(reports, profile or DEFAULT)
    runs = _runs(steps)
    lumps = len(runs) >= FLATS
    flat = [s.faint if lumps else s.flat for s in steps]
    count = next((n for n, f in enumerate(reversed(flat)) if not f), len(flat))
    since = steps[-count].start if count else None
    return Course(since, count, lumps, max(runs, default=0))


def _worth_a_look(reports: Sequence[LedgerRow]) -> bool:
    """Nothing came last, or next to nothing often enough for lumps: of most places neither, as is quickly seen."""
    moved = [float(b["done"]) - float(a["done"]) for a, b in pairwise(reports)]
    mean = sum(moved) / len(moved) if moved else 0.0
    return bool(moved) and (moved[-1] == 0 or sum(x <= 2 * FAINT * mean for x in moved) >= FLATS)


@dataclass(frozen=True)
class _Step:
    start: datetime
    flat: bool  # nothing came
    faint: bool  # next to nothing
    pace: float  # done over what the usual shape of a day gives these hours


def _steps(reports: Sequence[LedgerRow], shape: Profile) -> list[_Step]:
    """Between neighbouring reports; flat only where the mean pace so far would have brought enough to tell."""
    if not reports:
        return []
    out: list[_Step] = []
    lot = gcd(*(int(r["done"]) for r in reports))
    grain = lot if 0 < lot <= LOT else 1  # beds come by tens: one ten is one item
    done, weight = float(reports[0]["done"]), _usual(shape, 0.0, reports[0]["as_of"].hour)
    for before, after in pairwise(reports):
        usual = _usual(shape, hour(before["as_of"]), hour(after["as_of"]) - hour(before["as_of"]))
        moved = float(after["done"]) - float(before["done"])
        due = min(done / weight * usual if weight else 0.0, float(before["open"]))
        owed = after["to_do"] > 0 and due >= EXPECTED * grain
        out.append(_Step(before["as_of"], owed and moved == 0, owed and moved <= FAINT * due, _over(moved, usual)))
        done, weight = done + max(moved, 0.0), weight + usual
    return out


def _usual(shape: Profile, start: float, hours: float) -> float:
    """Hours of work that the usual shape of a day has in these hours."""
    return float(area_under(shape.done, np.array(start), np.array(hours)))


def _over(moved: float, usual: float) -> float:
    return moved / usual if usual > 0 else 0.0


def _runs(steps: Sequence[_Step]) -> list[int]:
    """Lengths of the flat stretches that a leap ended."""
    moving = [s.pace for s in steps]
    mean = sum(moving) / len(moving) if moving else 0.0
    runs, run = [], 0
    for step in steps:
        if step.faint:
            run += 1
        elif run:
            if step.pace >= LEAP * mean:
                runs.append(run)
            run = 0
    return runs
