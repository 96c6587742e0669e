"""Counts that only grow, since 00:00 or since the round began, and yet are lower than they were."""

from collections.abc import Iterable

import numpy as np

from data_pipeline.declare import Column
from data_pipeline.intake.compare import MOST, Compare
from data_pipeline.intake.parallel import over
from data_pipeline.intake.report import Problem
from data_pipeline.intake.series import positions


def check_falls(compare: Compare) -> Iterable[Problem]:
    """A doubt where a figure is lower than one slot before, or higher than what is known for the slot after."""
    feed, series = compare.feed, compare.series
    columns = [c for c in feed.columns if feed.as_of_column and c.is_number and c.semantics in ("D", "R")]
    for other, code, sign in ((series.earlier, "falling", -1), (series.later, "falling_next", 1)):
        if not (other >= 0).any():
            continue
        within = {"R": series.mine & (other >= 0), "D": series.mine & series.same_day(other)}

        def wrong(column: Column, other: np.ndarray = other, sign: int = sign, within: dict = within) -> np.ndarray:
            value, pairs = series.values(column.name), within[column.semantics or ""]
            return positions(len(value), lambda p: pairs[p] & (sign * (value[p] - value[other[p]]) > 0))

        for column, rows in zip(columns, over(wrong, columns, len(series.row)), strict=True):
            for at in rows[:MOST].tolist():
                yield compare.problem(column.name, at, int(other[at]), code)
