"""The bombs. `scale` 1 is the real size; the suite makes them a thousand times smaller and lowers the bounds."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

MB = 1 << 20
SHEET = "xl/worksheets/sheet1.xml"
HEAD = '<?xml version="1.0"?>'
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def _relation(what: str, target: str) -> str:
    to = f'<Relationship Id="rId1" Type="{OFFICE}/{what}" Target="{target}"/>'
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{to}</Relationships>'


PARTS = {
    "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/{SHEET}" ContentType="{TYPE}.worksheet+xml"/></Types>',
    "_rels/.rels": _relation("officeDocument", "xl/workbook.xml"),
    "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
    '<sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": _relation("worksheet", "worksheets/sheet1.xml"),
}
OPEN = f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>'.encode()
CLOSE = b"</sheetData></worksheet>"


def one_line(path: Path, scale: float) -> None:
    """A gigabyte without a line end."""
    _stream(path, b"1,", int(1024 * MB * scale))


def one_line_that_may_be_sent(path: Path, scale: float) -> None:
    _stream(path, b"x", int(60 * MB * scale))


def zip_bomb(path: Path, scale: float) -> None:
    """A sheet of a gigabyte of spaces in a megabyte."""
    _book(path, lambda out: _fill(out, OPEN, b" " * MB, int(1024 * scale) or 1, CLOSE))


def cells_without_address(path: Path, scale: float) -> None:
    """Rows of cells that do not say where they stand: nothing far away is claimed, there are only too many."""
    row = b"<row>" + b"<c/>" * 1500 + b"</row>"
    _book(path, lambda out: _fill(out, OPEN, row * 160, int(250 * scale) or 1, CLOSE))


def cell_far_away(path: Path, _: float) -> None:
    body = b'<row r="1048576"><c r="A1"><v>1</v></c><c r="ZZ1048576"><v>1</v></c></row>'
    _book(path, lambda out: _fill(out, OPEN, body, 1, CLOSE))


def parquet_as_csv(path: Path, _: float) -> None:
    pq.write_table(pa.table({"report_date": ["2022-04-06"] * 1000, "n": list(range(1000))}), path)


def many_columns(path: Path, _: float) -> None:
    path.write_bytes(b",".join(b"c%d" % i for i in range(100_000)) + b"\n" + b",".join([b"1"] * 100_000) + b"\n")


def many_columns_in_a_workbook(path: Path, _: float) -> None:
    _book(path, lambda out: _fill(out, OPEN + b"<row>", b"<c><v>1</v></c>" * 100_000, 1, b"</row>" + CLOSE))


BOMBS: dict[str, tuple[Callable[[Path, float], None], str]] = {
    "one line of 1 GB": (one_line, ".csv"),
    "one line of 60 MB": (one_line_that_may_be_sent, ".csv"),
    "workbook that unpacks to 1 GB": (zip_bomb, ".xlsx"),
    "workbook of 60 million cells": (cells_without_address, ".xlsx"),
    "workbook with a cell far away": (cell_far_away, ".xlsx"),
    "parquet named .csv": (parquet_as_csv, ".csv"),
    "100,000 columns": (many_columns, ".csv"),
    "100,000 columns in a workbook": (many_columns_in_a_workbook, ".xlsx"),
}


def make(folder: Path, name: str, scale: float = 1.0) -> Path:
    write, ending = BOMBS[name]
    path = folder / f"{name.replace(' ', '_').replace(',', '').replace('.', '')}{ending}"
    write(path, scale)
    return path


def _stream(path: Path, piece: bytes, size: int) -> None:
    block = piece * (MB // len(piece))
    with path.open("wb") as out:
        for _ in range(-(-size // MB)):
            out.write(block)


def _book(path: Path, fill: Callable[[io.BufferedIOBase], None]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as pack:
        for name, body in PARTS.items():
            pack.writestr(name, body)
        with pack.open(SHEET, "w", force_zip64=True) as out:
            fill(out)  # type: ignore[arg-type]


def _fill(out: io.BufferedIOBase, first: bytes, block: bytes, times: int, last: bytes) -> None:
    out.write(first)
    for _ in range(times):
        out.write(block)
    out.write(last)
