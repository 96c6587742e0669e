"""Pages of the desk in a browser while data move: each opens one line, gets what moved as a scene, no script runs
for it, and it stands then as it would if it were opened anew. What a viewer chose on it stays."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from streamlit.proto.BackMsg_pb2 import BackMsg

from data_pipeline.board.board import Board
from data_pipeline.core.records import records
from tests.pages.conftest import NewTab
from tests.support.page import open_page, rest
from tests.support.server import serve

pytestmark = pytest.mark.browser
CLOCK, AT = "2022-04-06T16:45@0", datetime(2022, 4, 6, 16, 45)
PAGES = {
    "transfer": "transfer?lang=zh",
    "capacity": "capacity?lang=en",
    "district": "district?lang=en&area=310115",
}
WORKED_AT = {"actions": "actions?lang=en", "health": "health?lang=en"}
FOLLOWED = "riqingLink.listensTo?.includes('desk={}')"
MOVED = "document.querySelector('.rq-host').version !== {!r} && document.querySelector('.rq-host').scene"
SETTLED = "/[+!]/.test(document.querySelector('.rq-host').version)"  # nothing is being worked out any more
# All that it shows but what ticks, and the order of rows.
STANDS = """() => { const host = document.querySelector('.rq-host'), copy = host.cloneNode(true);
  copy.querySelectorAll('[data-tick], [data-chart] > *, [data-deck] > *').forEach((n) => n.remove());
  copy.querySelectorAll('.sheet tbody').forEach((n) => (n.textContent = [...n.rows].map((r) => r.textContent).sort()));
  return [copy.textContent, host.figures, host.decks] }"""
TURNED = "document.querySelector('[data-deck]').turned.getViewports()[0]?.longitude"
TAKEN = ".atlas tbody td:nth-child(4)"


class Watched:
    """A tab, with what it asks for."""

    def __init__(self, tab: Page, address: str, id: str) -> None:
        self.tab, self.id, self.streams = tab, id, []
        self.sent: list[Any] = []
        tab.on("websocket", lambda line: line.on("framesent", lambda sent: self.sent.append(sent)))
        tab.on("request", lambda r: self.streams.append(r.url) if "/api/events" in r.url or "/scene" in r.url else None)
        open_page(tab, f"{address}/{(PAGES | WORKED_AT)[id]}", id)
        tab.wait_for_function(FOLLOWED.format(id))
        self.version = tab.evaluate("document.querySelector('.rq-host').version")
        self.sent.clear()

    def runs(self) -> list[Any]:
        """Runs of the page's script that the browser asked for."""
        asked = [BackMsg.FromString(sent) for sent in self.sent]
        runs = [x.rerun_script for x in asked if x.WhichOneof("type") == "rerun_script"]
        return [x for x in runs if not x.is_auto_rerun]


@pytest.fixture
def moved(own_board: Board) -> Callable[[], None]:
    """Takes back the last file of transfer and the last of capacity."""

    def move() -> None:
        for feed in ("transfer", "capacity"):
            own = [x["load_id"] for x in records(own_board.loads()) if x["feed"] == feed and x["received_at"] < AT]
            own_board.withdraw(max(own), "test", datetime(2022, 4, 6, 16, 44), "test")

    return move


def test_pages_with_a_map_that_can_be_turned_get_what_moved_in_place(
    new_tab: NewTab, own_board: Board, moved: Callable[[], None], tmp_path: Path
) -> None:
    with serve(own_board.root, CLOCK, tmp_path / "log") as url:
        Watched(new_tab(), url, "transfer").tab.wait_for_function(SETTLED, timeout=60_000)
        of = [Watched(new_tab(), url, id) for id in PAGES]
        for one in of:
            assert [x for x in one.streams if "desk=" not in x] == [], one.id  # it has what it shows
            assert len(one.streams) == 1, one.id
        before = [one.tab.evaluate(STANDS) for one in of]
        turned = _turn(of[0].tab)
        moved()
        for one, was in zip(of, before, strict=True):
            one.tab.wait_for_function(MOVED.format(one.version), timeout=20_000)
            rest(one.tab)
            assert one.runs() == [], one.id
            assert [a != b for a, b in zip(one.tab.evaluate(STANDS), was, strict=True)] == [True] * 3, one.id
        assert of[0].tab.evaluate(TURNED) == turned
        taken = [int(n.replace(",", "")) for n in of[0].tab.locator(TAKEN).all_inner_texts()]
        assert taken == sorted(taken, reverse=True)
        for one in of:
            one.tab.wait_for_function(SETTLED, timeout=60_000)
            rest(one.tab)
            shown = one.tab.evaluate(STANDS)
            open_page(one.tab, one.tab.url, one.id)
            assert one.tab.evaluate(STANDS) == shown, one.id


def _turn(tab: Page) -> float:
    """The map pulled to a side, and the sites put in order, those with the most people first: what a viewer chose."""
    tab.bring_to_front()  # elsewhere nothing is drawn
    tab.locator("[data-deck]").scroll_into_view_if_needed()
    tab.wait_for_function(f"document.querySelector('[data-deck]').turned && {TURNED}")
    before = tab.evaluate(TURNED)
    box = tab.locator("[data-deck]").bounding_box()
    assert box
    tab.mouse.move(box["x"] + 200, box["y"] + 200)
    tab.mouse.down()
    tab.mouse.move(box["x"] + 260, box["y"] + 200, steps=4)
    tab.mouse.up()
    tab.wait_for_function(f"{TURNED} !== {before}")
    for _ in range(2):
        tab.click(".atlas [data-sort='3']")
    rest(tab)
    return tab.evaluate(TURNED)


def test_what_is_typed_sorted_and_scrolled_stays_while_data_move(
    new_tab: NewTab, own_board: Board, moved: Callable[[], None], tmp_path: Path
) -> None:
    """On a page with forms, and on one of long tables; both stand then as if they were opened anew."""
    with serve(own_board.root, CLOCK, tmp_path / "log") as url:
        form, tables = (Watched(new_tab(), url, id) for id in WORKED_AT)
        form.tab.bring_to_front()
        form.tab.get_by_label("What was decided").first.type("Ten vehicles")  # not left: nothing was sent of it yet
        tables.tab.locator("[data-key=seconds] [data-sort='0']").click()
        tables.tab.evaluate("document.querySelector('[data-key=seconds] .sheeted').scrollTop = 60")
        areas = "[...document.querySelectorAll('[data-key=seconds] tbody td:first-child')].map((n) => n.textContent)"
        ordered = tables.tab.evaluate(areas)
        for one in (form, tables):
            one.sent.clear()
        moved()
        for one in (form, tables):
            one.tab.wait_for_function(MOVED.format(one.version), timeout=20_000)
            rest(one.tab)
            assert one.runs() == [], one.id
        assert form.tab.get_by_label("What was decided").first.input_value() == "Ten vehicles"
        assert ordered == sorted(ordered)
        assert tables.tab.evaluate(areas) == sorted(tables.tab.evaluate(areas))
        assert tables.tab.evaluate("document.querySelector('[data-key=seconds] .sheeted').scrollTop") == 60
