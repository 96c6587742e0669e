"""A store of an earlier version is taken over by one command, to the same state, and given back."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest

from data_pipeline.backup import Cut, backup, place_of, recover
from data_pipeline.backup.migrate import migrate
from data_pipeline.board.board import Board
from data_pipeline.core.errors import BoardError
from data_pipeline.query.connect import Limits
from data_pipeline.store.log.entry import GENESIS, Note
from data_pipeline.store.log.ledger import Ledger
from data_pipeline.store.tables import apply
from tests.store import tiny

if TYPE_CHECKING:
    from tests.support.lakes import Lakes

LIMITS = Limits("500MB", 1)
RAW = ("raw.counts", "raw.sites", "meta.loads", "meta.spans", "meta.head")


@pytest.fixture
def earlier(board: Board, tmp_path: Path) -> Path:
    """The same store as earlier versions wrote it: lines that name no token, rows in a database of their own."""
    board.withdraw(2, "t", tiny.at("18:00"), "x")
    rows = {table: tiny.known(board, f"from {table} order by all") for table in RAW}
    folder = tmp_path / "earlier"
    folder.mkdir()
    (board.root / "received").rename(folder / "received")
    notes = [_before_tokens(entry.note) for entry in board._writer.ledger.entries()]
    ledger = Ledger(folder / "ledger.jsonl")
    ledger.append(ledger.seal(GENESIS, notes))
    head = ledger.head()
    name = f"{head.seq:08d}-{head.hash[:16]}-0123_0123456789abcdef.duckdb"
    (folder / "generations").mkdir()
    (folder / "CURRENT").write_text(f"{name}\n")
    with duckdb.connect(str(folder / "generations" / name)) as held:
        apply.tables(held, board.pack)
        for table, some in rows.items():
            for row in some:
                held.execute(f"insert into {table} values ({', '.join('?' * len(row))})", row)
    return folder


def _before_tokens(note: Note) -> Note:
    return replace(note, facts={k: v for k, v in note.facts.items() if k not in ("token", "rows")})


def state(folder: Path) -> str:
    with closing(Board(tiny.pack(), folder, LIMITS)) as of:
        assert of.verify() == []
        return of.state_hash()


def lines(folder: Path) -> bytes:
    return (folder / "ledger.jsonl").read_bytes()


def test_an_earlier_store_is_taken_over_to_the_same_state_and_given_back(earlier: Path, tmp_path: Path) -> None:
    there, back = tmp_path / "there", tmp_path / "back"
    done = migrate(tiny.pack(), LIMITS, f"duckdb:{earlier}", f"file:{there}")
    assert (done.same, done.line, done.state) == (True, 6, state(there))
    assert lines(there) == lines(earlier)
    assert not (there / "generations").exists()
    migrate(tiny.pack(), LIMITS, f"file:{there}", f"duckdb:{back}")
    assert lines(back) == lines(earlier)
    kept = {p.name: p.read_bytes() for p in (earlier / "received").iterdir()}
    assert {p.name: p.read_bytes() for p in (back / "received").iterdir()} == kept
    assert not (back / "tables").exists()


def test_an_earlier_store_goes_on_in_a_lake_whose_backup_becomes_another_lake_and_an_earlier_store_again(
    earlier: Path, lakes: "Lakes", tmp_path: Path
) -> None:
    """Its lines name no rows and no token, wherever they lie; the state is one all the way."""
    from tests.support.lakes import lake_at, url_of

    pack, folder, back = tiny.pack(), tmp_path / "there", tmp_path / "back"
    one, other = (lake_at(lakes.server.database(name), tmp_path / name) for name in ("earlier", "later"))
    was = migrate(pack, LIMITS, f"duckdb:{earlier}", f"file:{folder}").state
    assert migrate(pack, LIMITS, f"file:{folder}", url_of(one)).state == was
    place = place_of(str(tmp_path / "backup"))
    with closing(tiny.opened(one)) as board:
        assert board.version()
        backup(board._writer, board.root / "bands.key", place)
    assert recover(pack, LIMITS, place, back, Cut()).state == was
    assert migrate(pack, LIMITS, f"file:{back}", url_of(other)).state == was
    with closing(tiny.opened(other)) as board:
        assert board.state_hash() == was
        assert lines(board.root) == lines(earlier)
        tiny.send(board, tiny.counts(("16:00", tiny.EAST, "A", 8, 1)), "19:10")
        after = board.state_hash()
        assert board.rebuild() == after != was
    assert migrate(pack, LIMITS, url_of(one), f"file:{tmp_path / 'out'}").state == was
    migrate(pack, LIMITS, f"file:{tmp_path / 'out'}", f"duckdb:{tmp_path / 'given'}")
    assert lines(tmp_path / "given") == lines(earlier)


def test_in_the_same_folder_rows_are_laid_beside_what_is_there(earlier: Path) -> None:
    done = migrate(tiny.pack(), LIMITS, f"duckdb:{earlier}", f"file:{earlier}")
    assert (done.same, done.state) == (True, state(earlier))
    assert (earlier / "CURRENT").exists()


def test_what_was_taken_over_goes_on(earlier: Path) -> None:
    migrate(tiny.pack(), LIMITS, f"duckdb:{earlier}", f"file:{earlier}")
    with closing(Board(tiny.pack(), earlier, LIMITS)) as of:
        assert of.effect(1).new == 1
        of.restore(2, "t", tiny.at("19:00"), "x")
        tiny.send(of, tiny.counts(("16:00", tiny.EAST, "A", 8, 1)), "19:10")
        after = of.state_hash()
        assert of.rebuild() == after
        assert of.verify() == []


def test_a_store_whose_figures_come_out_otherwise_is_not_put_into_use(earlier: Path, tmp_path: Path) -> None:
    (name,) = (earlier / "generations").iterdir()
    with duckdb.connect(str(name)) as held:
        held.execute("update raw.counts set done_today = 77")
    with pytest.raises(BoardError) as why:
        migrate(tiny.pack(), LIMITS, f"duckdb:{earlier}", f"file:{tmp_path / 'there'}")
    assert why.value.code == "migrate_differs"
    assert not (tmp_path / "there").exists()


@pytest.mark.parametrize("spoil", ["lost", "changed"])
def test_a_store_that_lacks_a_received_file_is_not_taken_over(earlier: Path, tmp_path: Path, spoil: str) -> None:
    first = min((earlier / "received").iterdir())
    first.chmod(0o644)
    first.unlink() if spoil == "lost" else first.write_bytes(b"x")
    with pytest.raises(BoardError) as why:
        migrate(tiny.pack(), LIMITS, f"duckdb:{earlier}", f"file:{tmp_path / 'there'}")
    assert why.value.code in ("recover_unsound", "received_missing", "received_changed")
    assert not (tmp_path / "there").exists()


@pytest.mark.parametrize(
    ("of", "to", "code"),
    [("file:{here}/none", "file:{here}/there", "migrate_none"), ("duckdb:{old}", "file:{here}", "migrate_there"),
     ("duckdb:{old}", "s3://bucket", "store_url")],
)  # fmt: skip
def test_what_cannot_be_moved_is_a_sentence(earlier: Path, tmp_path: Path, of: str, to: str, code: str) -> None:
    with pytest.raises(BoardError) as why:
        migrate(tiny.pack(), LIMITS, *(url.format(here=tmp_path, old=earlier) for url in (of, to)))
    assert why.value.code == code


def test_the_setting_of_an_earlier_version_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    from data_pipeline.board.board import root_of

    monkeypatch.setenv("BOARD_STORE", "duckdb:/srv/board")
    with pytest.raises(BoardError, match="migrate duckdb:/srv/board file:/srv/board"):
        root_of()
