"""A file opened: what it is, where its table is, and its records as texts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from data_pipeline.intake.encoding import decode
from data_pipeline.intake.fast import read_fast
from data_pipeline.intake.headers import Matcher
from data_pipeline.intake.layout import HEAD_BYTES, Layout, find_layout
from data_pipeline.intake.records import Records, read_records
from data_pipeline.intake.refusal import Refusal
from data_pipeline.intake.report import Change, Problem
from data_pipeline.intake.shape import kind_of
from data_pipeline.intake.spaced import gap_of, with_tabs
from data_pipeline.intake.workbook import open_workbook


@dataclass(frozen=True)
class Source:
    encoding: str
    sheet: str
    sheets: tuple[str, ...]
    layout: Layout
    records: Records
    problems: tuple[Problem, ...] = ()  # what a sheet shows that must be asked about
    changes: tuple[Change, ...] = ()
    private: str = ""  # a text anywhere in a workbook that holds a person's data


def open_source(
    data: bytes, matcher: Matcher, sheet: str | None = None, mapping: Mapping[str, str] | None = None
) -> Source:
    """Raises Refusal when the file cannot be read as a table of this feed."""
    if kind_of(data) == "workbook":
        book = open_workbook(data, matcher, sheet, mapping)
        return Source(
            "xlsx", book.sheet, book.sheets, book.layout, book.records, book.problems, book.changes, book.private
        )
    text = decode(data)
    layout, read = lay_text(text.data, matcher, mapping)
    records = read_fast(read, layout) or read_records(read, layout)
    shown = layout if read is text.data else replace(layout, delimiter=" ")
    return Source(text.encoding, "", (), shown, records)


def lay_text(data: bytes, matcher: Matcher, mapping: Mapping[str, str] | None) -> tuple[Layout, bytes]:
    """Where the table of a text is, and the text to read it from: where no other separator gives a header, one
    separated by spaces is read with tabs for them. `data`: valid UTF-8. Raises Refusal."""
    try:
        return find_layout(data, matcher, mapping), data
    except Refusal as why:
        gap = gap_of(data) if why.problem.code == "no_header" else None
        if gap is None:
            raise
        try:
            find_layout(with_tabs(beginning(data), gap), matcher, mapping)  # before all of it is written anew
        except Refusal:
            raise why from None
    tabbed = with_tabs(data, gap)
    return find_layout(tabbed, matcher, mapping), tabbed


def beginning(data: bytes) -> bytes:
    """The first lines, whole."""
    return data if len(data) <= HEAD_BYTES else data[: data.rfind(b"\n", 0, HEAD_BYTES) + 1]
