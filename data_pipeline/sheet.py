"""A table as it may leave the server, with what it is told beside: shown on a page, or written by export.py.

A table gets here through `Sheet.of`, which hides small counts of people (small.py): there is no other way.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from data_pipeline.small import protect

Kind = Literal["text", "number", "moment"]


@dataclass(frozen=True)
class Column:
    """`people`: counts people with a need. `rate`: a share of such counts. `age`: hours such people waited."""

    name: str
    title: str
    kind: Kind = "text"
    people: bool = False
    rate: bool = False
    age: bool = False


@dataclass(frozen=True)
class Sheet:
    """`notes`: (label, value) in the first rows of a file. `frame` has exactly the columns, small counts hidden."""

    name: str  # of the file, without ending
    notes: tuple[tuple[str, str], ...]
    columns: tuple[Column, ...]
    frame: pd.DataFrame

    @staticmethod
    def of(
        name: str, notes: Sequence[tuple[str, str]], columns: Sequence[Column], frame: pd.DataFrame, *,
        below: pd.Series | None = None, by: Sequence[str] = (), linked: Sequence[Sequence[str]] = (),
    ) -> "Sheet":  # fmt: skip
        """`below`: rows below district level; `by` and `linked` as of small.small_cells. Rows of one published sum must
        be there together: what is shown of them is cut from the sheet, not before it."""
        if below is not None:
            people, rates, ages = ([c.name for c in columns if getattr(c, of)] for of in ("people", "rate", "age"))
            frame = protect(frame, people, below, by, linked, rates, ages)
        return Sheet(name, tuple(notes), tuple(columns), frame.loc[:, [c.name for c in columns]].reset_index(drop=True))
