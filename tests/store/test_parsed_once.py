"""The same bytes, read in the same way, are parsed once; what they do is asked anew; previews wait for no load."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest

from data_pipeline.access.permission import Person
from data_pipeline.board import parsed_files
from data_pipeline.board.board import Board
from data_pipeline.board.guarded import GuardedBoard
from data_pipeline.core.errors import BoardError
from data_pipeline.intake import Delivery, Receipt, identity, parse
from data_pipeline.store.log.lock import writing
from data_pipeline.store.write import isolated
from tests.store import tiny
from tests.support.samples import pack as full_pack

WRITER = sys.modules["data_pipeline.store.write.writer"]
FIRST = tiny.counts(("14:00", tiny.EAST, "A", 5, 1), ("14:00", tiny.WEST, "A", 7, None))
THEN = tiny.counts(("16:00", tiny.EAST, "A", 9, 2), ("16:00", tiny.WEST, "A", 8, None))


def delivery(data: bytes, hour: str = "18:10", **how: object) -> Delivery:
    return Delivery("counts", "counts.csv", data, "tester", tiny.at(hour), **({"confirm": False} | how))  # type: ignore[arg-type]


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[Delivery]:
    """Every file that was parsed, in order."""
    seen: list[Delivery] = []

    def counted(pack: object, d: Delivery, *, again: bool = False) -> object:
        seen.append(d)
        return parse(pack, d, again=again)  # type: ignore[arg-type]

    monkeypatch.setattr(WRITER, "parse", counted)
    return seen


def drop_preview_load(board: Board, d: Delivery) -> Receipt:
    """As the upload page does it."""
    board.examine(d.feed, d.name, d.data, sheet=d.sheet, mapping=d.mapping, rows=False, at=d.at)
    token = board.rehearse([replace(d, at=tiny.at("18:11"))]).token
    return board.receive_together([replace(d, at=tiny.at("18:12"), by="another name")], token)[0]


def test_a_clean_file_is_parsed_once_from_drop_to_load(board: Board, parsed: list[Delivery]) -> None:
    assert drop_preview_load(board, delivery(FIRST)).status == "loaded"
    assert len(parsed) == 1
    assert tiny.known(board, "select count(*) from known.counts") == [(2,)]


def test_who_may_send_some_districts_has_it_parsed_once_too(board: Board, parsed: list[Delivery]) -> None:
    guarded = GuardedBoard(board, Person("Chen", "analyst", districts=frozenset({tiny.EAST, tiny.WEST})))
    assert guarded.receive_together([delivery(FIRST)])[0].status == "loaded"
    assert len(parsed) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"data": FIRST.replace(b"5", b"6")},
        {"mapping": {"stock": ""}},
        {"mapping": {}},
        {"sheet": "1"},
        {"name": "other.csv"},
        {"feed": "sites"},
    ],
    ids=lambda other: next(iter(other)),
)
def test_another_choice_is_another_parse(board: Board, parsed: list[Delivery], other: dict[str, object]) -> None:
    for d in (delivery(FIRST), replace(delivery(FIRST), **other), delivery(FIRST)):
        board.rehearse([d])
    assert len(parsed) == 2


def test_another_pack_is_another_parse() -> None:
    pack = tiny.pack()
    assert identity(pack, delivery(FIRST)) == identity(replace(pack), delivery(FIRST))
    other = replace(pack, vocab=pack.vocab[:-1])
    assert identity(other, delivery(FIRST)) != identity(pack, delivery(FIRST))
    assert full_pack().mark != pack.mark


def test_what_was_parsed_of_one_file_counts_for_no_other(board: Board, parsed: list[Delivery]) -> None:
    """Whoever hands it over: it is held against the bytes themselves."""
    wrong = replace(delivery(THEN), parsed=parse(tiny.pack(), delivery(FIRST)))
    found = board._writer.look(wrong, None)
    assert found.table.column("done_today").to_pylist() == [9, 8]
    assert len(parsed) == 1


def test_what_is_known_is_asked_again_each_time(board: Board, parsed: list[Delivery]) -> None:
    """A preview on an empty board; then another's load: the doubt, the effect and the duplicate are the new board's."""
    blank = delivery(tiny.counts(("14:00", tiny.EAST, "A", None, None), ("14:00", tiny.WEST, "A", 7, None)))
    before = board.rehearse([blank]).receipts[0]
    assert (before.status, before.effect.new) == ("loaded", 2)
    tiny.send(board, FIRST, "18:05")
    after = board.rehearse([blank]).receipts[0]
    assert (after.status, [p.code for p in after.report.doubts]) == ("unconfirmed", ["takes_back"])
    assert board.receive_together([blank])[0].status == "unconfirmed"
    assert board.receive_together([replace(blank, confirm=True)])[0].effect.taken > 0
    assert board.rehearse([blank]).receipts[0].status == "already"
    assert [d.data for d in parsed].count(blank.data) == 1


def test_a_preview_of_an_older_board_loads_nothing(board: Board, parsed: list[Delivery]) -> None:
    token = board.rehearse([delivery(THEN)]).token
    tiny.send(board, FIRST)
    with pytest.raises(BoardError, match="has changed since"):
        board.receive_together([delivery(THEN)], token)
    assert len(parsed) == 2


def test_what_is_kept_stays_below_its_limit(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsed_files, "MOST_BYTES", 1)
    for seed in range(3):
        assert board.rehearse([delivery(tiny.many(4, seed))]).receipts[0].effect.new == 4
    assert board._files._kept.counts().held == 1
    held = board._files.known(delivery(tiny.many(4, 2))).parsed
    assert held is not None
    assert board._files._bytes == held.size


@pytest.mark.in_folder
def test_a_preview_leaves_nothing_on_the_disk(board: Board) -> None:
    tiny.send(board, FIRST)
    before = {p: p.stat().st_mtime_ns for p in board.root.rglob("*")}
    assert board.rehearse([delivery(THEN)]).receipts[0].status == "loaded"
    assert {p: p.stat().st_mtime_ns for p in board.root.rglob("*")} == before


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Board]:
    board = tiny.board(tmp_path, isolated=True)
    yield board
    board.close()


def test_previews_wait_for_no_load(served: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody's load holds the process that writes, and waits for the write lock; what others look at is answered.
    Its own load then finds the file parsed."""
    tiny.send(served, FIRST)
    sent: list[object] = []
    call = isolated.Isolated.call

    def noted(self: isolated.Isolated, job: str, *args: object) -> object:
        sent.append((job, args))
        return call(self, job, *args)

    monkeypatch.setattr(isolated.Isolated, "call", noted)
    receipts: list[Receipt] = []
    with writing(served.root):
        loading = Thread(target=lambda: receipts.append(tiny.send(served, tiny.many(8))))
        loading.start()
        while not any(job == "receive" for job, _ in sent):  # type: ignore[misc]
            loading.join(0.01)
        assert served.peek(THEN).feed == "counts"
        assert served.examine("counts", "counts.csv", THEN).report.ok
        told = served.rehearse([delivery(THEN)])
        assert (told.receipts[0].status, told.receipts[0].effect.new) == ("loaded", 2)
        assert loading.is_alive()
        assert receipts == []
    loading.join()
    assert [r.status for r in receipts] == ["loaded"]
    with pytest.raises(BoardError, match="has changed since"):
        served.receive_together([delivery(THEN)], told.token)
    token = served.rehearse([delivery(THEN)]).token
    assert served.receive_together([delivery(THEN)], token)[0].status == "loaded"
    assert [job for job, _ in sent].count("parse") == 1  # type: ignore[misc]
    assert all(d.parsed is not None for d in sent[-1][1][0])  # type: ignore[index]
