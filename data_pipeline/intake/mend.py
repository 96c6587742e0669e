"""The refused rows as a file, with the reasons beside them: mended in place, it can be sent again as it is.

Headers are written so that they are understood without the header rows above them; the columns we add are known to
the reader of headers and left out. Nothing in it can be taken for a formula.
"""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

import pyarrow as pa
import xlsxwriter

from data_pipeline.declare import Feed
from data_pipeline.intake.cells.unit import normal
from data_pipeline.intake.headers import OWN, Matcher
from data_pipeline.intake.report import Examined
from data_pipeline.words import say

NUMBER = re.compile(r"[+-]?[\d.,]+%?")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
Rows = Iterator[tuple[list[str], str, str, str]]  # cells as sent; line, reason, suggestion


def returned_csv(feed: Feed, examined: Examined, lang: str) -> bytes:
    """UTF-8 with a BOM, so that a spreadsheet reads the Chinese."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([harmless(h) for h in _headers(feed, examined, lang)])
    for cells, *reasons in _rows(examined, lang):
        writer.writerow([*map(harmless, cells), *map(harmless, reasons)])
    return out.getvalue().encode("utf-8-sig")


def returned_xlsx(feed: Feed, examined: Examined, lang: str) -> bytes:
    """Every cell a text; the reasons stand out."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet(say(lang, "feeds.sheet_data"))
    head, plain = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "@"})
    noted = book.add_format({"num_format": "@", "bg_color": "#FDE7C4", "text_wrap": True, "valign": "top"})
    headers = _headers(feed, examined, lang)
    for i, header in enumerate(headers):
        sheet.write_string(0, i, header, head)
        sheet.set_column(i, i, 60 if i >= len(headers) - 2 else max(12, 2 * len(header) + 2))
    for at, (cells, *why) in enumerate(_rows(examined, lang), start=1):
        for i, cell in enumerate((*cells, *why)):
            sheet.write_string(at, i, cell, noted if i >= len(cells) else plain)
    sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()


def harmless(cell: str) -> str:
    """A cell that a spreadsheet would take for a formula, marked as text; the mark is taken off again when read."""
    return f"'{cell}" if cell.startswith(FORMULA) and not NUMBER.fullmatch(cell) else cell


def _headers(feed: Feed, examined: Examined, lang: str) -> list[str]:
    matcher, report = Matcher(feed), examined.report
    sent = examined.returned.column_names[:-1]
    written = (_header(matcher, h, report.mapping.get(h), report.said.get(h, ()), lang) for h in sent)
    return [*written, *(say(lang, f"returned.{o}") for o in OWN)]


def _header(matcher: Matcher, sent: str, column: str | None, said: Sequence[str], lang: str) -> str:
    """As sent where that is understood by itself; else the declared name; with what stood over it."""
    match = matcher.find([sent])
    name = sent if column is None or (match and match.column == column) else matcher.feed[column].name_in(lang)
    return name + "".join(f"({text})" for text in said if normal(text) not in normal(name))


def _rows(examined: Examined, lang: str) -> Rows:
    reasons, advice = defaultdict(list), defaultdict(list)
    for p in examined.report.problems:
        if p.severity == "refuse":
            reasons[p.line].append(p.sentence(lang))
            advice[p.line].append(p.suggestion(lang))
    table: pa.Table = examined.returned
    columns = [c.to_pylist() for c in table.columns]
    for *cells, line in zip(*columns, strict=True):
        yield list(cells), str(line), _joined(reasons[line]), _joined(advice[line])


def _joined(sentences: list[str]) -> str:
    return " ".join(dict.fromkeys(s for s in sentences if s))
