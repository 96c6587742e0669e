"""A file's rows beside what came before them, and what speaks for a figure: a balance that it keeps."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from data_pipeline.declare import Feed
from data_pipeline.intake.judge import Verdict
from data_pipeline.intake.report import Problem
from data_pipeline.intake.say import kept, labels
from data_pipeline.intake.series import Series

EQUALITY = re.compile(r"(?<![<>!=])=(?!=)")
MOST = 500  # doubts of one kind in one column


@dataclass(frozen=True)
class Compare:
    """`lines`: of the file, by row. `balanced`: by column, the rows in which a balance confirms the figure."""

    feed: Feed
    series: Series
    lines: np.ndarray
    balanced: Mapping[str, np.ndarray]

    def problem(self, column: str, at: int, other: int, code: str, **facts: object) -> Problem:
        """A doubt about the figure at one position, told beside the one at another."""
        series = self.series
        both = {"before": kept(series.cell(column, other)), "when": series.moment(other), **facts}
        line = int(self.lines[series.row[at]])
        return Problem(line, column, kept(series.cell(column, at)), code, "confirm", both | labels(self.feed, column))

    def confirmed(self, column: str, at: np.ndarray) -> np.ndarray:
        """Which of these positions' figures a balance of their row bears out."""
        rows = self.balanced.get(column)
        return rows[self.series.row[at]] if rows is not None else np.zeros(len(at), bool)


def balanced(feed: Feed, table: pa.Table, verdict: Verdict, good: np.ndarray) -> dict[str, np.ndarray]:
    """Rules that are equalities over figures, kept by rows that report every figure in them."""
    found: dict[str, np.ndarray] = {}
    for i, check in enumerate(verdict.checks):
        if check.code != "rule" or not EQUALITY.search(check.bad) or not all(feed[c].is_number for c in check.columns):
            continue
        holds = np.ones(len(good), bool)
        holds[verdict.at[verdict.which == i]] = False
        holds = holds[good]
        for name in check.columns:
            holds &= table.column(name).is_valid().to_numpy()
        for name in check.columns:
            found[name] = found[name] | holds if name in found else holds
    return found
