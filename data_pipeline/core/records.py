"""Rows of a frame as dicts, the same as pandas makes of them, in less than half the time: column by column, where it
looks at every value of every row."""

from collections import defaultdict
from typing import Any, TypeVar, cast, overload

import numpy as np
import pandas as pd
from pandas.util import hash_pandas_object

R = TypeVar("R")


@overload
def records(frame: pd.DataFrame) -> list[dict[str, Any]]: ...
@overload
def records(frame: pd.DataFrame, of: type[R]) -> list[R]: ...
def records(frame: pd.DataFrame, of: Any = None) -> Any:
    """`of`: how the rows of its query are typed."""
    names = [str(name) for name in frame.columns]
    columns = (_values(column) for _, column in frame.items())
    return cast(Any, [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)])


def _values(column: pd.Series) -> list[Any]:
    """Moments are few and come again and again: to make each of them anew is most of the work."""
    if column.dtype.kind != "M":
        return column.tolist()
    codes, moments = pd.factorize(column)
    known = [*moments.tolist(), pd.NaT]  # what is missing has the code -1
    return [known[code] for code in codes.tolist()]


def words(frame: pd.DataFrame, by: str) -> dict[str, int]:
    """By value of that column, a number that is another where anything about its rows is."""
    found: defaultdict[str, int] = defaultdict(int)
    marks = np.asarray(hash_pandas_object(frame, index=False))  # type: ignore[operator]
    for value, mark in zip(frame[by].tolist(), map(int, marks), strict=True):
        found[str(value)] += mark
    return found
