"""Small counts of people (domain 5.2): below district level 1 to 9 people are told as "1–9", and no sum tells.

One function decides, over all rows that a published figure is the sum of, so that pages, hovers and files agree.
0 shows 0; what was not reported stays unknown. A second cell that has to be hidden with the first tells its band.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

THRESHOLD = 10
AGE_H = 6  # an exact age beside a small count could be somebody's
BANDS = ("0–9", "1–9", "≥10")  # a hidden nought, a small count, a larger one hidden with it


def small_cells(counts: pd.DataFrame, by: Sequence[Any] = (), linked: Sequence[Sequence[str]] = ()) -> pd.DataFrame:
    """True where a count may not be shown exactly. `counts`: numeric, one row per place below district level.

    `by`: what the published sums are made over (the district; the kind of row). Among the rows of one sum a hidden cell
    never stands alone, or the sum would give it back: the next smallest hides with it, a nought only where nothing
    else is there. The same within a row, for columns that check each other (`linked`): carried in + new - done = open.
    """
    values: Any = counts.astype(float).to_numpy()
    hide: Any = (values > 0) & (values < THRESHOLD)
    names = list(counts.columns)
    links = [[names.index(c) for c in group if c in names] for group in linked]
    links = [columns for columns in links if len(columns) > 1]
    sums = _groups(counts, by)
    before = -1
    while before != hide.sum():
        before = hide.sum()
        for rows in sums:
            for column in np.flatnonzero(hide[rows].sum(axis=0) == 1).tolist():
                _hide_next(values, hide, [(row, column) for row in rows])
        for columns in links:
            for row in np.flatnonzero(hide[:, columns].sum(axis=1) == 1).tolist():
                _hide_next(values, hide, [(row, column) for column in columns])
    return pd.DataFrame(hide, index=counts.index, columns=names)


def protect(
    frame: pd.DataFrame,
    people: Sequence[str],
    below: Any,
    by: Sequence[str] = (),
    linked: Sequence[Sequence[str]] = (),
    rates: Sequence[str] = (),
    ages: Sequence[str] = (),
) -> pd.DataFrame:
    """The frame as it may leave the server: `people` columns as numbers or, where too small, as words.

    `below`: rows below district level; the others are not touched. `rates` are shares of the people columns: beside a
    hidden cell, or where no count of the row reaches ten, they are not told. `ages`, in hours, are rounded up to 6.
    """
    there = [c for c in people if c in frame.columns]
    if not below.any():
        return frame
    for column in [c for c in ages if c in frame.columns]:
        frame = frame.assign(
            **{column: frame[column].where(~below, np.ceil(frame[column].astype(float) / AGE_H) * AGE_H)}
        )
    if not there:
        return frame
    counts = frame.loc[below, there].astype(float)
    hide = small_cells(counts, [frame.loc[below, c] for c in by if c in frame.columns], linked)
    out = frame.astype({c: object for c in (*there, *rates) if c in frame.columns})
    for column in there:
        at = [i for i, hidden in zip(hide.index, hide[column], strict=True) if hidden]
        out.loc[at, column] = [band(v) for v in counts.loc[at, column]]
    few: Any = hide.any(axis=1) | (counts.max(axis=1) < THRESHOLD)
    for column in rates:
        if column in out.columns:
            out.loc[few.index[few], column] = None
    return out


def band(value: float) -> str:
    """What is told of a hidden count."""
    return BANDS[0] if value == 0 else BANDS[1] if value < THRESHOLD else BANDS[2]


def _groups(counts: pd.DataFrame, by: Sequence[Any]) -> list[list[int]]:
    if not by:
        return [list(range(len(counts)))]
    names = pd.Series(list(zip(*(s.fillna("").astype(str) for s in by), strict=True)), index=range(len(counts)))
    return [rows.tolist() for rows in names.groupby(names).indices.values()]


def _hide_next(values: Any, hide: Any, cells: list[tuple[int, int]]) -> None:
    """Hide the smallest cell that is still shown; a nought last; the first of equals, so that it is always the same."""
    shown = [(values[c] == 0, values[c], c) for c in cells if not hide[c] and values[c] == values[c]]
    if shown:
        hide[min(shown)[2]] = True
