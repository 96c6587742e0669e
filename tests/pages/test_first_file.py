"""Where nothing was ever received every page leads to the first file: which feed, its workbook, where it is dropped,
and a simulated day to look at before, which never mixes with what is received."""

import io
import re
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from data_pipeline.board.board import Board
from data_pipeline.board.board import board as process_board
from data_pipeline.core.settings import own_pack, own_store
from data_pipeline.declare import load_pack
from data_pipeline.declare.first import first_feed, lines_of
from data_pipeline.propose import guarded
from data_pipeline.propose.answers import Answers
from data_pipeline.propose.made import kept, made_of
from data_pipeline.propose.training import beside, trained
from data_pipeline.words import LANGUAGES
from pages.app import beside as beside_module
from pages.server.routes import MIDDLEWARE, ROUTES
from tests.propose.test_by_page import SHEET, InPlace
from tests.support.drawn import component, page, script, text
from tests.support.samples import packed
from tests.test_pack_papers import CITY

Show = Callable[[Board], None]


@pytest.fixture
def begun(tmp_path: Path, shown: Show, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A server over an operation made of a sheet, of which not one file has come."""
    monkeypatch.setenv("BOARD_OWN", str(tmp_path / "own"))
    monkeypatch.setattr(guarded, "READS", InPlace())
    made = made_of("wards", [("wards.csv", SHEET)], Answers(year=2025))
    folder = own_pack("wards")
    pack = kept(made, folder)
    monkeypatch.setenv("BOARD_PACK", "wards")
    board = Board(pack, own_store("wards"))
    shown(board)
    board.close()
    return folder


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_empty_board_leads_to_the_first_file(begun: Path, lang: str) -> None:
    html = component(page(lang=lang), "board")["html"]
    said = text(html)
    feed = first_feed(process_board().pack)
    assert feed.name(lang) in said
    assert all(line.name(lang) in said for line in lines_of(process_board().pack, feed))
    assert set(re.findall(r'data-first="(\w+)"', html)) == {"book", "drop", "try"}
    assert "start=last" not in html  # there is no day to replay
    link = re.search(r'data-first="book" href="([^"]+)"', html)
    assert link
    with TestClient(Starlette(routes=ROUTES, middleware=MIDDLEWARE), base_url="http://localhost") as http:
        book = openpyxl.load_workbook(io.BytesIO(http.get(link[1].replace("&amp;", "&")).content))
        assert http.get("/export/template/none.xlsx").status_code == 404
    headers = [str(c.value) for c in book.worksheets[0][1]]
    assert headers == [c.name_in(lang) for c in feed.columns]
    assert {"North", "South"} <= {str(c.value) for row in book.worksheets[0].iter_rows(min_row=2) for c in row}


def test_a_board_that_has_files_says_when_the_last_one_came_and_nothing_of_a_first(
    shown: Show, sample_board: Board
) -> None:
    shown(sample_board)
    html = component(page(lang="zh", clock="2022-04-05T16:00@0"), "board")["html"]  # before all of them
    assert 'class="empty"' in html
    assert "data-first" not in html
    assert "start=last" in html


def test_the_feed_to_begin_with_is_the_one_most_lines_are_counted_from() -> None:
    feed = first_feed(CITY)
    counted = {f: sum(x.feed == f and x.tier == "headline" for x in CITY.lines.values()) for f in CITY.feeds}
    assert counted[feed.id] == max(counted.values())


def test_a_simulated_day_opens_beside_and_nothing_of_it_is_received_here(
    begun: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served = {}
    monkeypatch.setattr(beside_module, "serve", lambda name, own: served.setdefault(name, own) and 8765)
    at = script("desk/upload.py").run()
    at.text_input(key="name_typed").set_value("Wang").run()
    assert any("pack demo wards" in c.value for c in at.code)
    at.button(key="open-beside").click().run()
    assert not at.exception
    (own,) = served.values()
    folder, store = beside(begun)
    assert (own["BOARD_PACK"], own["BOARD_STORE"]) == (str(folder), f"file:{store}")
    assert load_pack(folder).operation.simulated
    assert not len(process_board().loads())
    again = trained(begun, folder, store)
    assert {r.status for r in again.receipts} == {"already"}
    with closing(Board(load_pack(folder), store)) as of:
        assert len(of.loads()) == len(again.receipts)


def test_once_a_file_has_come_the_upload_page_speaks_of_no_first_one(shown: Show, sample_board: Board) -> None:
    shown(sample_board)
    at = script("desk/upload.py").run()
    assert not [b for b in at.button if b.key == "open-beside"]
    assert packed(sample_board.pack.root).operation.last_day
