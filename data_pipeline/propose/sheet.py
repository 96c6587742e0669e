"""A table found in a file of which nothing is declared yet: its titles, its headers and its records as texts."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from data_pipeline.intake.above import moments_above
from data_pipeline.intake.cells.number import PLAIN
from data_pipeline.intake.cells.total import is_total
from data_pipeline.intake.cells.unit import is_unit
from data_pipeline.intake.encoding import decode
from data_pipeline.intake.layout import DELIMITERS, HEADER_ROWS, combine, text_rows
from data_pipeline.intake.over import Row
from data_pipeline.intake.refusal import Refusal
from data_pipeline.intake.shape import kind_of
from data_pipeline.intake.workbook import read_book

LOOKED_AT = 60  # rows in which a table begins
FIGURE = re.compile(r"[-+]?[\d,，]*\.?\d+\s*%?")


@dataclass(frozen=True)
class Head:
    """A column's header. `own`: its lowest text; `group`: what stands above it; `sent`: both, as the intake looks for
    it."""

    own: str
    group: str
    sent: str


@dataclass(frozen=True)
class Table:
    """`rows`: the records, totals and notes left out. `above`: what stands over the table, the first line first."""

    file: str
    sheet: str
    above: tuple[str, ...]
    heads: tuple[Head, ...]
    rows: tuple[tuple[str, ...], ...]

    def cells(self, i: int) -> list[str]:
        return [row[i] for row in self.rows]

    @cached_property
    def day_above(self) -> tuple[str, str]:
        """The day and the time that stand above the table, "" for what does not."""
        return moments_above((*self.above, self.sheet, self.file))


def is_figure(text: str) -> bool:
    return bool(PLAIN.fullmatch(text.strip()) or FIGURE.fullmatch(text.strip()))


def table_of(file: str, data: bytes) -> Table:
    """The largest table of a file. Raises Refusal, `no_table` where there is none."""
    found = [t for sheet, rows in _readings(data) if (t := _table(file, sheet, rows))]
    if not found:
        raise Refusal("no_table", value=file)
    return max(found, key=lambda t: len(t.rows) * len(t.heads))


def _readings(data: bytes) -> Iterator[tuple[str, list[Row]]]:
    if kind_of(data) == "workbook":
        for name, sheet in read_book(data, None).sheets.items():
            tops = {row.line: row for row in sheet.full_top.rows}
            yield name, [tops.get(i, Row(i, i + 1, cells)) for i, cells in enumerate(sheet.grid, 1) if any(cells)]
        return
    text = decode(data).data
    for delimiter in DELIMITERS:
        yield "", text_rows(text.decode(), delimiter)


def _table(file: str, sheet: str, rows: Sequence[Row]) -> Table | None:
    first = next((i for i, row in enumerate(rows[:LOOKED_AT]) if _is_record(row)), None)
    if not first:
        return None
    width = max(i + 1 for i, cell in enumerate(rows[first].cells) if cell.strip())
    header = _header(rows[:first], width)
    if not header:
        return None
    width = max(width, *(i + 1 for r in header for i, cell in enumerate(r.cells) if cell.strip()))
    records = [r for r in rows[first:] if sum(bool(c.strip()) for c in r.cells) > 1 and not any(map(is_total, r.cells))]
    return Table(
        file,
        sheet,
        tuple(" ".join(c for c in r.cells if c.strip()) for r in rows[: rows.index(header[0])]),
        tuple(_heads(header, width)),
        tuple(tuple(r.text(i) for i in range(width)) for r in records),
    )


def _is_record(row: Row) -> bool:
    """Figures in it, and most of it filled: the first row below a header."""
    filled = [c for c in row.cells if c.strip()]
    return len(filled) > 1 and 2 * len(filled) > len(row.cells) and any(map(is_figure, filled))


def _header(above: Sequence[Row], width: int) -> list[Row]:
    """The rows right above the records that together name every column, or as many as may be a header."""
    rows = [r for r in above if any(c.strip() for c in r.cells)]
    if rows and all(is_unit(c.strip()) for c in rows[-1].cells if c.strip()):
        rows = rows[:-1]
    for high in range(1, min(HEADER_ROWS, len(rows)) + 1):
        header = rows[-high:]
        if all(any(r.text(i) for r in header) for i in range(width)):
            return header
    return rows[-1:]


def _heads(header: Sequence[Row], width: int) -> Iterator[Head]:
    for i, head in enumerate(combine(header, width)):
        joined = head.spellings[0] if head.spellings else head.sent
        lowest = header[-1].text(i)
        group = joined.removesuffix(lowest) if lowest and joined != lowest else ""
        yield Head(head.own or head.sent, group, joined if group else head.sent)
