"""The ledger: what is acknowledged stands, in order, and nothing can be slipped in, changed or dropped."""

from datetime import datetime
from pathlib import Path

import pytest

from data_pipeline.core.errors import BoardError
from data_pipeline.store.log import ledger as module
from data_pipeline.store.log.entry import GENESIS, Head, Note
from data_pipeline.store.log.ledger import Ledger


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    made = Ledger(tmp_path / "ledger.jsonl")
    add(made, "浦东", "西区", "third")
    return made


def add(ledger: Ledger, *names: str) -> None:
    notes = [Note(datetime(2022, 4, 6, 18), "张", "load", {"name": n, "sheet": None}) for n in names]
    ledger.append(ledger.seal(ledger.head(), notes))


def names(ledger: Ledger, after: Head = GENESIS) -> list[str]:
    return [e.note.facts["name"] for e in ledger.entries(after)]


def rewrite(ledger: Ledger, change) -> None:
    lines = ledger.path.read_bytes().splitlines(keepends=True)
    ledger.path.write_bytes(b"".join(change(lines)))


def test_what_is_entered_is_read_back_in_order(ledger: Ledger) -> None:
    assert names(ledger) == ["浦东", "西区", "third"]
    assert [e.seq for e in ledger.entries()] == [1, 2, 3]
    assert "浦东".encode() in ledger.path.read_bytes()  # a person can read it


def test_entries_later_than_a_line_are_those_after_it(ledger: Ledger) -> None:
    first = next(iter(ledger.entries())).head
    assert names(ledger, after=first) == ["西区", "third"]
    assert names(ledger, after=Head(first.seq, first.hash[:16])) == ["西区", "third"]


@pytest.mark.parametrize(
    "change",
    [
        lambda lines: [lines[0].replace(b"18:00", b"19:00"), *lines[1:]],
        lambda lines: [lines[0], lines[2]],
        lambda lines: [lines[1], lines[0], lines[2]],
        lambda lines: [lines[0], lines[0], *lines[1:]],
        lambda lines: [b"\n", *lines],
        lambda lines: [lines[0], b"not json\n", *lines[1:]],
        lambda lines: [lines[0], lines[1][:-30] + b"\n", lines[2]],
    ],
    ids=["changed", "dropped", "moved", "doubled", "blank", "foreign", "shortened"],
)
def test_a_ledger_that_was_tampered_with_is_not_read(ledger: Ledger, change) -> None:
    rewrite(ledger, change)
    with pytest.raises(BoardError, match="does not follow"):
        names(ledger)


def test_a_changed_last_line_is_seen_before_the_next_is_written(ledger: Ledger) -> None:
    rewrite(ledger, lambda lines: [*lines[:2], lines[2].replace(b"third", b"other")])
    with pytest.raises(BoardError, match="does not follow"):
        ledger.head()


def test_another_history_is_not_taken_for_this_one(ledger: Ledger, tmp_path: Path) -> None:
    other = Ledger(tmp_path / "other.jsonl")
    add(other, "another")
    with pytest.raises(BoardError, match="another history"):
        names(ledger, after=other.head())
    with pytest.raises(BoardError, match="another history"):
        names(other, after=ledger.head())


@pytest.mark.parametrize("cut", [1, 20, 90])
def test_a_line_cut_in_writing_is_set_aside_and_the_rest_stands(ledger: Ledger, cut: int) -> None:
    whole = ledger.path.read_bytes()
    ledger.path.write_bytes(whole[:-cut])
    assert names(ledger) == ["浦东", "西区"]
    assert ledger.head().seq == 2
    torn = ledger.torn()
    ledger.mend()
    assert [f.read_bytes() for f in ledger.path.parent.glob("*.torn-*")] == [torn]
    assert len(ledger.set_aside()) == 1
    add(ledger, "next")
    assert names(ledger) == ["浦东", "西区", "next"]


def test_a_whole_ledger_needs_no_mending(ledger: Ledger) -> None:
    before = ledger.path.read_bytes()
    ledger.mend()
    assert ledger.path.read_bytes() == before
    assert ledger.set_aside() == []


def test_a_write_that_fails_leaves_no_trace(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    before = ledger.path.read_bytes()
    real = module.os.write
    monkeypatch.setattr(module.os, "write", lambda handle, data: real(handle, data[:40]))

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(module.os, "fsync", lambda handle: None if len(calls) else (calls.append(1), full(handle)))
        calls: list[int] = []
        with pytest.raises(OSError, match="No space"):
            add(ledger, "x" * 500)
    assert ledger.path.read_bytes() == before


def test_an_action_of_a_newer_version_is_not_guessed_at(ledger: Ledger) -> None:
    note = Note(datetime(2022, 4, 6), "张", "forecast", {})  # type: ignore[arg-type]
    ledger.append(ledger.seal(ledger.head(), [note]))
    with pytest.raises(BoardError, match="newer version"):
        names(ledger)


def test_a_line_longer_than_a_look_is_still_the_last_line(ledger: Ledger) -> None:
    add(ledger, "长" * module.CHUNK)
    assert ledger.head().seq == 4
