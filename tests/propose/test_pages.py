"""Every page and the wall of an operation made of a sheet: drawn, in its own words, none in the menu for nothing."""

from pathlib import Path

from data_pipeline.board.board import Board
from data_pipeline.propose.answers import Answers
from data_pipeline.propose.made import kept, made_of
from pages.model.menu import in_menu
from pages.offline.file import menu as offline_menu
from pages.views.wall.fitting import fitting
from tests.pages.test_anywhere import ALL, _drawn

DEPOTS = ("North", "South", "Harbour")
HOURS = ((8, 0.2), (12, 0.5), (16, 0.8))
SHEET = "depot;date;time;due;delivered;vans\n" + "".join(
    f"{d};2025-03-01;{h}:00;{200 + 10 * n};{int(200 * share) - n};{5 + n}\n"
    for h, share in HOURS for n, d in enumerate(DEPOTS)
)  # fmt: skip


def board_of(folder: Path) -> Board:
    made = made_of("parcels", [("parcels.csv", SHEET.encode())], Answers(title="包裹|Parcels"))
    board = Board(kept(made, folder / "pack"), folder / "store")
    ((feed, file, data),) = made.files
    assert board.receive(feed, file, data, "a test", made.received_at, confirm=True).status == "loaded"
    return board


def test_every_page_of_an_operation_made_of_a_sheet_speaks_its_own_words(tmp_path: Path) -> None:
    board_of(tmp_path).close()
    found = _drawn(tmp_path / "store", "zh", "2025-03-01T16:10@0", BOARD_PACK=tmp_path / "pack")
    assert found == {"failed": {}, "english": {}, "empty": {}, "drawn": ALL}


def test_nothing_in_the_menu_or_on_the_wall_has_nothing_to_show(tmp_path: Path) -> None:
    board = board_of(tmp_path)
    menu, views = in_menu(board.pack, together=False), fitting(board.pack)
    copied = offline_menu(board.pack)
    board.close()
    assert {"command", "outlook", "work"} <= {*copied} <= {*menu}
    assert {"command", "outlook", "work", "upload"} <= set(menu)
    assert not {"screening", "transfer", "capacity", "supply", "people", "needs", "outcome", "cities"} & set(menu)
    assert {"tiles", "decide", "matrix", "burndown", "map", "district", "health"} <= set(views)
    assert not {"humane", "funnel", "runway", "cover", "needs", "changes"} & set(views)
