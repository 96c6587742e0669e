"""The packs tests work on."""

from datetime import datetime
from pathlib import Path

from data_pipeline.board.board import Board
from data_pipeline.core.settings import HERE
from data_pipeline.declare import load_pack
from tests.support.real import shared_data

SHANGHAI = HERE / "pack" / "shanghai-2022"
MALAYSIA = Path(__file__).parents[1] / "packs" / "malaysia"
ITALY = Path(__file__).parents[1] / "packs" / "italy"


def malaysia_store(root: Path) -> None:
    """Malaysia's beds of 31 March 2022, from the files as they were published."""
    of = Board(load_pack(MALAYSIA), root)
    for feed in ("hospital", "pkrc", "tests_state"):
        data = shared_data("malaysia", f"{feed}.csv").read_bytes()
        assert of.receive(feed, f"{feed}.csv", data, "MoH", datetime(2022, 3, 31, 12), confirm=True).status == "loaded"
    of.close()
