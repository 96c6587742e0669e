"""A sheet with a stray space far away, without it: what lies beyond the last filled cell is left out of the XML."""

import io
import re
import zipfile
from collections.abc import Mapping
from xml.parsers import expat

from data_pipeline.intake.refusal import Refusal
from data_pipeline.intake.shape import MAX_COLUMNS
from data_pipeline.intake.sheets.guard import MAX_CELLS, bomb
from data_pipeline.intake.sheets.shown import address, position
from data_pipeline.intake.sheets.xlsx import STEP, SheetReader, paths_of

ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*?(?:/>|>.*?</(?:\w+:)?row>)", re.DOTALL)
CELL = re.compile(rb"<(?:\w+:)?c\b[^>]*?(?:/>|>.*?</(?:\w+:)?c>)", re.DOTALL)
PLACE = re.compile(rb"""\sr=["']([A-Z]*)(\d+)["']""")


class _Filled(SheetReader):
    """How far the cells reach that hold more than spaces."""

    def __init__(self, blanks: frozenset[int]) -> None:
        super().__init__([])
        self.blanks = blanks
        self.last, self.right = -1, -1
        self.inline = False

    def start(self, tag: str, given: Mapping[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "t":
            self.held = []
        if name == "c" and "r" in given:  # a cell's own word counts, whatever row it stands in
            self.row = position(given["r"])[0]
        super().start(tag, given)

    def end(self, tag: str) -> None:
        if tag.rpartition(":")[2] == "t" and self.held is not None:
            self.value, self.held = self.value + "".join(self.held), None
        super().end(tag)

    def close(self) -> None:
        blank = int(self.value) in self.blanks if self.kind == "s" and self.value.isdigit() else not self.value.strip()
        if not blank or self.formula is not None:
            self.last, self.right = max(self.last, self.row), max(self.right, self.column)


def trimmed(data: bytes, name: str) -> bytes:
    """The workbook with this sheet cut to its filled cells. Raises Refusal `bomb_cell`, `too_many_columns`."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as pack, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as cut:
        path = paths_of(pack).get(name, "")
        reader = _Filled(_blank_strings(pack))
        xml = pack.read(path)
        reader.parser.Parse(xml, True)
        rows, columns = reader.last + 1, reader.right + 1
        if columns > MAX_COLUMNS:
            raise Refusal("too_many_columns", line=1, columns=columns, limit=MAX_COLUMNS)
        if rows * columns > MAX_CELLS:
            raise bomb(address(reader.last, reader.right))
        for entry in pack.infolist():
            cut.writestr(entry.filename, _cut(xml, rows, columns) if entry.filename == path else pack.read(entry))
    return out.getvalue()


def _cut(xml: bytes, rows: int, columns: int) -> bytes:
    def cell(found: re.Match[bytes]) -> bytes:
        place = PLACE.search(found[0].partition(b">")[0])
        if not place or not place[1]:
            return found[0]
        at = position((place[1] + place[2]).decode())
        return b"" if at[1] >= columns or at[0] >= rows else found[0]

    def row(found: re.Match[bytes]) -> bytes:
        place = PLACE.search(found[0].partition(b">")[0])
        return b"" if place and int(place[2]) > rows else CELL.sub(cell, found[0])

    return ROW.sub(row, xml)


def _blank_strings(pack: zipfile.ZipFile) -> frozenset[int]:
    """The shared strings that are spaces alone."""
    if "xl/sharedStrings.xml" not in pack.namelist():
        return frozenset()
    texts: list[list[str]] = []
    held = [False]

    def start(tag: str, given: Mapping[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "si":
            texts.append([])
        held[0] = name == "t"

    def data(text: str) -> None:
        if held[0] and texts:
            texts[-1].append(text)

    def end(tag: str) -> None:
        held[0] = False

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, data
    with pack.open("xl/sharedStrings.xml") as stream:
        while block := stream.read(STEP):
            parser.Parse(block, False)
    parser.Parse(b"", True)
    return frozenset(i for i, t in enumerate(texts) if not "".join(t).strip())
