"""The first rows of a file in every way that it may be read, before anything is known of its header."""

from collections.abc import Iterator, Sequence

from data_pipeline.intake.encoding import decode
from data_pipeline.intake.layout import DELIMITERS, Head
from data_pipeline.intake.shape import kind_of
from data_pipeline.intake.source import beginning
from data_pipeline.intake.spaced import gap_of, with_tabs
from data_pipeline.intake.workbook import read_book

MOST = 200


def first_rows(data: bytes, sheet: str | None) -> Iterator[list[Sequence[str]]]:
    """One list of rows a sheet, or a separator. Raises Refusal."""
    if kind_of(data) == "workbook":
        for one in read_book(data, sheet).sheets.values():
            yield [r.cells for r in one.top.rows[:MOST]]
        return
    text = beginning(decode(data).data)
    head = Head(text)
    for delimiter in DELIMITERS:
        if (top := head.top(delimiter)).width > 1:
            yield [r.cells for r in top.rows[:MOST]]
    if gap := gap_of(text):
        yield [r.cells for r in Head(with_tabs(text, gap)).top("\t").rows[:MOST]]
