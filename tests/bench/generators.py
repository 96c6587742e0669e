"""Forecasts scored on two operations side by side: the sample under seeds nobody has looked at, and a second generator
whose days have other shapes (tests/support/second.py), on which nothing was fitted.

`python -m tests.bench.generators [seeds of each]`. A city's case is scored only where it is open: a line whose city
misses on nine days of ten, or clears on nine, says nothing about a forecast; its districts do.
"""

import sys
from collections.abc import Callable

import pandas as pd

from data_pipeline.forecast.cases import cases
from data_pipeline.forecast.replay import replay
from data_pipeline.forecast.score import earned, table
from data_pipeline.forecast.score import rows as rows_of
from data_pipeline.outlook.rules import Rules, rules
from tests.bench.forecast import MOMENTS, _cells, _table
from tests.support import samples, second, seeds

SEEDS = {"sample": range(20261201, 20261207), "second": range(20270101, 20270107)}
MADE: dict[str, Callable[[int], pd.DataFrame]] = {"sample": seeds.ledger, "second": second.ledger}
OPEN_CASE = (0.1, 0.9)  # share of a line's city-days that missed, between which the city's case is open
HEADS = ("forecasts", "80 % band held", "missed", "Brier", "straight line", "as yesterday", "median error")


def scored(name: str, most: int) -> pd.DataFrame:
    """forecast.cases of the lines that both operations have."""
    how = rules(samples.pack())
    return pd.concat([_scored(name, seed, how) for seed in list(SEEDS[name])[:most]], ignore_index=True)


def _scored(name: str, seed: int, how: Rules) -> pd.DataFrame:
    own = MADE[name](seed)
    own = pd.DataFrame(own[own["line"].isin(list(second.LINES))])
    return cases(replay(own, MOMENTS, how), own, how.notice_h).assign(seed=seed)


def rows(name: str, found: pd.DataFrame) -> list[tuple[str, ...]]:
    """By hour: districts, all lines and those that have earned to be shown; cities where their case is open."""
    district = pd.DataFrame(found[found["level"] == "district"])
    whole = {r.get("line") for r in rows_of(table(district, ["line"])) if earned(r)}
    hours = {(r.get("line"), r.get("hour")) for r in rows_of(table(district, ["line", "hour"])) if earned(r)}
    shown = [(x in whole and (x, h) in hours) for x, h in zip(district["line"], district["hour"], strict=True)]
    city = pd.DataFrame(found[found["level"] == "city"])
    missed: dict[str, float] = {str(r["line"]): r["missed"] for r in table(city, ["line"]).to_dict("records")}
    open_case = [line for line, share in missed.items() if OPEN_CASE[0] < share < OPEN_CASE[1]]
    parts = {
        "districts, all": district,
        "districts, shown": pd.DataFrame(district[shown]),
        f"city, {len(open_case)} of {len(missed)} lines open": pd.DataFrame(city[city["line"].isin(open_case)]),
    }
    return [
        (name, what, f"{r['hour']}:00", *_cells(r))
        for what, part in parts.items()
        if len(part)
        for r in table(part, ["hour"]).to_dict("records")
    ]


def main(most: int) -> None:
    told = [row for name in MADE for row in rows(name, scored(name, most))]
    print(_table(("generator", "what", "at", *HEADS), told))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 6)
