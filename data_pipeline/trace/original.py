"""The line of the file that a row came from, as it was sent."""

import csv
import io
from dataclasses import dataclass
from itertools import islice

import numpy as np

from data_pipeline.board.board import Board
from data_pipeline.intake.encoding import decode
from data_pipeline.intake.headers import Matcher
from data_pipeline.intake.lines import line_of, numbers_of
from data_pipeline.intake.pivot import shape_of
from data_pipeline.intake.records import MAX_SPAN
from data_pipeline.intake.shape import kind_of
from data_pipeline.intake.shaped import ReadFile, read_file
from data_pipeline.intake.source import lay_text
from data_pipeline.intake.workbook import open_workbook


@dataclass(frozen=True)
class Original:
    """`columns`: the feed's column that each cell was read as; None where it is nobody's. A cell of a long file that
    stands in another line than the first has that line behind its header."""

    file_name: str
    line: int
    headers: tuple[str, ...]
    columns: tuple[str | None, ...]
    cells: tuple[str, ...]
    delimiter: str  # "" in a workbook


def original(board: Board, load_id: int, number: int) -> Original:
    """`number`: the row's. Raises BoardError received_missing, received_changed, no_load."""
    facts, data = board.received(load_id)
    feed = board.pack.feeds[facts["feed"]]
    asked = shape_of(feed, facts.get("mapping"))
    if asked.shape:
        read = read_file(board.pack, feed, data, facts.get("sheet"), asked)
        if found := _turned(facts["name"], read, number):
            return found
    matcher, line = Matcher(feed), line_of(number)
    if kind_of(data) == "workbook":
        book = open_workbook(data, matcher, facts.get("sheet"), asked.plain)
        layout = book.layout
        cells = [str(c) for c in book.records.table.slice(line - layout.first_line, 1).to_pylist()[0].values()]
    else:
        layout, text = lay_text(decode(data).data, matcher, asked.plain)
        lines = islice(io.TextIOWrapper(io.BytesIO(text), "utf-8", newline=""), line - 1, line - 1 + MAX_SPAN)
        cells = next(csv.reader(lines, delimiter=layout.delimiter, skipinitialspace=layout.spaced))
    headers = layout.headers
    return Original(facts["name"], line, tuple(headers.sent), tuple(headers.columns), tuple(cells), layout.delimiter)


def _turned(name: str, read: ReadFile, number: int) -> Original | None:
    """The cells that a turned row was made of, each under its own header; None where the file was not turned."""
    if read.parts is None:
        return None
    layout, records = read.source.layout, read.source.records
    at = int(np.flatnonzero(numbers_of(records.lines.to_numpy(), read.parts) == number)[0])
    row = [str(c) for c in records.table.slice(at, 1).to_pylist()[0].values()]
    cells = [
        (c, text, read.origins[at][c])
        for c, text in zip(layout.headers.columns, row, strict=True)
        if c and c in read.origins[at]
    ]
    line = line_of(number)
    headers = tuple(header if n == line else f"{header} ({n})" for _, _, (n, header) in cells)
    columns, texts = tuple(c for c, _, _ in cells), tuple(text for _, text, _ in cells)
    return Original(name, line, headers, columns, texts, layout.delimiter)
