"""A workbook's bytes, looked at before anything opens it: what would burst is refused, what needs care is noted."""

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from data_pipeline.intake.refusal import Refusal
from data_pipeline.intake.shape import MAX_COLUMNS, OLE

MAX_ENTRIES = 2_000
MAX_UNPACKED = 256 << 20
MAX_CELLS = 20_000_000  # of the rectangle that the cells span
MAX_FILLED = 5_000_000  # cells that are there
MAX_SPARSE = 1_000_000  # cells of a sheet that is looked through for what lies far away
MAX_OLD = 32 << 20  # .xls
CELL = re.compile(rb"""<(?:\w+:)?c\s[^>]{0,200}?r=["']([A-Z]{1,4})(\d{1,8})["']""")
ROW = re.compile(rb"""<(?:\w+:)?row\s[^>]{0,400}?r=["'](\d{1,8})["']""")
USUAL = re.compile(rb'<c r="([A-Z]{1,4})\d{1,5}"')  # a cell as usual writers place it, in a row below USUAL_ROWS
USUAL_ROWS = 100_000
FAR_ROW = re.compile(rb"<row\s[^>]{0,400}?r=.\d{6}")
ANY_CELL = (b"<c ", b"<c>", b"<c/", b":c ", b":c>", b":c/")  # also one that does not say where it stands
BARE = re.compile(rb"<c[>/\t\r\n]")
PREFIXED = re.compile(rb":(?:[cf]|row)[\s>/]")  # names with a prefix: no usual writer
TELLING = [re.compile(t) for t in (rb'hidden="(?:1|true)"', rb'ht="0"', rb"mergeCell", rb"<f")]  # each by itself: fast
RARE = ((b"#", b">#"), (b"'", b"='"))  # a byte, and what it is looked for: an error, an unusual writer
STEP = 1 << 20


@dataclass
class Part:
    """One XML part. `rows`, `columns`: how far its cells reach; `telling`: it shows more than its values."""

    rows: int = 0
    columns: int = 0
    cells: int = 0
    telling: bool = False
    unplaced: bool = False  # cells that do not say where they stand, or say it strangely
    read: bool = False

    @property
    def far(self) -> bool:
        """Cells may lie so far apart that the sheet cannot be opened as a rectangle: their places must be looked at."""
        return self.rows * self.columns > MAX_CELLS or self.columns > MAX_COLUMNS or self.unplaced


def bomb(cell: str = "") -> Refusal:
    return Refusal("bomb_cell", value=cell) if cell else Refusal("bomb", limit=MAX_UNPACKED >> 20)


def guard(data: bytes) -> Mapping[str, Part]:
    """What each XML part of the package holds; nothing for an .xls. Raises Refusal for what would burst when opened."""
    if data.startswith(OLE):
        if len(data) > MAX_OLD:
            raise Refusal("too_big", megabytes=len(data) >> 20, limit=MAX_OLD >> 20)
        return {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as pack:
            entries = pack.infolist()
            _check_kind(entries)
            if len(entries) > MAX_ENTRIES or sum(e.file_size for e in entries) > MAX_UNPACKED:
                raise bomb()
            return {entry.filename: _look(pack, entry) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as why:
        raise Refusal("workbook_broken", reason=str(why)[:120]) from None


def _check_kind(entries: list[zipfile.ZipInfo]) -> None:
    names = [e.filename for e in entries]
    if not any(n.startswith("xl/") for n in names):
        raise Refusal("foreign", kind="ODS" if "content.xml" in names else "ZIP")
    if any(n.startswith("xl/worksheets/") and n.endswith(".bin") for n in names):
        raise Refusal("foreign", kind="XLSB")


def _look(pack: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Part:
    """Unpack within the declared size (the check sum then proves it) and look where the cells are: at every single
    place only where their columns and the rows there may be would make too large a rectangle."""
    part = _read(pack, entry, exactly=False)
    return _read(pack, entry, exactly=True) if part.far else part


def _read(pack: zipfile.ZipFile, entry: zipfile.ZipInfo, *, exactly: bool) -> Part:
    part, rest = Part(), b""
    xml = entry.filename.endswith((".xml", ".rels"))
    with pack.open(entry) as stream:
        while block := stream.read(STEP):
            if not xml:
                continue
            seen = rest + block
            cut = seen.rfind(b">") + 1  # whole tags only
            _note(part, seen[:cut], exactly)
            rest, part.read = seen[cut:], True
            if part.far and not exactly:
                break
            sparse = part.far and not part.unplaced and part.cells > MAX_SPARSE
            if part.cells > MAX_FILLED or len(rest) > STEP or sparse:
                raise bomb()
    return part


def _note(part: Part, tags: bytes, exactly: bool) -> None:
    prefixed = bool(PREFIXED.search(tags))
    unusual = prefixed or bool(BARE.search(tags))
    cells = sum(tags.count(c) for c in (ANY_CELL if unusual else ANY_CELL[:1]))
    part.cells += cells
    if part.cells > MAX_FILLED:
        return
    if b"!" in tags and b"<!DOCTYPE" in tags:
        raise Refusal("workbook_broken", reason="DOCTYPE")
    usual = None if exactly or unusual or FAR_ROW.search(tags) else USUAL.findall(tags)
    far = _within(usual) if usual is not None and len(usual) == cells else _farthest(part, cells, tags)
    part.rows, part.columns = max(part.rows, far[0]), max(part.columns, far[1])
    part.telling = part.telling or prefixed or _tells(tags) or (not part.read and b'width="0"' in tags)


def _tells(tags: bytes) -> bool:
    return any(t.search(tags) for t in TELLING) or any(byte in tags and text in tags for byte, text in RARE)


def _within(columns: list[bytes]) -> tuple[int, int]:
    """The same of cells that stand as usual: a row that none of them lies below, for it costs much to look at each."""
    return (USUAL_ROWS if columns else 0), max(map(_column_number, set(columns)), default=0)


def _farthest(part: Part, cells: int, tags: bytes) -> tuple[int, int]:
    """The lowest row and the rightmost column that so many cells lie in."""
    found = CELL.findall(tags)
    part.unplaced = part.unplaced or len(found) != cells
    rows = max((int(r) for r in (*ROW.findall(tags), *(r for _, r in found))), default=0)
    return rows, max((_column_number(c) for c in {c for c, _ in found}), default=0)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
