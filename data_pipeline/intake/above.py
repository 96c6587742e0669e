"""A sheet whose day and time stand above its table, in the sheet's name or in the file's: of feeds that say so."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pyarrow as pa

from data_pipeline.declare import Feed
from data_pipeline.intake.headers import Headers
from data_pipeline.intake.report import Change
from data_pipeline.intake.say import labels
from data_pipeline.intake.source import Source

DAY = re.compile(
    r"(?<!\d)(?:20\d\d\s*[-/.年]\s*)?\d{1,2}\s*月\s*\d{1,2}\s*[日号]"
    r"|(?<!\d)20\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)"
    r"|(?<!\d)\d{1,2}[-/.]\d{1,2}[-/.]20\d\d(?!\d)"
    r"|(?<!\d)20\d\d[01]\d[0-3]\d(?!\d)"
)
TIME = re.compile(r"(?<!\d)(?<!\d[:：])(?:[01]?\d|2[0-4])(?:[:：][0-5]\d(?![\d:：])|\s*[时点](?:[0-5]?\d分)?)")


def dated(source: Source, feed: Feed, name: str) -> tuple[Source, list[Change]]:
    """The source with the day, and the time, that stand above its table as columns of it, and what is to be said of
    them. `name`: of the file. Where two are named, or none, the columns stay missing."""
    if not feed.day_above:
        return source, []
    texts = (*source.layout.preamble, source.sheet, name)
    said: list[Change] = []
    for column, form in ((feed.day_column, DAY), (feed.as_of_column, TIME)):
        if column and column not in source.layout.headers.columns and (found := _only(texts, form)):
            source = _with(source, column, feed[column].zh, found)
            line = source.layout.header_line
            said.append(Change(line, column, found, "", "stands_above", source.records.count, labels(feed, column)))
    return source, said


def moments_above(texts: Sequence[str]) -> tuple[str, str]:
    """The day and the time that stand there, "" for what does not."""
    return _only(texts, DAY), _only(texts, TIME)


def _only(texts: Sequence[str], form: re.Pattern[str]) -> str:
    """In the first of the texts that names any: one alone."""
    for found in _found(texts, form):
        return found[0] if len(set(found)) == 1 else ""
    return ""


def _found(texts: Sequence[str], form: re.Pattern[str]) -> Iterator[list[str]]:
    for text in texts:
        plain = DAY.sub(" ", text) if form is TIME else text
        if found := [re.sub(r"\s", "", f) for f in form.findall(plain)]:
            yield found


def _records(table: pa.Table) -> list[bool]:
    """Which rows may be records: a note under the table fills one cell, and must go on doing so."""
    filled = [[bool(cell.strip()) for cell in column.to_pylist()] for column in table.columns]
    return [sum(row) > 1 for row in zip(*filled, strict=True)]


def _with(source: Source, column: str, shown: str, text: str) -> Source:
    table = source.records.table
    cells = pa.array([text if many else "" for many in _records(table)], pa.string())
    headers, width = source.layout.headers, table.num_columns
    made: Headers = replace(
        headers,
        sent=(*headers.sent[:width], shown),
        columns=(*headers.columns[:width], column),
        own=(*headers.own[:width], shown),
    )
    records = replace(source.records, table=table.append_column(f"c{width}", cells))
    layout = replace(source.layout, headers=made, width=width + 1)
    return replace(source, layout=layout, records=records)
