"""The tail apart: the last 3 % are home visits, refusals and people not found, and go at a pace of their own."""

from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from data_pipeline.forecast import draws
from data_pipeline.forecast.case import Case
from data_pipeline.forecast.simulate import Paths, quantiles, simulate
from data_pipeline.forecast.types import P50, P90

SHARE = 0.03  # of what is owed


@dataclass(frozen=True)
class Tail:
    """Hours from `as_of` to 97 % and to 100 %, at the middle and the bad case; infinity: not within the horizon."""

    line: str
    area_code: str
    as_of: datetime
    most_p50: float
    most_p90: float
    all_p50: float
    all_p90: float


def apart(case: Case, visits: Case | None = None, seed: int = draws.SEED, paths: int = draws.PATHS) -> list[Tail]:
    """`visits`: the ledger of the tail itself (home visits due and done), which is then as long as it takes."""
    most = simulate(up_to(case), seed, paths)
    whole = simulate(case, seed, paths)
    if visits is not None:
        whole = _with_visits(case, whole, visits, seed, paths)
    to_most, to_all = quantiles(most.finish), quantiles(np.maximum(most.finish, whole.finish))
    return [
        Tail(case.line, area, case.as_of, *(float(q[i, p]) for q in (to_most, to_all) for p in (P50, P90)))
        for i, area in enumerate(case.areas)
    ]


def together(case: Case, code: str, seed: int = draws.SEED, paths: int = draws.PATHS) -> Tail:
    """All areas of the case as one, the last of them: the joint maximum. `code`: the area they make up."""
    ways = [simulate(c, seed, paths).finish.max(axis=0, keepdims=True) for c in (up_to(case), case)]
    to_most, to_all = quantiles(ways[0]), quantiles(np.maximum(*ways))
    return Tail(case.line, code, case.as_of, *(float(q[0, p]) for q in (to_most, to_all) for p in (P50, P90)))


def up_to(case: Case, share: float = SHARE) -> Case:
    """The case whose clearing is the moment open work falls to `share` of what is owed.

    open <= share × due holds exactly when (open now − share × due now) + (1 − share) × arrivals − done <= 0.
    """
    return replace(case, open=np.maximum(0.0, case.open - share * case.due_total), due=case.due * (1 - share))


def _with_visits(case: Case, whole: Paths, visits: Case, seed: int, paths: int) -> Paths:
    """All is done when the visits are too; areas without a visit list are left as they are."""
    here = tuple(a for a in case.areas if a in visits.areas)
    if not here:
        return whole
    late = simulate(visits.only(here), seed, paths).finish
    finish = whole.finish.copy()
    rows = [case.areas.index(a) for a in here]
    finish[rows] = np.maximum(finish[rows], late)
    return replace(whole, finish=finish)
