"""Records out of a text file: Python's csv, strictly, with every line accounted for.

A record that cannot be trusted is kept apart with its line and a reason; it never shifts the ones after it.
"""

import csv
import io
import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pyarrow as pa

from data_pipeline.intake.layout import Layout
from data_pipeline.intake.shape import MAX_CELL

MAX_SPAN = 50  # lines that one record may span: beyond, a quote was opened and never closed
CHUNK = 20_000
SPREAD = re.compile(r"\r\n|\r")


@dataclass(frozen=True)
class Broken:
    """A record that is not one: `code` is `ragged`, `quote`, `cell_too_long`; `raw` is what the file says there."""

    line: int
    code: str
    raw: tuple[str, ...]
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Records:
    """`table`: one text column per column of the file (c0, c1, ...), one row per whole record; `lines`: where each
    begins. `count`: records seen in the file, whole or broken, counted while reading."""

    table: pa.Table
    lines: pa.Array
    broken: tuple[Broken, ...]
    count: int


class _Lines:
    """Physical lines for csv.reader, which can be given back when a quote swallowed them."""

    def __init__(self, data: bytes, first_line: int) -> None:
        self._stream = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline="")
        self._held: deque[str] = deque()
        self.taken: list[str] = []
        self.number = 1
        for _ in range(first_line - 1):
            next(self._stream, None)
            self.number += 1

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self.taken) >= MAX_SPAN:
            raise StopIteration
        line = self._held.popleft() if self._held else next(self._stream)
        self.taken.append(line)
        return line

    def begin(self) -> int:
        """Forget the record before; the line number at which the next one begins."""
        self.number += len(self.taken)
        self.taken = []
        return self.number

    def give_back(self) -> None:
        """Keep only the first line taken: the others are to be read again as records of their own."""
        self._held.extendleft(reversed(self.taken[1:]))
        del self.taken[1:]


def read_records(data: bytes, layout: Layout) -> Records:
    """`data`: valid UTF-8. Never raises on content."""
    lines = _Lines(data, layout.first_line)
    reader = csv.reader(lines, delimiter=layout.delimiter, skipinitialspace=layout.spaced, strict=True)
    whole = _Chunks(layout.width)
    broken: list[Broken] = []
    strict = _strict(layout)
    count = 0
    while True:
        line = lines.begin()
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as why:
            lines.give_back()
            code = "cell_too_long" if "field limit" in str(why) else "quote"
            broken.append(Broken(line, code, _raw(lines.taken)))
            count += 1
            continue
        if not cells:
            continue
        count += 1
        if fault := _fault(cells, lines.taken, layout.width, strict):
            spread = len(lines.taken) > 1
            if fault != "cell_too_long":
                lines.give_back()
            facts = {"cells": len(cells), "width": layout.width}
            broken.append(Broken(line, fault, _raw(lines.taken) if spread else tuple(cells), facts))
        else:
            whole.add(line, cells)
    table, numbers = whole.table()
    return Records(table, numbers, tuple(broken), count)


def _fault(cells: list[str], taken: list[str], width: int, strict: re.Pattern[str]) -> str:
    """Why this record cannot be trusted; "" when it can."""
    line = taken[0] if len(taken) == 1 else "".join(taken)
    if '"' in line and any('"' in cell for cell in cells) and not strict.fullmatch(line.rstrip("\r\n")):
        return "quote"
    if len(cells) != width and (any(c.strip() for c in cells) or len(taken) > 1):
        return "ragged"
    if len(line) > MAX_CELL and any(len(c) > MAX_CELL for c in cells):
        return "cell_too_long"
    return ""


def _strict(layout: Layout) -> re.Pattern[str]:
    """A record as the standard has it: quotes only around a whole cell, and doubled inside; ="310101" is a cell too."""
    space = " *" if layout.spaced else ""
    d = re.escape(layout.delimiter)
    cell = rf'{space}(?:=?"(?:[^"]|"")*+"|[^"{d}]*+)'
    return re.compile(rf"{cell}(?:{d}{cell})*+", re.DOTALL)


def _raw(taken: list[str]) -> tuple[str, ...]:
    return ("".join(taken).rstrip("\r\n")[: 4 * MAX_CELL],)


class _Chunks:
    """Rows gathered into Arrow a chunk at a time, so that Python strings do not pile up."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.rows: list[list[str]] = []
        self.numbers: list[int] = []
        self.batches: list[pa.RecordBatch] = []
        self.schema = pa.schema([(f"c{i}", pa.string()) for i in range(width)])

    def add(self, line: int, cells: list[str]) -> None:
        """A blank record of another width is widened: it is set aside later, as blank."""
        self.rows.append(cells if len(cells) == self.width else [""] * self.width)
        self.numbers.append(line)
        if len(self.rows) == CHUNK:
            self._close()

    def _close(self) -> None:
        columns = zip(*self.rows, strict=True) if self.rows else [()] * self.width
        arrays = [pa.array(c, pa.string()) for c in columns]
        self.batches.append(pa.RecordBatch.from_arrays(arrays, schema=self.schema))
        self.rows = []

    def table(self) -> tuple[pa.Table, pa.Array]:
        self._close()
        return pa.Table.from_batches(self.batches, schema=self.schema), pa.array(self.numbers, pa.int64())
