"""A clerk's file in a real browser: from drop to board, two bad rows back as a file, mended, sent again, taken back."""

import re
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page

from data_pipeline.board.board import Board
from data_pipeline.cli import main
from tests.intake import sheets
from tests.pages.conftest import NewTab
from tests.support import clerk
from tests.support.page import rest
from tests.support.samples import opened
from tests.support.server import serve

pytestmark = pytest.mark.browser
CLOCK, AT = "2022-04-06T16:40@0", datetime(2022, 4, 6, 16, 40)
WAIT = 60_000


@pytest.fixture(scope="module")
def own_board(sample_board: Board, tmp_path_factory: pytest.TempPathFactory) -> Board:
    """One copy of the sample for the tests of this file: each sends files of its own."""
    root = tmp_path_factory.mktemp("upload") / "board"
    shutil.copytree(sample_board.root, root)
    return opened(root)


@pytest.fixture(scope="module")
def address(own_board: Board, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    own_board.version()
    with serve(own_board.root, CLOCK, tmp_path_factory.mktemp("server") / "log") as url:
        yield url


@pytest.fixture
def tab(new_tab: NewTab) -> Page:
    page = new_tab()
    page.set_default_timeout(WAIT)
    return page


def name(tab: Page) -> None:
    tab.get_by_label("姓名", exact=True).fill("王静")
    tab.keyboard.press("Enter")


def confirm(tab: Page) -> None:
    """Tick every doubt, once the button below them says that all are drawn."""
    tab.wait_for_selector(".st-key-rehearse button")
    ticks = tab.locator(".st-key-desk [data-testid=stCheckbox]")
    for i in range(ticks.count()):
        ticks.nth(i).locator("label").click()
        tab.wait_for_function(f"document.querySelectorAll('[data-testid=stCheckbox] input:checked').length > {i}")


def send(tab: Page, name: str, data: bytes, mode: str = "") -> Path | None:
    """Drop, tick every doubt, choose, rehearse, load; gives the refused rows' file where there are any."""
    tab.set_input_files("input[type=file]", [{"name": name, "mimeType": "text/csv", "buffer": data}])
    tab.wait_for_selector(".dk.counts")
    returned = None
    if mode:
        with tab.expect_download() as given:
            tab.get_by_text("行（CSV）").click()
        returned = given.value.path()
    confirm(tab)
    if mode:
        tab.get_by_text(mode).click()
    tab.locator(".st-key-rehearse button:enabled").click()
    tab.wait_for_selector(".st-key-load button")
    assert "看板将改变" in tab.inner_text(".st-key-desk")
    tab.locator(".st-key-load button").click()
    tab.get_by_text(f"{name}已入库（").wait_for()
    return returned


def test_the_file_of_a_clerk_reaches_the_board_whole(
    tab: Page, address: str, own_board: Board, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows, before = clerk.truth(own_board), own_board.state_hash()
    truth = _truth(own_board, tmp_path, rows, monkeypatch)
    tab.goto(f"{address}/upload?lang=zh")
    name(tab)
    returned = send(tab, "浦东_转运_16.csv", clerk.messy(rows), "只入合格的")
    assert returned is not None
    send(tab, "浦东_改正.csv", clerk.mended(returned.read_bytes(), rows))
    assert own_board.state_hash() == truth
    loads = own_board.loads().tail(2)
    assert loads["accepted"].tolist() == [clerk.TOWNS - 2, 2]
    assert loads["sender"].tolist() == ["王静", "王静"]
    _take_back(tab, address, loads["load_id"].tolist())
    assert own_board.state_hash() == before


def _truth(own_board: Board, tmp_path: Path, rows: clerk.Rows, monkeypatch: pytest.MonkeyPatch) -> str:
    """The state after the clean figures came by the command line, in a store of its own."""
    shutil.copytree(own_board.root, tmp_path / "truth")
    (tmp_path / "clean.csv").write_bytes(clerk.clean(rows))
    monkeypatch.setenv("BOARD_STORE", f"file:{tmp_path / 'truth'}")
    from data_pipeline.board.board import board

    board.cache_clear()
    said = main(["load", "--feed", clerk.FEED, "--confirm", "--at", AT.isoformat(), str(tmp_path / "clean.csv")])
    assert said == 0
    monkeypatch.setenv("BOARD_STORE", f"file:{own_board.root}")
    board.cache_clear()
    return opened(tmp_path / "truth").state_hash()


def _take_back(tab: Page, address: str, load_ids: list[int]) -> None:
    tab.goto(f"{address}/loads?lang=zh")
    name(tab)
    for load_id in load_ids:
        tab.get_by_label("查看第几号入库").fill(str(load_id))
        tab.keyboard.press("Enter")
        tab.get_by_text(f"第{load_id}号入库").wait_for()
        rest(tab)  # what is typed while the page is drawn again would be lost
        tab.get_by_label("撤回原因").fill("试报")
        tab.get_by_text("撤回这次入库").click()
        tab.get_by_text("由王静撤回：试报").wait_for()


def test_a_press_is_not_lost_when_the_board_moves_while_it_is_answered(
    tab: Page, address: str, own_board: Board
) -> None:
    """Another sender's file comes in the middle of a rehearsal: every page is told, the press still has its answer."""
    rows = clerk.truth(own_board)
    tab.goto(f"{address}/upload?lang=zh")
    name(tab)
    tab.set_input_files("input[type=file]", [{"name": "a.csv", "mimeType": "text/csv", "buffer": clerk.clean(rows)}])
    tab.wait_for_selector(".dk.counts")
    confirm(tab)
    tab.locator(".st-key-rehearse button:enabled").click()
    own_board.receive(clerk.FEED, "other.csv", sheets.sheet([sheets.row(4)]).encode(), "other", AT, confirm=True)
    tab.get_by_text("看板将改变").wait_for()
    tab.get_by_text("请重新预演").wait_for()


FOCUSED = "document.activeElement"
OPEN = "[...document.querySelectorAll('.st-key-panel-doubts [data-testid=stCheckbox] input')].filter(b => !b.checked)"


def go_to(tab: Page, selector: str, most: int = 12) -> None:
    """From where the keyboard stands, by Tab alone."""
    for _ in range(most):
        if tab.evaluate(f"!!{FOCUSED}.closest('{selector}')"):
            return
        tab.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached: {tab.evaluate(FOCUSED + '.outerHTML')[:200]}")


def test_from_a_dropped_file_to_the_board_by_the_keyboard_alone(tab: Page, address: str, own_board: Board) -> None:
    """N goes to the next doubt, Space confirms it, Tab goes on to the rehearsal and to loading, Enter does them."""
    rows = clerk.truth(own_board)
    for row in rows[:3]:
        row["vehicles_available"] = str(int(row["vehicles_available"] or 1) * 1000)
    tab.goto(f"{address}/upload?lang=zh")
    tab.get_by_label("姓名", exact=True).fill("王静")
    tab.keyboard.press("Enter")
    rest(tab)  # what is given while the page is drawn again would be lost
    go_to(tab, "[data-testid=stFileUploader]")
    tab.set_input_files("input[type=file]", [{"name": "键.csv", "mimeType": "text/csv", "buffer": clerk.clean(rows)}])
    tab.locator(".st-key-panel-rehearsal").wait_for()
    tab.wait_for_function(f"{OPEN}.length >= 2")
    doubts = tab.evaluate(f"{OPEN}.length")
    for left in range(doubts, 0, -1):
        tab.keyboard.press("n")
        assert tab.evaluate(f"{OPEN}.includes({FOCUSED})"), "N stands on a doubt that is still open"
        tab.keyboard.press("Space")
        tab.wait_for_function(f"{OPEN}.length == {left - 1}")
    tab.locator(".st-key-rehearse button:enabled").wait_for()
    go_to(tab, ".st-key-rehearse")
    tab.keyboard.press("Enter")
    tab.locator(".st-key-load button:enabled").wait_for()
    go_to(tab, ".st-key-load")
    tab.keyboard.press("Enter")
    tab.get_by_text("键.csv已入库（").wait_for()
    assert own_board.loads().tail(1)[["accepted", "sender"]].values.tolist() == [[len(rows), "王静"]]


SEEN = """() => [...document.querySelectorAll(
        '[data-testid=stFileUploader] *, [data-testid=stTooltipErrorContent] *')]
    .filter(n => n.checkVisibility({checkOpacity: true}) && parseFloat(getComputedStyle(n).fontSize) > 0
        && !n.closest('[data-testid=stFileChipName], [data-testid=stIconMaterial]')
        && n.getBoundingClientRect().width > 1)
    .flatMap(n => [...n.childNodes].filter(t => t.nodeType === 3).map(t => t.data)).join(' ')"""


def test_a_chinese_page_shows_none_of_the_uploaders_english(tab: Page, address: str, tmp_path: Path) -> None:
    tab.goto(f"{address}/upload?lang=zh")
    tab.wait_for_selector("[data-testid=stFileUploader]")
    rest(tab)
    assert re.findall(r"[A-Za-z]{2,}", tab.evaluate(SEEN)) == []
    tab.get_by_label("姓名", exact=True).press_sequentially("王")
    hint = tab.locator("[data-testid=InputInstructions]")
    hint.wait_for()
    assert hint.evaluate("n => getComputedStyle(n).fontSize") == "0px"
    assert "回车" in hint.evaluate("n => getComputedStyle(n, '::after').content")
    with (tmp_path / "太大.csv").open("wb") as file:
        file.truncate(65 << 20)
    tab.set_input_files("input[type=file]", str(tmp_path / "太大.csv"))
    tab.locator("[data-testid=stFileChip][aria-invalid=true]").hover()
    rest(tab)
    assert set(re.findall(r"[A-Za-z]{2,}", tab.evaluate(SEEN))) <= {"MB"}  # how large it is
    uploader = "document.querySelector('[data-testid=stFileUploader]')"
    assert "未接收" in tab.evaluate(f"getComputedStyle({uploader}, '::after').content")
