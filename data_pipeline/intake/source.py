"""A file opened: what it is, where its table is, and its records as texts."""

from collections.abc import Mapping
from dataclasses import dataclass

from data_pipeline.intake.encoding import decode
from data_pipeline.intake.fast import read_fast
from data_pipeline.intake.headers import Matcher
from data_pipeline.intake.layout import Layout, find_layout
from data_pipeline.intake.records import Records, read_records
from data_pipeline.intake.report import Change, Problem
from data_pipeline.intake.shape import kind_of
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


def open_source(
    data: bytes, matcher: Matcher, sheet: str | None = None, mapping: Mapping[str, str] | None = None
) -> Source:
    """Raises Refusal when the file cannot be read as a table of this feed."""
    if kind_of(data) == "workbook":
        book = open_workbook(data, matcher, sheet, mapping)
        return Source("xlsx", book.sheet, book.sheets, book.layout, book.records, book.problems, book.changes)
    text = decode(data)
    layout = find_layout(text.data, matcher, mapping)
    records = read_fast(text.data, layout) or read_records(text.data, layout)
    return Source(text.encoding, "", (), layout, records)
