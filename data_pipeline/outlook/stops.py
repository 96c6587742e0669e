"""Work that has stopped, and reports that come in lumps: told apart, so that neither is read as the other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from math import gcd
from typing import Any

import numpy as np

from data_pipeline.forecast.profile import DEFAULT, Profile, area_under
from data_pipeline.forecast.table import hour

Row = Mapping[str, Any]
EXPECTED = 5.0  # items that a flat stretch would usually have brought: of fewer, none may be luck
LOT = 25  # items that come together at most: figures in larger steps are rounded ones
STILL = 3  # slots without movement, and it is named whatever its usual course
FLATS = 2  # flat stretches that ended in a leap, and the place reports in lumps
LEAP = 1.6  # times its mean pace over the day: what comes after a flat stretch


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


def course(told: Sequence[Row], profile: Profile | None = None) -> Course:
    """`told`: the rows of one line and place at which it spoke, of one day, oldest first."""
    if sum(a["done"] == b["done"] for a, b in pairwise(told)) < (1 if _unmoved(told) else FLATS):
        return Course()
    steps = _steps(told, profile or DEFAULT)
    flat = [s.flat for s in steps]
    runs, leaps = _runs(steps)
    count = next((n for n, f in enumerate(reversed(flat)) if not f), len(flat))
    since = steps[-count].start if count else None
    return Course(since, count, leaps >= FLATS, max(runs, default=0))


def _unmoved(told: Sequence[Row]) -> bool:
    return len(told) > 1 and told[-1]["done"] == told[-2]["done"]


@dataclass(frozen=True)
class _Step:
    start: datetime
    flat: bool
    pace: float  # done over what the usual shape of a day gives these hours


def _steps(told: Sequence[Row], shape: Profile) -> list[_Step]:
    """Between neighbouring reports; a flat one brought nothing where the mean pace so far would have brought some."""
    if not told:
        return []
    out: list[_Step] = []
    lot = gcd(*(int(r["done"]) for r in told))
    grain = lot if 0 < lot <= LOT else 1  # beds come by tens: one ten is one item
    done, weight = float(told[0]["done"]), _usual(shape, 0.0, told[0]["as_of"].hour)
    for before, after in pairwise(told):
        usual = _usual(shape, hour(before["as_of"]), hour(after["as_of"]) - hour(before["as_of"]))
        moved = float(after["done"]) - float(before["done"])
        due = min(done / weight * usual if weight else 0.0, float(before["open"]))
        flat = moved == 0 and after["to_do"] > 0 and due >= EXPECTED * grain
        out.append(_Step(before["as_of"], flat, _over(moved, usual)))
        done, weight = done + max(moved, 0.0), weight + usual
    return out


def _usual(shape: Profile, start: float, hours: float) -> float:
    """Hours of work that the usual shape of a day has in these hours."""
    return float(area_under(shape.done, np.array(start), np.array(hours)))


def _over(moved: float, usual: float) -> float:
    return moved / usual if usual > 0 else 0.0


def _runs(steps: Sequence[_Step]) -> tuple[list[int], int]:
    """Lengths of the flat stretches that a leap ended, and how many leaps there were."""
    moving = [s.pace for s in steps]
    mean = sum(moving) / len(moving) if moving else 0.0
    runs, run = [], 0
    for step in steps:
        if step.flat:
            run += 1
        elif run:
            if step.pace >= LEAP * mean:
                runs.append(run)
            run = 0
    return runs, len(runs)
