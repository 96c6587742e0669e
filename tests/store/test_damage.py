"""What is damaged on the disk is found when it is opened or first read, told in words, made again where it can be."""

import errno
import os
import resource
from pathlib import Path
from threading import Event

import pytest

from data_pipeline.board import daily
from data_pipeline.board.board import Board
from data_pipeline.core import caches
from data_pipeline.core.errors import BoardError
from data_pipeline.core.settings import ROOT
from data_pipeline.store.audit import verify as checking
from data_pipeline.store.audit import watch
from data_pipeline.store.audit.finding import Finding
from data_pipeline.store.log.secret import secret
from data_pipeline.store.tables import mended
from data_pipeline.store.tables.laid import MADE_BY, Laid
from data_pipeline.words import LANGUAGES
from tests.store import damage, tiny

pytestmark = pytest.mark.in_folder


@pytest.fixture
def held(board: Board) -> Board:
    for n, at in enumerate(("14:10", "14:20", "14:30"), start=1):
        tiny.send(board, tiny.counts((f"1{n}:00", tiny.EAST, "A", n, 1)), at)
    return board


def rows(board: Board) -> Path:
    """The newest file of rows."""
    return max(board.root.glob("tables/counts-*/city=*/day=*/*.parquet"), key=lambda p: p.stat().st_mtime_ns)


def flip(file: Path, at: int) -> None:
    file.chmod(0o644)
    data = bytearray(file.read_bytes())
    data[at] ^= 4
    file.write_bytes(data)


def told(board: Board) -> list[str]:
    found = board.findings()
    assert all(f.sentence(lang) for f in found for lang in LANGUAGES)
    return [f.code for f in found]


def test_the_matrix_of_damage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """0 raw errors, 0 shorter histories in silence, and the committed page says what came of each image."""
    monkeypatch.setattr(checking, "checked", lambda *_: ())
    found = list(damage.images(tmp_path))
    assert [(kind, how, o.raw) for kind, how, o in found if o.raw or o.is_silent] == []
    assert len(found) >= 51
    assert damage.PAGE.read_text("utf-8") == damage.page(found)


@pytest.mark.parametrize("how", ["cut", "flipped", "emptied", "gone"])
@pytest.mark.parametrize("opened", [True, False], ids=["a running board", "the next start"])
def test_rows_damaged_on_the_disk_are_made_again(held: Board, how: str, opened: bool) -> None:
    known, file = held.state_hash(), rows(held)
    held.close()  # nothing of it is in memory any more
    if how == "flipped":
        flip(file, file.stat().st_size // 2)
    elif how == "gone":
        file.unlink()
    else:
        file.chmod(0o644)
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2] if how == "cut" else b"")
    of = held if opened else tiny.board(held.root.parent)
    assert _as_last_told(of) == known
    of.mend_all()
    assert of.verify() == []
    assert how == "gone" or "set_aside" in told(of)


def _as_last_told(board: Board) -> str:
    """Who is the first to read it may be told so, once."""
    try:
        return board.state_hash()
    except BoardError as why:
        if why.code != "store_damaged":
            raise
        return board.state_hash()


def test_a_flipped_bit_is_never_shown(held: Board) -> None:
    """Wherever in the file it is: a page says the figure that was sent."""
    file = rows(held)
    known = tiny.known(held, "select hour(as_of), done_today from known.counts order by 1")
    for at in range(4, file.stat().st_size, 61):
        held.close()
        flip(file, at)
        assert _as_last_told(held)
        assert tiny.known(held, "select hour(as_of), done_today from known.counts order by 1") == known
        file = rows(held)


def test_nothing_is_built_on_a_flipped_bit(held: Board) -> None:
    held.close()
    flip(rows(held), rows(held).stat().st_size // 2)
    tiny.send(held, tiny.counts(("16:00", tiny.WEST, "A", 9, 1)), "16:10")
    assert held.verify() == []
    assert held.state_hash() == held.rebuild()
    assert tiny.known(held, "select count(*) from known.counts") == [(4,)]


def test_a_received_file_that_was_damaged_is_whole_once_it_is_sent_again(held: Board) -> None:
    one, two, _ = sorted((held.root / "received").iterdir())
    data = {file: file.read_bytes() for file in (one, two)}
    one.chmod(0o644)
    flip(one, 9)
    two.unlink()
    assert sorted(f.code for f in held.verify()) == ["received_changed", "received_missing"]
    with pytest.raises(BoardError, match="backup"):
        held.rebuild()
    assert {tiny.send(held, of, "17:00").status for of in data.values()} == {"already"}
    assert held.verify() == []
    assert held.rebuild()


def test_where_rows_cannot_be_made_again_all_others_serve_and_it_is_told(held: Board) -> None:
    held.close()
    last = held._writer.ledger.last()
    assert last is not None
    (held.root / "received" / last.note.facts["sha256"]).unlink()
    flip(rows(held), 900)
    again = tiny.board(held.root.parent)
    assert len(again.loads()) == 2
    assert tiny.known(again, "select count(*) from known.counts") == [(2,)]
    assert {"rows_lost", "set_aside"} <= set(told(again))
    with pytest.raises(BoardError, match="backup"):
        tiny.send(again, tiny.counts(("16:00", tiny.WEST, "A", 9, 1)), "16:10")
    (held.root / "received" / last.note.facts["sha256"]).write_bytes(tiny.counts(("13:00", tiny.EAST, "A", 3, 1)))
    once_more = tiny.board(held.root.parent)
    assert len(once_more.loads()) == 3
    assert once_more.verify() == []


def test_verify_never_breaks(held: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    def bug(*_: object) -> None:
        raise KeyError("sha256")

    for part in ("_received", "_rows", "_figures", "_beside", "_key", "anchored"):
        with monkeypatch.context() as patched:
            patched.setattr(checking, part, bug)
            assert [f.code for f in held.verify()] == ["check_broke"]


def test_what_a_check_found_is_on_record_until_the_next_one(held: Board) -> None:
    assert (held.checked_at(), told(held)) == (None, [])
    min((held.root / "received").iterdir()).unlink()
    held.check()
    assert told(held) == ["received_missing"]
    assert held.checked_at() is not None
    (held.root / watch.RECORD).write_bytes(b"{")
    assert told(held) == []


def test_a_finding_without_a_sentence_of_its_own_is_told_by_the_errors(held: Board) -> None:
    assert all(Finding("store_busy", {"seconds": 3}).sentence(lang) for lang in LANGUAGES)


@pytest.mark.parametrize("how", ["emptied", "another", "deleted"])
def test_a_key_that_was_lost_is_not_replaced_in_silence(tmp_path: Path, how: str) -> None:
    path = tmp_path / "bands.key"
    secret(path)
    secret.cache_clear()
    path.unlink() if how == "deleted" else path.write_bytes(b"" if how == "emptied" else b"x" * 32)
    with pytest.raises(BoardError, match="backup"):
        secret(path)
    for left in tmp_path.iterdir():
        left.unlink()
    assert len(secret(path)) == 32


def test_all_is_checked_by_itself_once_a_day(held: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a process of its own, that leaves what it found on record; not again before a day is over."""
    monkeypatch.setenv("BOARD_STORE", f"file:{held.root}")
    monkeypatch.setenv("BOARD_PACK", str(ROOT / "tests" / "packs" / "tiny"))
    min((held.root / "received").iterdir()).unlink()
    assert daily.is_due(held)
    daily.check(held, Event())
    assert told(held) == ["received_missing"]
    assert not daily.is_due(held)
    monkeypatch.setattr(daily, "since", lambda _: 25 * 3600.0)
    assert daily.is_due(held)
    monkeypatch.setenv("BOARD_VERIFY_H", "0")
    assert not daily.is_due(held)


@pytest.mark.parametrize("fault", [errno.EIO, errno.EMFILE])
def test_a_read_that_fails_once_is_no_verdict(held: Board, monkeypatch: pytest.MonkeyPatch, fault: int) -> None:
    """Nothing is set aside or made again; it is told, and the next who asks is answered."""
    known, before = held.state_hash(), {p: p.stat().st_mtime_ns for p in held.root.glob("tables/**/*.parquet")}
    held.close()
    file, left, read = rows(held), [fault], Path.read_bytes

    def failing(path: Path) -> bytes:
        if path == file and left:
            raise OSError(left.pop(), os.strerror(fault))
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", failing)
    with pytest.raises(BoardError) as why:
        held.state_hash()
    assert why.value.code == "rows_unreadable"
    assert all(why.value.sentence(lang) for lang in LANGUAGES)
    assert held.state_hash() == known
    for look in (held.mend_all, held.verify, lambda: tiny.board(held.root.parent).state_hash()):
        left.append(fault)
        look()
        assert not left
    assert {p: p.stat().st_mtime_ns for p in held.root.glob("tables/**/*.parquet")} == before
    assert told(held) == []


def test_a_table_that_no_file_can_be_opened_for_is_not_made_again(held: Board) -> None:
    known, table = held.state_hash(), held._writer.door.tables["counts"]
    table.forget()
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, limits[1]))
    try:
        with pytest.raises(BoardError) as why:
            table.files()
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)
    assert why.value.code == "table_unreadable"
    held.mend_all()
    assert told(held) == []
    assert held.state_hash() == known


def test_mending_reads_beside_the_lock(held: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who sends does not wait for all that is read; what came meanwhile is looked at too."""
    looked = Laid.looked

    def meanwhile(self: Laid) -> object:
        seen = looked(self)
        flip(rows(held), 100)
        monkeypatch.undo()
        tiny.send(tiny.board(held.root.parent), tiny.counts(("20:00", tiny.EAST, "A", 9, 1)), "20:10")
        return seen

    monkeypatch.setattr(Laid, "looked", meanwhile)
    held.mend_all()
    assert tiny.known(held, "select done_today from known.counts order by as_of") == [(1,), (2,), (3,), (9,)]
    assert held.verify() == []


def test_new_code_reads_no_file_of_rows_that_is_there(held: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    known, read = held.state_hash(), []
    tokens = mended._tokens
    monkeypatch.setattr(mended, "_tokens", lambda file: read.append(file) or tokens(file))
    (held.root / "tables" / MADE_BY).write_text("another", "ascii")
    assert tiny.board(held.root.parent).state_hash() == known
    assert read == []


def test_a_bit_in_the_log_of_a_table_is_found_where_it_changes_nothing(held: Board) -> None:
    known = held.state_hash()
    for commit in sorted(held.root.glob("tables/counts-*/_delta_log/*.json")):
        flip(commit, commit.read_bytes().index(b"timestamp") + 1)
    held.close()
    assert {f.code for f in held.verify()} == {"log_damaged"}
    held.mend_all()
    assert held.verify() == []
    assert held.state_hash() == known


def test_which_files_were_checked_is_a_cache_like_every_other(held: Board) -> None:
    held.state_hash()
    counts = caches.counts()["files of rows checked"]
    assert 0 < counts.held <= counts.limit


def test_a_sum_whose_writing_was_cut_says_nothing(held: Board) -> None:
    for noted in held.root.glob("tables/counts-*/_delta_log/*.sum"):
        noted.write_bytes(noted.read_bytes()[:7])
    assert held.verify() == []
