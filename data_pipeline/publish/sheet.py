"""A table as it may leave the server, with what it is told beside: shown on a page, or written by export.py.

A table gets here through `Sheet.of`, which tells counts of people below district level in bands
(disclosure_control.py): there is no other way.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from data_pipeline.publish.disclosure_control import protect

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
    """`notes`: (label, value) in the first rows of a file. `frame` has exactly the columns, as they may be told."""

    name: str  # of the file, without ending
    notes: tuple[tuple[str, str], ...]
    columns: tuple[Column, ...]
    frame: pd.DataFrame

    @staticmethod
    def of(
        name: str,
        notes: Sequence[tuple[str, str]],
        columns: Sequence[Column],
        frame: pd.DataFrame,
        *,
        below: pd.Series | None = None,
    ) -> "Sheet":
        """`below`: rows about people below district level."""
        if below is not None:
            people, rates, ages = ([c.name for c in columns if getattr(c, of)] for of in ("people", "rate", "age"))
            frame = protect(frame, people, below, rates, ages)
        return Sheet(name, tuple(notes), tuple(columns), frame.loc[:, [c.name for c in columns]].reset_index(drop=True))
