"""Right files to begin with: the sample's own, of every feed, cut short, in the encodings and separators people use."""

import csv
import io
import random
from dataclasses import dataclass
from functools import cache

import xlsxwriter

from data_pipeline.intake.encoding import decode
from data_pipeline.sample import Simulation, deliveries
from tests.support.samples import DAY, pack

ROWS = 24
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-be", "utf-16-le")
DELIMITERS = (",", ",", ",", "\t", ";", "|")
ENDS = ("\n", "\r\n", "\r\n", "\r")
Table = list[list[str]]


@dataclass(frozen=True)
class Form:
    """How a table is written down."""

    encoding: str
    delimiter: str
    end: str


@cache
def tables() -> tuple[tuple[str, Table], ...]:
    """(feed, rows with the header first) of the sample's files, the first and the last rows of each."""
    found = []
    for d in deliveries(pack(), Simulation(first_day=DAY, last_day=DAY, slot_h=8)):
        rows = list(csv.reader(io.StringIO(decode(d.data).data.decode())))
        found.append((d.feed, [*rows[: ROWS // 2 + 1], *rows[-ROWS // 2 :]] if len(rows) > ROWS else rows))
    return tuple(found)


def any_form(rng: random.Random) -> Form:
    return Form(rng.choice(ENCODINGS), rng.choice(DELIMITERS), rng.choice(ENDS))


def written(rows: Table, form: Form) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=form.delimiter, lineterminator=form.end).writerows(rows)
    text = out.getvalue()
    if form.encoding in ("utf-16-be", "utf-16-le"):
        text = "\ufeff" + text
    return text.encode(form.encoding, "replace")


def workbook(rows: Table) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet()
    for at, row in enumerate(rows):
        for i, cell in enumerate(row):
            sheet.write_string(at, i, cell[:32_000])
    book.close()
    return out.getvalue()
