"""A store of two small feeds with three files, a decision and a key, and where to copy it."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from data_pipeline.backup import Backed, Cut, Recovered, backup, place_of, recover
from data_pipeline.backup.place import Place
from data_pipeline.board.board import Board
from data_pipeline.core.clock import AsOf
from data_pipeline.query.connect import Limits
from data_pipeline.store.log.secret import secret
from data_pipeline.store.write.writer import Writer
from tests.store import tiny
from tests.support.doors import Laid

LIMITS = Limits("500MB", 1)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Line 4 is a decision; the others are loads of 14:10, 14:20, 14:30 and 15:00. Made once; copy it."""
    folder = tmp_path_factory.mktemp("backup")
    of = tiny.board(folder)
    for n, at in enumerate(("14:10", "14:20", "14:30"), start=1):
        tiny.send(of, tiny.counts(("14:00", tiny.EAST, "A", n, 1)), at)
    of.decide("two more teams", "centre", AsOf(tiny.at("14:40").date(), tiny.at("14:00"), tiny.at("14:40")))
    tiny.send(of, tiny.sites(("gym", 40, 12)), "15:00", "sites")
    secret(of.root / "bands.key")
    of.close()
    return folder


@pytest.fixture
def board(laid: Laid, made: Path, tmp_path: Path) -> Iterator[Board]:
    with closing(tiny.opened(laid.own(made / "board", tiny.pack(), tmp_path / "board"))) as of:
        yield of


@contextmanager
def another_writer(of: Board) -> Iterator[Writer]:
    """As the command has it, beside the board."""
    writer = Writer(of.pack, of._writer.where, LIMITS)
    writer.door.follows.begin()
    try:
        yield writer
    finally:
        writer.door.follows.close()


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return place_of(str(tmp_path / "other disk" / "backup"))


@pytest.fixture
def back_up(board: Board, place: Place) -> Callable[..., Backed]:
    def run(of: Board = board, to: Place = place, **how: bool) -> Backed:
        with another_writer(of) as writer:
            return backup(writer, of.root / "bands.key", to, **how)

    return run


@pytest.fixture
def made_from(place: Place, tmp_path: Path) -> Callable[..., Recovered]:
    """made_from(line=3) into tmp_path/recovered/board, which tiny.board(tmp_path / "recovered") opens."""

    def run(to: str = "recovered", of: Place = place, **cut: object) -> Recovered:
        return recover(tiny.pack(), LIMITS, of, tmp_path / to / "board", Cut(**cut))  # type: ignore[arg-type]

    return run
