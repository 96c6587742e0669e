"""What a sheet shows, as values: for every kind of workbook the same."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Cell = tuple[int, int]  # row and column, from 0 on


@dataclass(frozen=True)
class Merge:
    """A merged range; `bottom` and `right` belong to it."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Shown:
    """`texts`: cells that read otherwise than their value: errors, formulas without a result, figures as formatted.
    `stored`: what was stored where the format shows a different figure. `odd`: cells whose format cannot be followed,
    or hides or scales the figure, with what it shows (None: not known)."""

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merges: tuple[Merge, ...] = ()
    texts: Mapping[Cell, str] = field(default_factory=dict)
    stored: Mapping[Cell, str] = field(default_factory=dict)
    odd: Mapping[Cell, str | None] = field(default_factory=dict)


NOTHING = Shown()


def address(row: int, column: int) -> str:
    """L2; both from 0 on."""
    return f"{letters(column)}{row + 1}"


def letters(column: int) -> str:
    """A, B, ... AA: a column as a spreadsheet names it; from 0 on."""
    name, left = "", column + 1
    while left:
        left, last = divmod(left - 1, 26)
        name = chr(65 + last) + name
    return name


def position(reference: str) -> Cell:
    """(1, 11) for L2. Raises ValueError."""
    name = reference.replace("$", "").rstrip("0123456789")
    column = 0
    for letter in name:
        column = column * 26 + ord(letter.upper()) - 64
    return int(reference.replace("$", "")[len(name) :]) - 1, column - 1
