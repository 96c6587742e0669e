"""The document as typed blocks. A renderer knows these and nothing else: no board, no query, no clock."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from data_pipeline.declare.boundaries import Ring

Value = float | datetime | str | None


@dataclass(frozen=True)
class Figure:
    """`of`: the line or gauge, by which it is opened on the board; `part`: which column of its row. `text`: as told;
    `value`: what it is made of, None where nothing was reported."""

    of: str
    part: str
    area: str
    text: str
    value: Value = None
    at: str = ""  # the slot, of a figure of an earlier one

    @property
    def id(self) -> str:
        return f"{self.of}.{self.part}@{self.area}{'/' if self.at else ''}{self.at}"

    @property
    def plain(self) -> float | None:
        """The number as it is told: a share is rounded down, so that what is short of the whole is never the whole."""
        if not isinstance(self.value, int | float):
            return None
        return round(float(self.text.rstrip("%")) / 100, 6) if self.part == "rate" else float(self.value)


Cell = Figure | str


@dataclass(frozen=True)
class Heading:
    text: str
    level: Literal[1, 2] = 1
    annex: bool = False  # begins a page


@dataclass(frozen=True)
class Sentence:
    """`lead`: its first words, set apart; `figures`: those of the ledger that stand in it."""

    text: str
    figures: Sequence[Figure] = ()
    lead: str = ""


@dataclass(frozen=True)
class Table:
    """`columns`: titles. A figure is set to the right, a word to the left."""

    id: str
    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    note: str = ""
    wide: bool = False  # on a page turned to the side


@dataclass(frozen=True)
class Point:
    """One bar, one point of a course, one district of a map. `at`: its place on the axis in hours; `state`: what
    colours it; `rings`: its outline, longitude and latitude."""

    label: str
    figure: Figure
    at: float | None = None
    state: str = ""
    rings: Sequence[Ring] = ()


@dataclass(frozen=True)
class Chart:
    """`says`: the one message. `bars` lie; a `course` is a line over hours; a `map` has a point for each district."""

    id: str
    title: str
    says: str
    shape: Literal["bars", "course", "map"]
    points: Sequence[Point]
    unit: str
    note: str = ""
    deadline: float | None = None
    deadline_text: str = ""


@dataclass(frozen=True)
class Decision:
    """In the order in which it is read: gap, cause, what to do, what that buys, whose it is."""

    gap: str
    cause: str
    what: str
    buys: str
    who: str


@dataclass(frozen=True)
class Decisions:
    items: Sequence[Decision]
    none: str = ""  # what is told where there are none


@dataclass(frozen=True)
class Sources:
    """(label, value): of when the figures are, as known when, by which version and targets."""

    notes: Sequence[tuple[str, str]]


Block = Heading | Sentence | Table | Chart | Decisions | Sources


@dataclass(frozen=True)
class Brief:
    """`number`: 第N期 as told; "" between two meetings. `mark`: of classification. `made`: what the file's own date is,
    so that the same brief made twice is the same file."""

    form: str
    masthead: str
    number: str
    title: str
    issuer: str
    to: str
    dated: str
    simulated: str
    mark: str
    lang: str
    area: str
    ops_day: date
    as_of: datetime
    known_at: datetime
    stamp: str  # at the foot of every sheet: as of, as known at
    name: str  # of a file, without its ending
    labels: Mapping[str, str] = field(default_factory=dict)  # words of the form itself
    blocks: Sequence[Block] = ()

    @property
    def made(self) -> datetime:
        return self.known_at.replace(microsecond=0)

    def figures(self) -> Iterator[Figure]:
        """Every figure of it that has an id, in the order in which they stand."""
        for block in self.blocks:
            yield from figures_of(block)

    def tables(self) -> list[Table]:
        return [b for b in self.blocks if isinstance(b, Table)]

    def charts(self) -> list[Chart]:
        return [b for b in self.blocks if isinstance(b, Chart)]


def figures_of(block: Block) -> Iterator[Figure]:
    match block:
        case Sentence(figures=figures):
            yield from figures
        case Table(rows=rows):
            yield from (cell for row in rows for cell in row if isinstance(cell, Figure))
        case Chart(points=points):
            yield from (p.figure for p in points)


def text_of(cell: Cell) -> str:
    return cell.text if isinstance(cell, Figure) else cell
