"""What is made to burst whoever opens it is refused with a sentence: the short form of `python -m tests.bombs`."""

import io
import zipfile
from pathlib import Path

import pytest

from data_pipeline.channels.inbox import STILL_LOOKS, Inbox
from data_pipeline.intake import examine, peek, shape
from data_pipeline.intake.sheets import guard
from data_pipeline.words import LANGUAGES
from tests.bombs.files import BOMBS, make
from tests.store import tiny
from tests.support.samples import pack

SMALL = 1 / 500  # of the real size; the bounds are lowered with it
CODES = {
    "one line of 1 GB": "line_too_long",
    "one line of 60 MB": "line_too_long",
    "workbook that unpacks to 1 GB": "bomb",
    "workbook of 60 million cells": "bomb",
    "workbook with a cell far away": "bomb_cell",
    "parquet named .csv": "foreign",
    "100,000 columns": "too_many_columns",
    "100,000 columns in a workbook": "too_many_columns",
}


@pytest.fixture(scope="module")
def bombs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("bombs")
    return {name: make(folder, name, SMALL) for name in BOMBS}


@pytest.fixture(autouse=True)
def lowered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shape, "MAX_LINE", 900_000)
    monkeypatch.setattr(guard, "MAX_UNPACKED", 1 << 20)
    monkeypatch.setattr(guard, "MAX_FILLED", 100_000)


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_with_a_sentence_in_both_languages(bombs: dict[str, Path], name: str, monkeypatch) -> None:
    if not CODES[name].startswith("bomb"):
        monkeypatch.setattr(guard, "MAX_UNPACKED", 256 << 20)
    elif name != "workbook that unpacks to 1 GB":
        monkeypatch.setattr(guard, "MAX_UNPACKED", 64 << 20)
    data = bombs[name].read_bytes()
    found = examine(pack(), "transfer", bombs[name].name, data)
    for problem in (found.report.unreadable, peek(pack(), data).unreadable):
        assert problem is not None
        assert problem.code == CODES[name]
        assert len({problem.sentence(lang) for lang in LANGUAGES}) == len(LANGUAGES)
    assert found.table.num_rows == 0


def test_in_the_inbox_each_lies_beside_its_reason(bombs: dict[str, Path], tmp_path: Path) -> None:
    board = tiny.board(tmp_path)
    box = Inbox(tmp_path / "inbox", board, lambda: tiny.at("14:10"), "zh")
    assert box.open()
    for path in bombs.values():
        (tmp_path / "inbox" / "counts" / path.name).write_bytes(path.read_bytes())
    told = [t for _ in range(STILL_LOOKS) for t in box.look()]
    box.close()
    assert len(board.loads()) == 0
    board.close()
    assert [t["ok"] for t in told] == [False] * len(BOMBS)
    assert len(list((tmp_path / "inbox" / "failed" / "counts").glob("*.report.json"))) == len(BOMBS)


USUAL = b'<row r="1"><c r="A1" t="n"><v>1</v></c><c r="BC1"/></row>'
CELLS = {
    "usual": USUAL,
    "none": b"<sheetData/>",
    "no place": USUAL + b'<c s="1"><v>1</v></c>',
    "bare": USUAL + b"<c><v>1</v></c>",
    "a tab": USUAL + b'<c\tr="XFD1048576"/>',
    "a line": USUAL + b'<row\nr="1048576"><c\nr="B1048576"/></row>',
    "empty": USUAL + b"<c/>",
    "prefixed": b'<x:row r="1"><x:c r="A1"/></x:row>',
    "formula": USUAL + b"<f>A1</f>",
    "other order": USUAL + b'<c t="n" r="B2"><v>1</v></c>',
    "other marks": b"<row r='1'><c r='B1'><v>1</v></c></row>",
    "low": USUAL + b'<c r="A1048576"><v>1</v></c>',
    "right": USUAL + b'<c r="XFD1"/>',
    "corner": USUAL + b'<c r="XFD1048576"/>',
    "a low row alone": b'<row r="1048576"/>',
    "low row": USUAL + b'<row r="1048576" hidden="1"></row>',
    "an error": USUAL + b'<c r="B1" t="e"><v>#N/A</v></c>',
    "wide": b"".join(b'<c r="%s9"/>' % c for c in (b"A", b"IZ")),
    "five letters": b'<c r="AAAAA1"/>',
    "row 0": b'<c r="A"/>',
}


@pytest.mark.parametrize("xml", CELLS.values(), ids=CELLS)
def test_the_quick_look_at_a_sheet_sees_what_the_exact_one_sees(xml: bytes) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as pack:
        pack.writestr("xl/worksheets/sheet1.xml", xml)
        (entry,) = pack.infolist()
        quick, exact = guard._look(pack, entry), guard._read(pack, entry, exactly=True)
    for seen in ("cells", "telling", "unplaced", "far", "columns"):
        assert getattr(quick, seen) == getattr(exact, seen), seen
    assert quick.telling == any(t in xml for t in (b"hidden=", b">#", b"<f", b":c", b"='"))
