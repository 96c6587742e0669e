"""How long the forecast and the rebalancing take: figures to print, never a test."""

import time
from collections.abc import Callable
from datetime import datetime
from statistics import median

import numpy as np
import pandas as pd

from data_pipeline.forecast import draws, project
from data_pipeline.forecast.prepare import prepare
from data_pipeline.forecast.rebalance import Problem, rebalance
from data_pipeline.forecast.simulate import simulate
from data_pipeline.outlook.rules import rules
from tests.support import samples, seeds

AT = datetime(2022, 4, 6, 14)
TURNS = 7
RESOURCES = ("vehicles", "lab slots", "beds or rooms", "supplies")
GOALS = {"paths": 300, "moves": 1000}  # ms


def markdown() -> str:
    """Medians of several turns, in this process, everything warm."""
    ledger, how = seeds.ledger(seeds.SEED), rules(samples.pack())
    own = pd.DataFrame(ledger[~ledger["line"].isin(list(how.worst_of))])
    cases = [r.case for r in prepare(own, AT, how).values()]
    areas = max(len(c.areas) for c in cases)
    paths = _ms(lambda: [simulate(c) for c in cases])
    whole = _ms(lambda: project(own, AT, how))
    problems = [_problem(name, i, areas) for i, name in enumerate(RESOURCES)]
    moves = _ms(lambda: [rebalance(p) for p in problems])
    rows = [
        (f"{len(cases)} lines × {areas} districts × {draws.PATHS:,} paths", paths, GOALS["paths"]),
        ("the same with reading the ledger, fitting the profiles and summing up", whole, None),
        (f"rebalancing {areas} districts × {len(RESOURCES)} resources", moves, GOALS["moves"]),
    ]
    told = [f"| {name} | {ms:.0f} ms | {f'< {goal} ms' if goal else ''} |" for name, ms, goal in rows]
    return "\n".join(["| what | took | goal |", "| --- | ---: | ---: |", *told])


def _problem(resource: str, seed: int, areas: int) -> Problem:
    """Half of the districts have some to spare, half lack some, and not all of it can be met."""
    rng = np.random.default_rng(seed)
    gives = rng.permutation(areas) < areas // 2
    amount = rng.integers(5, 60, areas).astype(float)
    far = rng.uniform(5, 60, (areas, areas))
    names = tuple(f"{i:02}" for i in range(areas))
    return Problem(
        resource,
        names,
        np.where(gives, amount * 0.6, 0),
        np.where(gives, 0, amount),
        far,
        scope=far < 45,
        pair_limit=30,
    )


def _ms(work: Callable[[], object]) -> float:
    work()
    took = []
    for _ in range(TURNS):
        start = time.perf_counter()
        work()
        took.append(time.perf_counter() - start)
    return 1000 * median(took)


if __name__ == "__main__":
    print(markdown())
