"""What the XML of an xlsx sheet says that its values do not: one pass, without a tree."""

import io
import posixpath
import zipfile
from collections.abc import Mapping, Sequence
from xml.etree import ElementTree
from xml.parsers import expat

from data_pipeline.intake.sheets.formats import BUILTIN, Format, format_of
from data_pipeline.intake.sheets.gathered import Gathered
from data_pipeline.intake.sheets.shown import NOTHING, Merge, Shown, position

STEP = 1 << 18
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
TRUE = ("1", "true")


def paths_of(pack: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name -> its part in the package."""
    targets = {
        r.get("Id"): r.get("Target", "") for r in ElementTree.fromstring(pack.read("xl/_rels/workbook.xml.rels"))
    }
    found = {}
    for element in ElementTree.fromstring(pack.read("xl/workbook.xml")).iter():
        if element.tag.endswith("}sheet"):
            link = next((v for k, v in element.items() if k == RELATION or k.endswith("}id")), "")
            target = targets.get(link, "")
            found[element.get("name", "")] = (
                target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            )
    return found


def formats_of(pack: zipfile.ZipFile) -> list[Format | None]:
    """By a cell's style: how its figure shows; None where the format changes nothing."""
    try:
        root = ElementTree.fromstring(pack.read("xl/styles.xml"))
    except KeyError:
        return []
    own, used = {}, []
    for element in root.iter():
        name = element.tag.rpartition("}")[2]
        if name == "numFmt":
            own[element.get("numFmtId", "")] = element.get("formatCode", "")
        elif name == "cellXfs":
            used = [x.get("numFmtId", "0") for x in element]
    codes = [own.get(n, BUILTIN.get(int(n) if n.isdigit() else 0, "General")) for n in used]
    return [format_of(c) for c in codes]


def shown_in(data: bytes, name: str) -> Shown:
    """What the sheet of this name shows. Raises what a broken package raises."""
    with zipfile.ZipFile(io.BytesIO(data)) as pack:
        path = paths_of(pack).get(name, "")
        if path not in pack.namelist():
            return NOTHING
        reader = SheetReader(formats_of(pack))
        with pack.open(path) as stream:
            while block := stream.read(STEP):
                reader.parser.Parse(block, False)
        reader.parser.Parse(b"", True)
    return reader.found.shown()


class SheetReader:
    """Follows the parser through one sheet."""

    def __init__(self, formats: Sequence[Format | None]) -> None:
        self.formats = formats
        self.found = Gathered()
        self.row, self.column = -1, -1
        self.kind, self.style = "n", 0
        self.formula: str | None = None
        self.held: list[str] | None = None
        self.value = ""
        self.columns: dict[str, int] = {}
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text

    def start(self, tag: str, given: Mapping[str, str]) -> None:
        name = tag if ":" not in tag else tag.rpartition(":")[2]
        if name == "c":
            self._cell(given)
        elif name in ("v", "f"):
            self.held = []
        elif name == "row":
            self.row, self.column = int(given["r"]) - 1 if "r" in given else self.row + 1, -1
            if given.get("hidden") in TRUE or given.get("ht") == "0":
                self.found.hidden_rows.add(self.row)
        elif name == "col":
            if given.get("hidden") in TRUE or given.get("width") == "0":
                first, last = int(given["min"]) - 1, min(int(given["max"]), 20_000)
                self.found.hidden_columns.update(range(first, last))
        elif name == "mergeCell":
            self._merge(given.get("ref", ""))

    def _cell(self, given: Mapping[str, str]) -> None:
        reference = given.get("r")
        if reference is None:
            self.column += 1
        else:
            letters = reference.rstrip("0123456789")
            column = self.columns.get(letters)
            if column is None:
                column = self.columns[letters] = position(letters + "1")[1]
            self.column = column
        self.kind, self.style = given.get("t", "n"), int(given.get("s", "0"))
        self.formula, self.value = None, ""

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        (top, left), (bottom, right) = position(first), position(last or first)
        if (top, left) != (bottom, right):
            self.found.merges.append(Merge(top, left, bottom, right))

    def text(self, data: str) -> None:
        if self.held is not None:
            self.held.append(data)

    def end(self, tag: str) -> None:
        name = tag if ":" not in tag else tag.rpartition(":")[2]
        if name == "c":
            self.close()
        elif name == "v" and self.held is not None:
            self.value, self.held = "".join(self.held), None
        elif name == "f" and self.held is not None:
            self.formula, self.held = "".join(self.held), None

    def close(self) -> None:
        at = (self.row, self.column)
        if self.kind == "e":
            self.found.texts[at] = self.value or "#VALUE!"
        elif self.formula is not None and not self.value and self.kind != "str":
            self.found.texts[at] = f"={self.formula}"
        elif self.kind == "n" and self.value and 0 <= self.style < len(self.formats):
            display = self.formats[self.style]
            if display is not None:
                self.found.figure(at, self.value, display)
