"""The nastiest names and cells: whatever a file is called or holds, it stays in its folder, stays text, stays a cell.

Formulas, markup, paths, names Windows keeps for itself, NUL, escapes, bidirectional marks, broken encodings, ten
kilobytes: as the name of a file through every door, and as a cell in every export.
"""

import csv
import io
import json
import os
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from data_pipeline.board.board import Board
from data_pipeline.channels.inbox import STILL_LOOKS, Inbox
from data_pipeline.core.settings import ROOT
from data_pipeline.intake import Delivery, returned_csv, returned_xlsx
from data_pipeline.intake.mend import harmless
from data_pipeline.publish.export import as_csv, as_xlsx
from data_pipeline.publish.sheet import Column, Sheet
from pages.server.routes import ROUTES
from tests.intake import sheets
from tests.store import tiny
from tests.support import samples

Show = Callable[[Board], None]
NASTY = [
    "=cmd|'/C calc'!A0",
    '=HYPERLINK("http://x.example","a")',
    "+1+cmd",
    "-2+3+cmd",
    "@SUM(A1:A9)",
    "\t=1",
    "\r=1",
    "＝1＋1",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "</td></tr><h1>x",
    "&lt;b&gt;",
    "![a](http://x.example/a.png)",
    "[a](javascript:alert(1))",
    "`a` **b** $x$ :red[y]",
    "{{7*7}}",
    "${jndi:ldap://x.example}",
    "{label}",
    "../../etc/passwd",
    "..\\..\\boot.ini",
    "/etc/passwd",
    "C:\\con",
    "//host/share",
    "~/.ssh/id",
    ".",
    "..",
    "CON",
    "nul.csv",
    "LPT1",
    "aux.",
    "a:b",
    "a|b",
    "a\x00b",
    "a\nb",
    "a\u202evsc.exe",
    "\u200b",
    "\ufeff",
    "\x1b[31m",
    "a\x7fb",
    "a\ud800b",
    "\udcff",
    "'; drop table raw.transfer; --",
    "%s%n%00",
    "💉" * 20,
    "x" * 10_000,
]
PAPER = "riqing.paper"  # its data are texts, which become no markup
MARKUP = ("<script", "<img", "<svg", "<h1>x")
CLOCK = "2022-04-06T16:40@0"


def tree(folder: Path) -> set[str]:
    return {str(p.relative_to(folder)) for p in folder.rglob("*")}


def rows(number: int) -> bytes:
    return tiny.counts(("14:00", tiny.EAST, "A", number, 1))


@pytest.fixture(scope="module")
def named_badly(tmp_path_factory: pytest.TempPathFactory) -> Board:
    """A store that has received one file of each name."""
    folder = tmp_path_factory.mktemp("nasty")
    board = samples.opened(folder / "board")
    sent = (
        Delivery(
            "transfer",
            name,
            sheets.sheet([sheets.row(scale=i + 1)]).encode(),
            name[:60],
            tiny.at("15:00"),
            confirm=True,
        )
        for i, name in enumerate(NASTY)
    )
    assert {r.status for r in board.receive_all(sent)} == {"loaded"}
    return board


def test_a_name_is_never_a_place_on_the_disk(named_badly: Board) -> None:
    above = named_badly.root.parent
    assert tree(above) == {"board"} | {f"board/{x}" for x in tree(named_badly.root)}
    assert all(len(p.name) == 64 for p in (named_badly.root / "received").rglob("*") if p.is_file())
    assert len(named_badly.loads()) == len(NASTY)
    assert named_badly.verify() == []
    for line in (named_badly.root / "ledger.jsonl").read_bytes().splitlines():
        json.loads(line)


@pytest.mark.parametrize("page", ["loads", "upload", "health"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_name_is_markup_on_a_page(
    shown: Show, named_badly: Board, page: str, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOARD_CLOCK", f"replay:{CLOCK}")
    shown(named_badly)
    at = AppTest.from_file(str(ROOT / "pages" / "desk" / f"{page}.py"), default_timeout=120)
    at.query_params["lang"] = lang
    at.run()
    assert not at.exception
    drawn = [h.proto.body for h in at.get("html")] + [m.value for m in at.markdown]
    drawn += [p.json + p.bytes.decode() for p in _bidi(at.main) if p.component_name != PAPER]
    assert not [x for x in MARKUP for html in drawn if x in html]


def test_rows_for_paper_are_laid_out_as_text() -> None:
    assert "innerHTML" not in (ROOT / "pages" / "components" / "assets" / "paper.js").read_text("utf-8")


def _bidi(node):
    for child in getattr(node, "children", {}).values():
        if getattr(child, "type", "") == "bidi_component":
            yield child.proto
        yield from _bidi(child)


def test_no_cell_of_an_export_is_a_formula() -> None:
    frame = pd.DataFrame({"text": [n.replace("\ud800", "").replace("\udcff", "") for n in NASTY]})
    sheet = Sheet.of("x", [(n[:20], n[:40]) for n in frame["text"]], [Column("text", "=title", "text")], frame)
    for row in csv.reader(io.StringIO(as_csv(sheet).decode("utf-8-sig"))):
        assert all(harmless(cell) == cell or cell.startswith("＝") for cell in row)
    book = as_xlsx(sheet)
    assert len(CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()) > len(NASTY)
    assert not formulas(book)


def formulas(book: bytes) -> list[str]:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(book)) as pack:
        return [n for n in pack.namelist() if n.endswith(".xml") and b"<f>" in pack.read(n)]


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_a_refused_row_comes_back_as_cells(text: str) -> None:
    body = [sheets.row(0), sheets.row(1, subdistrict=text)]
    examined = sheets.look(sheets.sheet(body).encode("utf-8", "surrogatepass"))
    feed = samples.pack().feeds["transfer"]
    for lang in ("zh", "en"):
        told = csv.reader(io.StringIO(returned_csv(feed, examined, lang).decode("utf-8-sig")))
        assert all(harmless(cell) == cell for row in told for cell in row)
        assert not formulas(returned_xlsx(feed, examined, lang))


def test_through_the_door_for_machines_a_name_is_only_a_name(
    shown: Show, empty_board: Board, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import hashlib

    shown(empty_board)
    (tmp_path / "tokens.toml").write_text(f'[[token]]\nsender = "a"\nsha256 = "{hashlib.sha256(b"t").hexdigest()}"\n')
    monkeypatch.setenv("BOARD_TOKENS", str(tmp_path / "tokens.toml"))
    outside = tree(tmp_path) - {f"board/{x}" for x in tree(empty_board.root)}
    with TestClient(Starlette(routes=ROUTES)) as http:
        for i, name in enumerate(n for n in NASTY if n.isprintable() and len(n) < 200):
            data = sheets.sheet([sheets.row(waiting_now=f"x{i}")]).encode()
            how = {"Authorization": "Bearer t", "Content-Type": "text/csv"}
            told = http.post("/api/feeds/transfer", content=data, headers=how, params={"name": name})
            assert told.status_code == 422, told.text  # answered about its rows, not about its name
            assert "/" not in told.json()["report"]["name"]
    assert tree(tmp_path) - {f"board/{x}" for x in tree(empty_board.root)} == outside


def test_in_the_inbox_no_name_stops_the_watcher(tmp_path: Path) -> None:
    board = tiny.board(tmp_path)
    box = Inbox(tmp_path / "inbox", board, lambda: tiny.at("14:10"), "zh")
    assert box.open()
    names = [n.encode("utf-8", "surrogateescape") if "\ud800" not in n else b"\xed\xa0\x80" for n in NASTY]
    names = [n for n in names if b"/" not in n and b"\x00" not in n and n not in (b".", b"..") and len(n) < 200]
    names = [n for n in names if not n.startswith(b".")]
    for i, name in enumerate(names):
        with open(os.fsencode(tmp_path / "inbox" / "counts") + b"/" + name, "wb") as out:
            out.write(rows(i) if i < 3 else b"nonsense\n")  # three are received, the others refused
    told = [t for _ in range(STILL_LOOKS) for t in box.look()]
    box.close()
    board.close()
    assert len(told) == len(names)
    assert list((tmp_path / "inbox" / "counts").iterdir()) == []
    left = [p for p in (tmp_path / "inbox").rglob("*") if p.is_file() and p.suffix == ".json"]
    assert len(left) == len(names)
    assert {p.name for p in tmp_path.iterdir()} == {"board", "inbox"}
