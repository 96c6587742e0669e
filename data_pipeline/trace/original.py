"""The line of the file that a row came from, as it was sent."""

import csv
import io
from dataclasses import dataclass
from itertools import islice

from data_pipeline.board import Board
from data_pipeline.intake.encoding import decode
from data_pipeline.intake.headers import Matcher
from data_pipeline.intake.records import MAX_SPAN
from data_pipeline.intake.shape import kind_of
from data_pipeline.intake.source import lay_text
from data_pipeline.intake.workbook import open_workbook


@dataclass(frozen=True)
class Original:
    """`columns`: the feed's column that each cell was read as; None where it is nobody's."""

    file_name: str
    line: int
    headers: tuple[str, ...]
    columns: tuple[str | None, ...]
    cells: tuple[str, ...]
    delimiter: str  # "" in a workbook


def original(board: Board, load_id: int, line: int) -> Original:
    """Raises BoardError received_missing, received_changed, no_load."""
    facts, data = board.received(load_id)
    matcher = Matcher(board.pack.feeds[facts["feed"]])
    if kind_of(data) == "workbook":
        _, _, layout, records = open_workbook(data, matcher, facts.get("sheet"), facts.get("mapping"))
        cells = [str(c) for c in records.table.slice(line - layout.first_line, 1).to_pylist()[0].values()]
    else:
        layout, text = lay_text(decode(data).data, matcher, facts.get("mapping"))
        lines = islice(io.TextIOWrapper(io.BytesIO(text), "utf-8", newline=""), line - 1, line - 1 + MAX_SPAN)
        cells = next(csv.reader(lines, delimiter=layout.delimiter, skipinitialspace=layout.spaced))
    headers = layout.headers
    return Original(facts["name"], line, tuple(headers.sent), tuple(headers.columns), tuple(cells), layout.delimiter)
