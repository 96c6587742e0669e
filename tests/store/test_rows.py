"""A load is there whole or not at all, costs the same however long the history, and leaves few files."""

from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from deltalake import DeltaTable

from data_pipeline.board.board import Board
from data_pipeline.core.errors import BoardError
from data_pipeline.store.log.ledger import Ledger
from data_pipeline.store.tables import feed_table as module
from data_pipeline.store.tables.feed_table import FeedTable
from data_pipeline.store.tables.row_files import LAID, SMALL
from tests.store import tiny

FILE = tiny.counts(("14:00", tiny.EAST, "A", 5, 1))


def files(board: Board) -> set[str]:
    return {p.relative_to(board.root).as_posix() for p in board.root.rglob("*") if p.is_file()}


def table(board: Board, feed: str = "counts") -> FeedTable:
    return board._writer.door.tables[feed]


STEPS: dict[str, tuple[object, str]] = {
    "the folder": (module.durable, "make_folder"), "the file": (module.durable, "write"),
    "sync": (module.durable, "sync"), "rows": (FeedTable, "append"), "commit": (FeedTable, "_commit"),
    "acknowledge": (Ledger, "append"),
}  # fmt: skip


@pytest.mark.in_folder
@pytest.mark.parametrize("step", STEPS)
def test_a_load_that_fails_at_any_step_never_was(board: Board, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    tiny.send(board, FILE)
    before, version = files(board), board.version()

    def fail(*_: object) -> None:
        raise BoardError("store_full", reason="trial")

    owner, name = STEPS[step]
    with monkeypatch.context() as patched:
        patched.setattr(owner, name, fail)
        with pytest.raises(BoardError, match="disk is full"):
            tiny.send(board, tiny.counts(("16:00", tiny.EAST, "A", 6, 1)))
    assert all(n.startswith(("received/", "tables/")) for n in files(board) - before)
    assert board.version() == version
    assert board.verify() == []
    assert tiny.send(board, tiny.counts(("16:00", tiny.EAST, "A", 6, 1))).load_id == 2
    assert tiny.known(board, "select done_today from known.counts order by 1") == [(5,), (6,)]


def test_the_ledgers_line_names_the_token_and_the_rows_of_each_day(board: Board) -> None:
    tiny.send(board, tiny.counts(("14:00", tiny.EAST, "A", 5, 1), ("16:00", tiny.WEST, "A", 6, 1)))
    (entry,) = board._writer.ledger.entries()
    (file,) = table(board).files()
    assert entry.note.facts["rows"] == {tiny.DAY: 2}
    assert (file.token, file.rows, file.day) == (entry.note.facts["token"], 2, date.fromisoformat(tiny.DAY))


def test_small_files_of_a_day_are_laid_together(board: Board) -> None:
    for i in range(SMALL + 2):
        tiny.send(board, tiny.counts(("16:00", tiny.EAST, "A", i, 1)))
    assert len(table(board).files()) == 2
    assert tiny.known(board, "select count(*), count(distinct load_id) from raw.counts") == [(SMALL + 2, SMALL + 2)]
    assert board.verify() == []


def test_nothing_is_laid_together_with_a_damaged_file(board: Board) -> None:
    for i in range(SMALL):
        tiny.send(board, tiny.counts((f"{8 + i // 4:02d}:{i % 4 * 15:02d}", tiny.EAST, "A", i, 1)))
    file = table(board).files()[0].path
    file.chmod(0o644)
    file.write_bytes(file.read_bytes()[:-9] + b"x" * 9)
    board.close()
    tiny.send(board, tiny.counts(("16:00", tiny.EAST, "A", 77, 1)))
    assert board.verify() == []
    assert tiny.known(board, "select count(*) from known.counts") == [(SMALL + 1,)]


def test_a_load_of_many_days_is_one_file(tmp_path: Path) -> None:
    """A history sent anew each day is not a thousand files each time."""
    board = tiny.board(tmp_path)
    days = [date.fromordinal(date(2021, 1, 1).toordinal() + n) for n in range(300)]
    lines = [f"{day},{day} 10:00,{tiny.EAST},A,{n},1" for n, day in enumerate(days)]
    data = "\n".join(["report_date,as_of,district_code,kind,done_today,stock", *lines]).encode()
    tiny.send(board, data)
    assert [(f.rows, f.day) for f in table(board).files()] == [(300, None)]
    tiny.send(board, f"{data.decode()}\n2022-01-01,2022-01-01 10:00,{tiny.EAST},A,9,1".encode())
    assert tiny.known(board, "select count(*), sum(done_today) from known.counts") == [(301, sum(range(300)) + 9)]
    assert board.verify() == []


@pytest.mark.in_folder
def test_what_lies_on_the_disk_is_an_open_table(board: Board) -> None:
    """Read by the library alone, by day, without this program."""
    tiny.send(board, tiny.counts(("14:00", tiny.EAST, "A", 5, 1.5)))
    tiny.send(board, tiny.counts(("14:00", tiny.EAST, "A", 6, 1.5)))
    found = DeltaTable(str(table(board).folder))
    assert found.metadata().partition_columns == ["city", "day"]
    rows = pa.table(found.to_pyarrow_table(partitions=[("day", "=", tiny.DAY)]))  # type: ignore[arg-type]
    assert sorted(rows.column("done_today").to_pylist()) == [5, 6]
    assert set(rows.column("ops_day").to_pylist()) == {date.fromisoformat(tiny.DAY)}


def test_a_row_costs_the_same_however_long_the_history(tmp_path: Path) -> None:
    """By what is written: bytes of one more row upon few days and upon many."""
    told = []
    for days in (2, 200):
        board = tiny.board(tmp_path / str(days))
        rows = pa.concat_tables([_day(n, table(board).schema) for n in range(days)])
        board.loads()
        table(board).append(rows)  # of nobody: they lie there all the same
        before = {p: p.stat().st_size for p in board.root.rglob("*") if p.is_file()}
        tiny.send(board, FILE)
        after = {p: p.stat().st_size for p in board.root.rglob("*") if p.is_file()}
        told.append(sum(size for p, size in after.items() if size != before.get(p)))
    assert told[1] < 1.1 * told[0] < LAID


def _day(n: int, schema: pa.Schema) -> pa.Table:
    day = date.fromordinal(date(2021, 1, 1).toordinal() + n)
    row = dict.fromkeys(schema.names) | {
        "token": f"old {n}", "ops_day": day, "report_date": day, "as_of": datetime(day.year, day.month, day.day, 10),
        "district_code": tiny.EAST, "area_code": tiny.EAST, "kind": "A", "done_today": n, "row_no": 2,
        "takes_back": False}  # fmt: skip
    return pa.Table.from_pylist([row], schema=schema)


def test_files_are_as_plain_as_they_are_small(board: Board) -> None:
    tiny.send(board, FILE)
    (file,) = table(board).files()
    assert file.size < 4096
    assert pq.read_metadata(file.path).row_group(0).column(0).compression == "SNAPPY"


def test_a_closed_day_is_sealed_into_one_file_and_says_the_same(tmp_path: Path) -> None:
    board = tiny.board(tmp_path)
    for day in ("2022-04-02", "2022-04-03", "2022-04-06"):
        for hour in ("10:00", "12:00", "14:00"):
            tiny.send(board, tiny.counts((hour, tiny.EAST, "A", 5, 1), (hour, tiny.WEST, "A", 6, 1)).replace(
                tiny.DAY.encode(), day.encode()), "18:00")  # fmt: skip
    board.withdraw(2, "t", tiny.at("19:00"), "x")
    state, early = board.state_hash(), board.state_hash(tiny.at("18:30"))
    rows = tiny.known(board, "from raw.counts order by all")
    with board._readers.cursor() as before:
        assert board.seal() == 2
        assert len(before.execute("from raw.counts").fetchall()) == len(rows)  # of the files it began with
    by_day = [f.day for f in table(board).files()]
    assert sorted(map(by_day.count, set(by_day))) == [1, 1, 3]
    assert (board.state_hash(), board.state_hash(tiny.at("18:30"))) == (state, early)
    assert tiny.known(board, "from raw.counts order by all") == rows
    assert board.verify() == []
    assert board.seal() == 0


def test_sealing_sweeps_rows_of_nobody(tmp_path: Path) -> None:
    board = tiny.board(tmp_path)
    for day in ("2022-04-02", "2022-04-06"):
        tiny.send(board, FILE.replace(tiny.DAY.encode(), day.encode()))
    of = table(board)
    (first, _) = sorted(of.files(), key=lambda f: f.first)
    of.append(first.read().set_column(0, "token", [["nobody's"]]))
    board._readers.relist()
    assert board.seal() == 1
    assert sum(f.rows for f in of.files()) == 2
    assert board.verify() == []
