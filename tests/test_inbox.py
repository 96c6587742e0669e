"""The watched folder: whole files are taken once, what failed lies beside its report, and nothing is lost by a kill."""

import errno
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from data_pipeline.board.board import Board
from data_pipeline.board.guarded import GuardedBoard
from data_pipeline.channels import inbox as inbox_module
from data_pipeline.channels.inbox import FELLING, STILL_LOOKS, Inbox, waiting
from data_pipeline.core import durable
from data_pipeline.core.errors import BoardError
from tests.store import tiny

FILE = tiny.counts(("14:00", tiny.EAST, "A", 5, 1), ("14:00", tiny.WEST, "A", 7, 1))


@pytest.fixture
def board(tmp_path: Path) -> Iterator[Board]:
    of = tiny.board(tmp_path)
    yield of
    of.close()


@pytest.fixture
def inbox(board: Board, tmp_path: Path) -> Iterator[Inbox]:
    box = Inbox(tmp_path / "inbox", board, lambda: tiny.at("14:10"), "zh")
    assert box.open()
    yield box
    box.close()


def looks(inbox: Inbox, times: int = STILL_LOOKS) -> list[dict]:
    return [told for _ in range(times) for told in inbox.look()]


def test_a_file_is_received_with_a_receipt_beside_it(inbox: Inbox, board: Board) -> None:
    (inbox.root / "counts" / "区.csv").write_bytes(FILE)
    (told,) = looks(inbox)
    assert (told["status"], told["load_id"]) == ("loaded", 1)
    done = inbox.root / "done" / "counts"
    assert (done / "区.csv").read_bytes() == FILE
    assert json.loads((done / "区.csv.receipt.json").read_text("utf-8"))["effect"]["new"] == 2
    assert list((inbox.root / "counts").iterdir()) == []
    assert board.loads().sender[0].startswith("inbox:")


def test_the_state_is_that_of_the_same_file_by_another_door(inbox: Inbox, board: Board, tmp_path: Path) -> None:
    other = tiny.board(tmp_path / "other")
    tiny.send(other, FILE)
    (inbox.root / "counts" / "c.csv").write_bytes(FILE)
    looks(inbox)
    assert board.state_hash() == other.state_hash()


def test_a_file_that_still_grows_is_not_picked_up(inbox: Inbox, board: Board) -> None:
    path = inbox.root / "counts" / "c.csv"
    for end in range(40, len(FILE), 40):  # a slow writer: each look finds it longer
        path.write_bytes(FILE[:end])
        assert inbox.look() == []
    path.write_bytes(FILE)
    assert looks(inbox, STILL_LOOKS - 1) == []
    assert len(board.loads()) == 0
    assert [t["status"] for t in inbox.look()] == ["loaded"]


@pytest.mark.parametrize("name", [".c.csv", "c.csv.part", "c.csv.tmp", "c.csv~", "C.CSV.PART"])
def test_a_file_under_a_working_name_waits_for_its_rename(inbox: Inbox, name: str) -> None:
    (inbox.root / "counts" / name).write_bytes(FILE)
    assert looks(inbox, STILL_LOOKS + 1) == []
    os.rename(inbox.root / "counts" / name, inbox.root / "counts" / "c.csv")
    assert [t["status"] for t in looks(inbox)] == ["loaded"]


def test_what_failed_lies_beside_its_report_and_names_do_not_collide(inbox: Inbox, board: Board) -> None:
    for _ in range(2):
        (inbox.root / "counts" / "c.csv").write_bytes(FILE.replace(b"310112", b"999999"))
        (told,) = looks(inbox)
        assert not told["ok"]
    failed = inbox.root / "failed" / "counts"
    assert sorted(p.name for p in failed.iterdir()) == ["c-2.csv", "c-2.csv.report.json", "c.csv", "c.csv.report.json"]
    assert "999999" in (failed / "c.csv.report.json").read_text("utf-8")
    assert len(board.loads()) == 0


def test_a_link_is_never_followed(inbox: Inbox, tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_bytes(FILE)
    (inbox.root / "counts" / "c.csv").symlink_to(tmp_path / "secret.csv")
    assert looks(inbox, STILL_LOOKS + 1) == []


def test_a_file_a_killed_watcher_held_is_taken_again_and_counted_once(inbox: Inbox, board: Board) -> None:
    held = inbox.root / ".taken" / "counts"
    held.mkdir(parents=True)
    (held / "c.csv").write_bytes(FILE)
    tiny.send(board, FILE)  # it was killed after the load and before the receipt
    inbox.close()
    assert inbox.open()
    assert [t["status"] for t in looks(inbox)] == ["already"]
    assert len(board.loads()) == 1


@pytest.mark.parametrize("data", [FILE, b"nonsense"])
def test_a_watcher_killed_between_the_answer_and_the_file_is_no_obstacle(inbox: Inbox, data: bytes) -> None:
    (inbox.root / "counts" / "c.csv").write_bytes(data)
    with pytest.MonkeyPatch.context() as patched:
        real = os.rename

        def rename(one: Path, other: Path) -> None:
            if {"done", "failed"} & {*Path(other).parts}:
                raise KeyboardInterrupt
            real(one, other)

        patched.setattr(inbox_module.os, "rename", rename)
        patched.setattr(durable, "sync", lambda _: None)
        with pytest.raises(KeyboardInterrupt):
            looks(inbox)
    inbox.close()
    assert inbox.open()
    (told,) = looks(inbox)
    assert told["file"] == "c.csv"
    folder = inbox.root / ("done" if data == FILE else "failed") / "counts"
    assert len(list(folder.iterdir())) == 2


def test_what_a_killed_watcher_had_loaded_does_not_come_back_once_it_was_withdrawn(inbox: Inbox, board: Board) -> None:
    (inbox.root / "counts" / "c.csv").write_bytes(FILE)
    looks(inbox)
    inbox.close()
    board.withdraw(1, "desk", tiny.at("15:00"), "another day's")
    (inbox.root / "done" / "counts" / "c.csv").rename(inbox.root / ".taken" / "counts" / "c.csv")  # as if killed there
    assert inbox.open()
    (told,) = looks(inbox)
    assert (told["status"], told["load_id"]) == ("already", 1)
    assert board.loads()["visible"].tolist() == [False]
    (inbox.root / "counts" / "again.csv").write_bytes(FILE)
    assert [one["status"] for one in looks(inbox)] == ["loaded"]  # sent again on purpose


def test_a_second_watcher_waits(inbox: Inbox, board: Board) -> None:
    assert not Inbox(inbox.root, board, lambda: tiny.at("14:10"), "zh").open()


def test_older_files_are_taken_first(inbox: Inbox, board: Board) -> None:
    for i, name in enumerate(["b.csv", "a.csv"]):
        path = inbox.root / "counts" / name
        path.write_bytes(tiny.counts(("14:00", tiny.EAST, "A", 5 + i, 1)))
        os.utime(path, (1000 + i, 1000 + i))
    looks(inbox)
    assert board.loads().file_name.tolist() == ["b.csv", "a.csv"]


class Clock:
    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        monkeypatch.setattr(inbox_module.time, "monotonic", lambda: self.now)


def failing(monkeypatch: pytest.MonkeyPatch, code: str, times: int) -> list[int]:
    """The first so many receipts fail with this error; counts the tries."""
    tries, receive = [0], GuardedBoard.receive

    def once(self: GuardedBoard, *args: object, **how: object) -> object:
        tries[0] += 1
        if tries[0] <= times:
            raise BoardError(code, reason="trial", seconds=1, job="receive")
        return receive(self, *args, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(GuardedBoard, "receive", once)
    return tries


@pytest.mark.parametrize("code", ["worker_fell", "store_busy", "store_full"])
def test_what_passes_is_no_verdict_the_file_waits_is_named_and_is_loaded_later(
    inbox: Inbox, board: Board, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    clock, tries = Clock(monkeypatch), failing(monkeypatch, code, 2)
    path = inbox.root / "counts" / "c.csv"
    path.write_bytes(FILE)
    assert looks(inbox, 2 * STILL_LOOKS) == []
    assert path.read_bytes() == FILE
    ((feed, name, why, tried),) = [(w.feed, w.file, w.code, w.tries) for w in waiting()]
    assert (feed, name, why, tried, tries) == ("counts", "c.csv", code, 1, [1])
    clock.now += 4.9
    assert looks(inbox, STILL_LOOKS) == []
    assert tries == [1]  # not before it is due
    clock.now += 0.2
    assert looks(inbox, 2 * STILL_LOOKS) == []
    assert (tries, waiting()[0].tries, waiting()[0].again_s) == ([2], 2, 10.0)  # later each time
    clock.now += 10.0
    assert [t["status"] for t in looks(inbox)] == ["loaded"]
    assert waiting() == ()
    assert len(board.loads()) == 1
    assert not (inbox.root / "failed").exists()


def test_a_file_that_fells_the_worker_again_and_again_is_put_aside(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, tries = Clock(monkeypatch), failing(monkeypatch, "worker_fell", 100)
    (inbox.root / "counts" / "c.csv").write_bytes(FILE)
    told = []
    for _ in range(10):
        told += looks(inbox)
        clock.now += 300.0
    assert [t["error"]["code"] for t in told] == ["worker_fell"]
    assert tries == [FELLING]
    assert (inbox.root / "failed" / "counts" / "c.csv").exists()


def test_a_worker_killed_in_the_middle_of_a_file_leaves_it_to_be_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    board, clock = tiny.board(tmp_path, isolated=True), Clock(monkeypatch)
    box = Inbox(tmp_path / "inbox", board, lambda: tiny.at("14:10"), "zh")
    assert box.open()
    board.version()
    worker = board._worker
    assert worker is not None
    asked = worker._ready

    def killed() -> object:
        process = asked()
        process.kill()
        process.wait()
        return process

    monkeypatch.setattr(worker, "_ready", killed)
    (box.root / "counts" / "c.csv").write_bytes(FILE)
    assert looks(box) == []
    assert [w.code for w in box.stuck] == ["worker_fell"]
    monkeypatch.setattr(worker, "_ready", asked)
    clock.now += 60
    assert [t["status"] for t in looks(box)] == ["loaded"]
    box.close()
    board.close()


def test_a_receipt_that_finds_no_room_is_written_later(
    inbox: Inbox, board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, write = Clock(monkeypatch), durable.write
    full = OSError(errno.ENOSPC, "no room")

    def no_room(path: Path, data: bytes, mode: int = 0o644) -> None:
        if path.suffix == ".json":
            raise full
        write(path, data, mode)

    monkeypatch.setattr(durable, "write", no_room)
    (inbox.root / "counts" / "c.csv").write_bytes(FILE)
    assert looks(inbox) == []
    assert [w.code for w in waiting()] == ["store_full"]
    monkeypatch.setattr(durable, "write", write)
    clock.now += 60
    assert [t["status"] for t in looks(inbox)] == ["already"]  # it was loaded, and is counted once
    assert len(board.loads()) == 1
