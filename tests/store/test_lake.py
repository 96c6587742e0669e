"""A lake: several hosts on one ledger in PostgreSQL and one object store. What the door promises beside the other."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from data_pipeline.board.board import Board
from data_pipeline.core.errors import BoardError
from data_pipeline.intake import Delivery
from data_pipeline.query.connect import Limits
from data_pipeline.store.lake.address import Lake
from data_pipeline.store.log import marked, secret
from data_pipeline.store.write.receiving import receive_all
from data_pipeline.words import LANGUAGES
from tests.store import tiny
from tests.support.services import lacks

if why := lacks():
    pytest.skip(why, allow_module_level=True)

import pandas as pd
import psycopg

from data_pipeline.store.lake.beside import share
from data_pipeline.store.lake.objects import Objects
from tests.support.lakes import Lakes, another_host

ONE = "select done_today from known.counts order by all"


def counts(n: int, hour: str = "14:00") -> bytes:
    return tiny.counts((hour, tiny.EAST, "A", n, 1))


def soon(holds: Callable[[], bool], within_s: float = 15.0) -> bool:
    until = time.monotonic() + within_s
    while not holds() and time.monotonic() < until:
        time.sleep(0.02)
    return holds()


@pytest.fixture
def lake(lakes: Lakes, tmp_path: Path) -> Lake:
    return lakes.empty(tmp_path / "one" / "board")


@pytest.fixture
def one(lake: Lake) -> Iterator[Board]:
    with closing(tiny.opened(lake)) as board:
        yield board


@pytest.fixture
def two(lake: Lake, tmp_path: Path) -> Iterator[Board]:
    """Another host: nothing is copied there yet."""
    with closing(another_host(lake, tmp_path / "two" / "board")) as board:
        yield board


def test_what_one_host_received_another_tells_at_once_and_from_the_same_bytes(one: Board, two: Board) -> None:
    two.loads()
    tiny.send(one, counts(5), "14:10")
    assert soon(lambda: len(two.loads()) == 1, 5)
    tiny.send(two, counts(6), "14:20")
    assert soon(lambda: len(one.loads()) == 2, 5)
    assert tiny.known(one, ONE) == tiny.known(two, ONE) == [(6,)]
    assert one.version() == two.version()
    assert one.state_hash() == two.state_hash()
    assert (one.root / "ledger.jsonl").read_bytes() == (two.root / "ledger.jsonl").read_bytes()
    assert (one.root / "bands.key").read_bytes() == (two.root / "bands.key").read_bytes()
    assert one.received(2)[1] == counts(6)
    assert (one.findings(), two.findings()) == ([], [])
    assert (one.root / "anchor").read_bytes() == (two.root / "anchor").read_bytes()
    assert tiny.send(two, counts(6), "14:30").status == "already"


def test_a_host_without_copies_fetches_what_it_reads_and_no_more(one: Board, two: Board) -> None:
    for day in ("2022-04-01", "2022-04-04", tiny.DAY):
        head, row = counts(5).decode().splitlines()
        tiny.send(one, f"{head}\n{row.replace(tiny.DAY, day)}\n".encode(), "18:00")
    two._open()
    for path in two.root.glob("tables/counts-*/**/*.parquet"):
        path.unlink()
    with two._readers.looking() as look:
        day = tiny.at("00:00").date()
        look.near("counts", day, day)
        assert look.connection.execute("select count(*) from raw.counts").fetchone() == (1,)
    assert len(list(two.root.glob("tables/counts-*/**/*.parquet"))) == 1
    assert tiny.known(two, "select count(*) from known.counts") == [(3,)]


def test_a_copy_that_was_damaged_is_fetched_again_and_nobody_is_told(one: Board) -> None:
    tiny.send(one, counts(5))
    (copy,) = one.root.glob("tables/counts-*/**/*.parquet")
    copy.chmod(0o600)
    copy.write_bytes(copy.read_bytes()[:-9] + b"x" * 9)
    one._readers.relist()
    assert tiny.known(one, ONE) == [(5,)]
    assert one.verify() == []


@pytest.mark.parametrize("what", ["received/", "tables/"])
def test_a_bit_that_flips_in_the_object_store_is_found_and_rows_are_made_again(
    lake: Lake, one: Board, two: Board, what: str
) -> None:
    tiny.send(one, counts(5))
    objects = Objects(lake.data)
    (name,) = [n for n in objects.names(what) if "_delta_log" not in n]
    data = objects.read(name) or b""
    objects.over(name, bytes([data[0] ^ 4]) + data[1:])
    assert [f.code for f in two.verify()] == [{"received/": "received_changed", "tables/": "rows_damaged"}[what]]
    if what == "tables/":
        for path in two.root.glob("tables/counts-*/**/*.parquet"):
            path.unlink()
        two._readers.relist()
        assert tiny.known(two, ONE) == [(5,)]
    else:
        assert tiny.send(one, counts(5)).status == "already"  # the same file again puts it right
    assert (one.verify(), two.verify()) == ([], [])


def test_a_line_changed_in_the_database_is_found(lakes: Lakes, one: Board) -> None:
    tiny.send(one, counts(5), "14:10")
    tiny.send(one, counts(6), "14:20")
    with psycopg.connect(lakes.database) as own:
        own.execute("update riqing.ledger set line = replace(line, 'tester', 'nobody') where seq = 1")
    assert [(f.code, f.facts["line"]) for f in one.verify()] == [("ledger_forked", 1)]


def test_a_ledger_that_became_shorter_stops_who_knew_more(lakes: Lakes, one: Board) -> None:
    tiny.send(one, counts(5), "14:10")
    tiny.send(one, counts(6), "14:20")
    one.loads()
    with psycopg.connect(lakes.database) as own:
        own.execute("delete from riqing.ledger where seq = 2")
    with pytest.raises(BoardError, match="ends at line 1, though line 2") as why:
        tiny.send(one, counts(7), "14:30")
    assert why.value.code == "ledger_shorter"
    assert soon(lambda: "ledger_shorter" in [f.code for f in one.findings()])
    assert tiny.known(one, ONE) == [(6,)]


def test_cities_of_one_lake_have_nothing_to_do_with_each_other(lakes: Lakes, lake: Lake, one: Board) -> None:
    """The ledger's end noted for one says nothing of another; nor do the forecasts kept beside the store."""
    tiny.send(one, counts(5), "14:10")
    tiny.send(one, counts(6), "14:20")
    marked.write(one.root / "forecasts" / "2022-03-12" / "12T1400-x", pd.DataFrame({"a": [1]}))
    share(one.root, Objects(lake.data), lake.city)
    own = tiny.pack()
    other = replace(own, operation=own.operation.model_copy(update={"city_code": "990001"}))
    for host in ("first", "second"):
        root = lake.root.parent.parent / host
        with closing(Board(other, replace(lake, city="990001", root=root), Limits("500MB", 1))) as board:
            if host == "first":
                tiny.send(board, counts(7), "14:10")
            assert len(board.loads()) == 1
            share(root, Objects(lake.data), "990001")
        assert not (root / "forecasts").exists()
        tiny.send(one, counts(8), "14:30")


def test_a_key_of_the_bands_that_was_lost_is_given_again_by_a_host_that_has_it_and_by_no_other(
    lakes: Lakes, lake: Lake, one: Board, two: Board
) -> None:
    tiny.send(one, counts(5), "14:10")
    key = (one.root / secret.NAME).read_bytes()
    with psycopg.connect(lakes.database) as own:
        own.execute("delete from riqing.note where name = %s", [secret.NAME])
    with pytest.raises(BoardError) as why:
        two.loads()
    assert why.value.code == "key_missing"
    assert all(why.value.sentence(lang) for lang in LANGUAGES)
    with closing(another_host(lake, one.root)) as again:
        again.loads()
    assert len(two.loads()) == 1
    assert (two.root / secret.NAME).read_bytes() == key


def test_one_who_lost_their_turn_while_they_stood_still_loses_cleanly(lakes: Lakes, one: Board, two: Board) -> None:
    """As after SIGSTOP: the server ended the silent session, another came first."""
    one.loads()
    writer = one._writer

    def stand_still(_: object) -> None:
        with psycopg.connect(lakes.database, autocommit=True) as own:
            own.execute("select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted")
        assert tiny.send(two, counts(6), "14:20").status == "loaded"

    late = [Delivery("counts", "late.csv", counts(5, "12:00"), "t", tiny.at("14:10"))]
    with pytest.raises(BoardError) as why:
        receive_all(writer, late, check=stand_still)
    assert why.value.code == "ledger_moved"
    assert soon(lambda: len(one.loads()) == 1)
    assert tiny.known(one, ONE) == [(6,)]
    assert tiny.send(one, counts(5, "12:00"), "14:30").status == "loaded"  # by itself it would try again
    assert (one.verify(), len(two.loads()) + soon(lambda: len(two.loads()) == 2)) == ([], 3) or two.loads().shape[
        0
    ] == 2


def test_hosts_that_write_at_once_wait_for_each_other(one: Board, two: Board) -> None:
    boards = (one, two)
    for board in boards:
        board.loads()

    def send(of: int) -> None:
        for n in range(4):
            tiny.send(boards[of], counts(10 * of + n, f"1{n}:0{of}"), "18:00", confirm=True)

    threads = [threading.Thread(target=send, args=(of,)) for of in (0, 1)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert soon(lambda: len(one.loads()) == len(two.loads()) == 8)
    assert (one.state_hash(), one.verify()) == (two.state_hash(), [])


def test_a_writer_who_waits_too_long_says_so(one: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    one.loads()
    turns = one._writer.door.writing.__self__  # type: ignore[attr-defined]
    with turns.turn():
        monkeypatch.setattr(turns, "_patience_s", 0.2)
        with pytest.raises(BoardError, match="has not finished"):
            tiny.send(one, counts(5))


def test_while_postgresql_is_away_readers_read_and_writers_are_told(lakes: Lakes, one: Board) -> None:
    tiny.send(one, counts(5), "14:10")
    version = one.version()
    lakes.server.stop("immediate")
    try:
        assert soon(lambda: any(f.code == "store_away_since" for f in one.findings()))
        assert (tiny.known(one, ONE), one.version()) == ([(5,)], version)
        began = time.monotonic()
        with pytest.raises(BoardError) as why:
            tiny.send(one, counts(6), "14:20")
        assert why.value.code in ("store_away", "worker_fell")
        assert time.monotonic() - began < 10
        assert all(why.value.sentence(lang) for lang in LANGUAGES)
    finally:
        lakes.server.start()
    assert soon(lambda: not one.findings()), one.findings()
    assert tiny.send(one, counts(6), "14:30").status == "loaded"
    assert (tiny.known(one, ONE), one.verify()) == ([(6,)], [])


def test_a_host_that_starts_while_postgresql_is_away_serves_what_it_knew(lakes: Lakes, lake: Lake, one: Board) -> None:
    tiny.send(one, counts(5), "14:10")
    one.close()
    lakes.server.stop("immediate")
    try:
        with closing(tiny.opened(lake)) as again:
            assert tiny.known(again, ONE) == [(5,)]
            assert [f.code for f in again.findings()] == ["store_away_since"]
        with (
            pytest.raises(BoardError, match="cannot be reached"),
            closing(tiny.opened(replace(lake, root=lake.root.parent / "three"))) as never,
        ):
            never.loads()
    finally:
        lakes.server.start()


def test_while_the_object_store_is_away_what_was_copied_is_read(
    lake: Lake, one: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny.send(one, counts(5), "14:10")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    with closing(tiny.opened(lake)) as cut:
        cut._opened = True
        cut._writer.door.tables["counts"]._held = one._writer.door.tables["counts"]._held
        with pytest.raises(BoardError) as why:
            cut._writer.received.read("0" * 64)
        assert why.value.code == "objects_away"
    assert tiny.known(one, ONE) == [(5,)]


def test_copies_stay_below_their_limit_but_for_what_is_read(one: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    copies = one._writer.door.home._copies  # type: ignore[attr-defined]
    for hour in ("10", "11", "12", "13"):
        tiny.send(one, counts(int(hour), f"{hour}:00"), "18:00")
    monkeypatch.setattr(copies, "limit_bytes", 5000)
    tiny.send(one, counts(14), "18:00")
    assert one.measures()["copies_bytes"] > 5000  # all of them were read just now
    monkeypatch.setattr("data_pipeline.store.lake.copies.READ_S", -1.0)
    tiny.send(one, counts(15, "15:00"), "18:00")
    assert one.measures()["copies_bytes"] <= 5000
    monkeypatch.undo()
    assert tiny.known(one, "select count(*) from known.counts") == [(6,)]


def test_a_store_is_moved_into_a_lake_and_out_again_to_the_same_state(lakes: Lakes, tmp_path: Path) -> None:
    from data_pipeline.backup.between import move
    from data_pipeline.query.connect import Limits
    from data_pipeline.store.log.secret import secret
    from data_pipeline.store.log.state import Screen

    city, limits = tiny.pack().operation.city_code, Limits("500MB", 1)
    lake = Lake(lakes.server.database("moved"), "s3://riqing/moved", city, tmp_path / "host" / "board", 1 << 30)
    with closing(tiny.board(tmp_path)) as before:
        tiny.send(before, counts(5), "14:10")
        tiny.send(before, counts(6), "14:20")
        before.withdraw(2, "t", tiny.at("15:00"), "x")
        before.mark_meeting(tiny.at("15:00"), "t", tiny.at("15:10"))
        before.state.add_screen("h" * 64, Screen(0, "hall", "view=all", "", "t", 1.0))
        secret(before.root / "bands.key")
        was, lines = before.state_hash(), (before.root / "ledger.jsonl").read_bytes()
    assert move(tiny.pack(), limits, before.root, lake) == (4, 2, was)
    with pytest.raises(BoardError, match="already holds a store"):
        move(tiny.pack(), limits, before.root, lake)
    with closing(tiny.opened(lake)) as board:
        assert (board.root / "bands.key").read_bytes() == (before.root / "bands.key").read_bytes()
        assert [s.name for s in board.state.screens()] == ["hall"]
        assert board.state.add_screen("i" * 64, Screen(0, "lift", "", "", "t", 2.0)) == 2
    assert move(tiny.pack(), limits, lake, tmp_path / "back" / "board") == (4, 2, was)
    with closing(tiny.board(tmp_path / "back")) as back:
        assert (back.root / "ledger.jsonl").read_bytes() == lines
        assert len(back.state.screens()) == 2
        assert back.verify() == []


def test_one_host_tells_alarms_and_another_goes_on_when_it_ends(one: Board, two: Board) -> None:
    from data_pipeline.store.log.state import Alarm

    assert (one.state.leads(), two.state.leads(), one.state.leads()) == (True, False, True)
    one.state.keep_alarms([Alarm("disk_low", "", "{}", 1.0)])
    one.close()
    assert soon(two.state.leads)
    assert [a.code for a in two.state.alarms()] == ["disk_low"]


def test_who_is_signed_in_is_so_on_every_host_and_stays_so_while_postgresql_is_away(
    lakes: Lakes, one: Board, two: Board
) -> None:
    from data_pipeline.store.log.state import Screen, Session

    one.loads()
    one.state.begin("a" * 64, Session("issuer ming", "{}", "", 1.0, 1.0))
    one.state.begin("b" * 64, Session("issuer li", "{}", "", 1.0, 1.0))
    number = two.state.add_screen("c" * 64, Screen(0, "hall", "", "", "ming", 1.0))
    found = two.state.session("a" * 64)
    assert found is not None
    assert (found.subject, two.state.end_sessions("issuer li"), one.state.session("b" * 64)) == ("issuer ming", 1, None)
    assert [(s.number, s.name) for s in one.state.screens()] == [(number, "hall")]
    assert two.state.session("a" * 64) == found
    two.state.begin("e" * 64, Session("issuer wang", "{}", "", 1.0, 1.0))
    assert two.state.session("e" * 64) is not None
    two.state.end_sessions("issuer wang")
    assert two.state.session("a" * 64) == found
    two.state.saw_session("a" * 64, 1.5)  # what is noted of it, or written elsewhere, says nothing of who they are
    two.state.add_screen("f" * 64, Screen(0, "door", "", "", "ming", 1.0))
    lakes.server.stop("immediate")
    try:
        two.state.saw_session("a" * 64, 2.0)
        with pytest.raises(BoardError, match="cannot be reached"):
            two.state.session("e" * 64)  # signed out: not signed in again by an outage
        assert two.state.session("a" * 64) == found
        with pytest.raises(BoardError, match="cannot be reached"):
            two.state.session("d" * 64)
    finally:
        lakes.server.start()
    assert soon(lambda: not one.findings())
    one.state.revoke_screen(number, "li", 3.0)
    time.sleep(1.1)  # for so long a host does not ask again after it found nobody
    assert two.state.screen("c" * 64) is None


def test_what_one_host_kept_beside_the_store_the_others_have_as_old(
    lake: Lake, one: Board, two: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pandas as pd

    from data_pipeline.store.log import marked

    monkeypatch.setattr("data_pipeline.store.lake.follower.SHARE_S", 0.1)
    one.loads()
    for n, name in enumerate(("18T1400-a", "18T1400-b")):
        (one.root / "forecasts" / "2022-04-06").mkdir(parents=True, exist_ok=True)
        marked.write(one.root / "forecasts" / "2022-04-06" / name, pd.DataFrame({"p50": [n]}))
    two.loads()

    def kept(of: Board) -> list[tuple[str, float]]:
        return [(p.name, p.stat().st_mtime) for p in marked.files(of.root / "forecasts")]

    assert soon(lambda: len(kept(two)) == 2 and kept(one) == kept(two)), (kept(one), kept(two))
    assert [f.code for f in two.verify()] == []


def test_objects_may_lie_in_a_folder_of_all_hosts(lake: Lake, tmp_path: Path) -> None:
    shared = replace(lake, data=f"file://{tmp_path / 'shared'}")
    with closing(tiny.opened(shared)) as one, closing(another_host(shared, tmp_path / "two" / "board")) as two:
        for n in range(3):
            tiny.send((one, two)[n % 2], counts(n, f"1{n}:00"), "18:00")
        assert soon(lambda: len(one.loads()) == len(two.loads()) == 3)
        assert (one.state_hash(), one.verify(), two.verify()) == (two.state_hash(), [], [])


def test_the_process_that_writes_for_a_server_and_its_readers_are_two_who_know_the_same(lake: Lake) -> None:
    with closing(tiny.opened(lake, isolated=True)) as board:
        assert tiny.send(board, counts(5)).status == "loaded"
        assert tiny.known(board, ONE) == [(5,)]
        assert board.rehearse([Delivery("counts", "x.csv", counts(6), "t", tiny.at("18:10"))]).token


def test_what_a_presenter_shows_is_shown_by_every_host(one: Board, two: Board) -> None:
    one.loads()
    assert two.state.shown("m1") is None
    one.state.show("m1", "{1}", 1.0)
    assert two.state.shown("m1") == "{1}"
    two.state.show("m1", "{2}", 2.0)
    assert one.state.shown("m1") == "{2}"
    one.state.show("m2", "{}", 90_000.0)  # a day later
    assert (two.state.shown("m1"), two.state.shown("m2")) == (None, "{}")
