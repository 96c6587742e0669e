"""Serial stages, simulated in order: a stage cannot finish what the stage before it has not passed on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from data_pipeline.forecast import draws
from data_pipeline.forecast.case import Case, steps_ahead, weights
from data_pipeline.forecast.prepare import Prepared
from data_pipeline.forecast.simulate import SECOND, Paths, Queue
from data_pipeline.forecast.table import hour


@dataclass(frozen=True)
class Chain:
    """Stages in order, same areas and steps. `ratio[i]` (S,): units of stage i per unit stage i-1 passes on.

    Units change on the way (people, tubes, people), so a ratio is tubes per person, or re-checks per reported tube.
    """

    stages: tuple[Case, ...]
    ratio: tuple[np.ndarray, ...]

    def with_stage(self, i: int, case: Case) -> "Chain":
        return replace(self, stages=(*self.stages[:i], case, *self.stages[i + 1 :]))


def chain(ready: Sequence[Prepared]) -> Chain:
    """Stage lines in their order, on the deadline of the last, for the areas that all of them report."""
    common = tuple(a for a in ready[0].case.areas if all(a in r.case.areas for r in ready))
    last = ready[-1].case
    slot = max(r.recent.slot for r in ready)
    start = max(r.case.as_of for r in ready)
    edges, at = steps_ahead(hour(start), hour(last.deadline), slot)
    stages = []
    for r in ready:
        pace, arrive = weights(r.profile, hour(start), edges, at)
        case = replace(r.case.only(common), as_of=start, deadline=last.deadline, edges=edges, at=at)
        stages.append(replace(case, pace=pace, arrive=arrive))
    ratio = [np.ones(len(common)), *(_ratio(a, b) for a, b in pairwise(stages))]
    return Chain(tuple(stages), tuple(ratio))


def run(work: Chain, seed: int = draws.SEED, paths: int = draws.PATHS) -> list[Paths]:
    """Paths of every stage: finished when it and all before it are; `left` counts what is still upstream, in its
    own unit. Each stage has its own standing luck; a bad slot of one is the same slot of all."""
    queues = [Queue(c, tuple(f"{a}/{c.line}" for a in c.areas), seed, paths) for c in work.stages]
    clear = [q.clear for q in queues]
    left: list[np.ndarray] = _upstream(work, queues)
    for j in range(len(work.stages[0].steps)):
        if j == work.stages[0].at:
            left = _upstream(work, queues)
        came = queues[0].arrivals(j)
        for queue, ratio in zip(queues, [*work.ratio[1:], None], strict=True):
            before = queue.open + came
            queue.step(j, came)
            if ratio is not None:
                came = (before - queue.open) * ratio[:, None].astype(np.float32)
        clear = _in_order(queues)
        if j >= work.stages[0].at and np.isfinite(clear[-1]).all():
            break
    due_in = work.stages[0].due_in
    overdue = [c > due_in + SECOND for c in clear]
    return [Paths(*each, due_in) for each in zip(clear, left, left, overdue, strict=True)]


def hours_of_work(stage: Case) -> np.ndarray:
    """(S,) open work over the median recent pace, as it is at this hour. The bottleneck is the largest in hours."""
    return np.array([_over(o, r) for o, r in zip(stage.open, pace_now(stage), strict=True)])


def hours_of_work_whole(stage: Case) -> float:
    """All areas together: sums of open work and of pace, then the division."""
    return _over(float(stage.open.sum()), float(pace_now(stage).sum()))


def pace_now(stage: Case) -> np.ndarray:
    """(S,) items per hour of the step that begins now, were there always work."""
    return np.median(stage.done, axis=1) * stage.pace[..., 0] / stage.steps[0]


def _over(work: float, rate: float) -> float:
    return 0.0 if work <= 0 else work / rate if rate > 0 else float("inf")


def _ratio(before: Case, after: Case) -> np.ndarray:
    """Owed by this stage per unit the one before has done; where it has done nothing, as in all areas together."""
    whole = after.due_total.sum() / before.done_total.sum() if before.done_total.sum() > 0 else 1.0
    return np.divide(
        after.due_total, before.done_total, out=np.full(len(after.areas), whole), where=before.done_total > 0
    )


def _upstream(work: Chain, queues: list[Queue]) -> list[np.ndarray]:
    left = [queues[0].open]
    for queue, ratio in zip(queues[1:], work.ratio[1:], strict=True):
        left.append(queue.open + left[-1] * ratio[:, None].astype(np.float32))
    return left


def _in_order(queues: list[Queue]) -> list[np.ndarray]:
    """A stage is clear no earlier than the one before it."""
    clear = [queues[0].clear]
    for queue in queues[1:]:
        clear.append(np.maximum(clear[-1], queue.clear))
    return clear
