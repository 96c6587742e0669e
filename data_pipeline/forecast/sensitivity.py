"""Which stage, sped up by a tenth, moves the finish most."""

from dataclasses import dataclass, replace

import numpy as np

from data_pipeline.forecast import draws
from data_pipeline.forecast.case import Case
from data_pipeline.forecast.simulate import Paths
from data_pipeline.forecast.stages import Chain, hours_of_work_whole, run

TENTH = 0.10


@dataclass(frozen=True)
class Effect:
    """One stage sped up; finish of the last area. `gain` is in hours, paths past the horizon counted at it."""

    line: str
    gain: float
    p50_before: float  # hours from as_of; infinity: not within the horizon
    p50_after: float
    p_miss_before: float
    p_miss_after: float
    hours_of_work: float  # open work of all areas over their pace together


def effects(work: Chain, by: float = TENTH, seed: int = draws.SEED, paths: int = draws.PATHS) -> list[Effect]:
    """All stages, the one that moves the finish most first. The same draws before and after, so no gain is luck."""
    before = run(work, seed, paths)[-1]
    out = []
    for i, case in enumerate(work.stages):
        after = run(work.with_stage(i, faster(case, by)), seed, paths)[-1]
        out.append(_effect(case, before, after))
    return sorted(out, key=lambda e: -e.gain)


def faster(case: Case, by: float) -> Case:
    return replace(case, pace=case.pace * (1 + by))


def _effect(case: Case, before: Paths, after: Paths) -> Effect:
    first, then = before.finish.max(axis=0), after.finish.max(axis=0)
    end = float(case.edges[-1])
    gain = np.minimum(first, end).mean() - np.minimum(then, end).mean()
    return Effect(
        line=case.line,
        gain=float(gain),
        p50_before=_middle(first),
        p50_after=_middle(then),
        p_miss_before=float(before.missed.any(axis=0).mean()),
        p_miss_after=float(after.missed.any(axis=0).mean()),
        hours_of_work=hours_of_work_whole(case),
    )


def _middle(finish: np.ndarray) -> float:
    return float(np.sort(finish)[(len(finish) + 1) // 2 - 1])
