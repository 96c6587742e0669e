"""What opening a number gives."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, Literal, TypedDict, cast

import pandas as pd

from data_pipeline.declare import Gauge, Line
from data_pipeline.declare.tables import Target
from data_pipeline.query.rows import TraceGaugeRow, TraceLineRow

Parts = Mapping[str, float | None]  # of a figure, by column: a line's ledger; a gauge's value and what it is made of
Adds = Literal["sum", "rounded", "ratio", "max", "min", "alone", "made"]


@dataclass(frozen=True)
class Figure:
    """A figure as the board shows it. `of` is what was asked for; `says` the line whose ledger it shows: another one
    where `of` speaks for the worst of several."""

    of: Line | Gauge
    says: Line | Gauge
    level: str
    area: str
    ops_day: date
    as_of: datetime
    values: TraceLineRow | TraceGaugeRow  # as the board's own query gives it
    target: Target | None

    @property
    def is_line(self) -> bool:
        return isinstance(self.of, Line)

    def parts(self, names: Iterable[str]) -> dict[str, float | None]:
        held = cast("Parts", self.values)
        return {n: held.get(n) for n in names}


@dataclass(frozen=True)
class Step:
    """One layer on the way from the file to the figure, with its SQL."""

    name: str  # mart.ledger
    origin: str  # queries/line/transfer.sql, or the declaration it is generated from
    sql: str

    @property
    def layer(self) -> str:
        return self.name.split(".")[0]


@dataclass(frozen=True)
class Source:
    """The file and line that last told one cell of a row that stands."""

    column: str
    load_id: int
    row_no: int
    file_name: str
    sender: str
    received_at: datetime


@dataclass(frozen=True)
class Check:
    """`adds`: how the rows give the figure. sum: they add up (rounded: with decimals, rounded at the end). ratio: their
    parts add up and are then divided. max, min: one of them speaks. alone: there is but one. made: by the same SQL,
    from these rows and no others. `holds`: they do give it; `again`: what they give."""

    adds: Adds
    holds: bool
    again: float | None


class TraceLoad(TypedDict):
    """A load that a figure came from, and how many of its rows."""

    load_id: int
    file_name: str
    sender: str
    feed: str
    rows: int
    received_at: datetime


@dataclass(frozen=True)
class Trace:
    """`rows`: one per row received that the figure is made of, most weight first: place, kind, `parts` (what it adds),
    and where it came from: the latest line that told one of the figure's cells; `others` those that told the rest.
    `background`: rows of other slots that the same SQL reads (pace, plan)."""

    figure: Figure
    chain: tuple[Step, ...]
    rows: pd.DataFrame
    kinds: tuple[str, ...]  # columns of rows that tell rows of one place apart
    parts: tuple[str, ...]
    facts: tuple[str, ...]  # where no row says anything alone: the columns of the file that the SQL speaks of
    people: bool  # counts people with a need: small counts are hidden below district level
    check: Check
    background: int
    made_of: int | None = None  # rows of the figure, where only those of some districts are in `rows`
    most: int | None = None  # so many of `rows` are laid out, those of most weight

    @property
    def carried(self) -> int:
        """Rows that were told at an earlier slot and still stand."""
        reported_at: Any = self.rows["told_at"]
        return int((reported_at < self.figure.as_of).sum())

    @property
    def speaking(self) -> int:
        """Rows that do not only say nought."""
        figures: Any = self.rows.loc[:, list(self.parts)].fillna(0).to_numpy()
        return int((figures != 0).any(axis=1).sum())

    @cached_property
    def loads(self) -> pd.DataFrame:
        """One row (TraceLoad) per load the figure came from."""
        by, latest = ["load_id", "file_name", "sender", "feed"], "received_at"
        rows: Counter[tuple[Any, ...]] = Counter()
        at: dict[tuple[Any, ...], Any] = {}
        for *of, when, feed, others in zip(*(self.rows[c] for c in (*by[:3], latest, "feed", "others")), strict=True):
            told = {(s.load_id, s.row_no): ((s.load_id, s.file_name, s.sender), s.received_at) for s in others}
            for own, received in ((tuple(of), when), *told.values()):
                key = (*own, feed)
                rows[key] += 1
                at[key] = max(at.get(key, received), received)
        frame = pd.DataFrame([(*key, rows[key], at[key]) for key in sorted(rows)], columns=[*by, "rows", latest])
        return frame.astype({"load_id": "int64", latest: self.rows[latest].dtype})
