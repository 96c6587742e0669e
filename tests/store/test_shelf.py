"""What two slices would make alike is made once, and what moved is never taken from before."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier
from typing import TYPE_CHECKING

import duckdb
import pandas as pd
import pytest

from data_pipeline.core import caches as kept
from data_pipeline.core.records import records
from data_pipeline.query import connect
from data_pipeline.query.connect import Limits
from data_pipeline.query.fetched import fetched
from data_pipeline.store.snapshot import snapshots
from data_pipeline.store.snapshot.parts import GROUPED, LEVELLED
from data_pipeline.store.snapshot.table_cache import Names, TableCache
from data_pipeline.store.snapshot.worked_out import WorkedOut
from tests.store.test_targets import change
from tests.support import samples

if TYPE_CHECKING:
    from data_pipeline.board.board import Board

LIMITS = Limits("200MB", 1)
MOMENT = datetime(2022, 4, 6, 16, 45)
PAGES = ("page/day", "page/gauges", "page/freshness")


class Cut:
    """Something that can go."""


def made(names: Names, name: str, key: str, value: int, slow: bool = False) -> list[int]:
    """How often it was made, this time."""
    times: list[int] = []

    def make(table: str) -> None:
        times.append(1)
        time.sleep(0.2 * slow)
        names.connection.execute(f"create table {table} as select {value} as v")

    names.keep(name, key, make)
    return times


def test_what_is_made_of_the_same_is_made_once_and_goes_with_its_last_user() -> None:
    shelf, first, second = TableCache(LIMITS), Cut(), Cut()
    one, two = shelf.names(), shelf.names()
    one.until_gone(first)
    two.until_gone(second)
    assert made(one, "known.a", "k", 1) == [1]
    assert made(two, "known.b", "k", 2) == []
    del first
    shelf.names()
    with two.cursor() as own:
        assert own.execute("select v from known.b").fetchall() == [(1,)]
    del second
    shelf.names()
    assert len(shelf) == 0


def test_many_who_ask_at_once_wait_for_the_one_who_makes_it() -> None:
    shelf, together = TableCache(LIMITS), Barrier(8)

    def ask(names: Names) -> int:
        together.wait()
        return len(made(names, "known.a", "k", 1, slow=True))

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(ask, [shelf.names() for _ in range(8)])) == 1


def test_what_could_not_be_made_can_be_made_later() -> None:
    shelf = TableCache(LIMITS)
    with pytest.raises(ZeroDivisionError):
        shelf.names().keep("known.a", "k", lambda _: 1 // 0)
    assert made(shelf.names(), "known.a", "k", 1) == [1]


@pytest.mark.parametrize("memory", ["100MB", "1.5GB"])
def test_a_shelf_says_when_half_of_its_memory_is_taken(memory: str) -> None:
    shelf = TableCache(Limits(memory, 1))
    names = shelf.names()
    assert not shelf.is_full()
    names.keep(
        "known.a",
        "k",
        lambda t: names.connection.execute(f"create table {t} as select hash(range) from range(8e6::int)"),
    )
    assert shelf.is_full() == (memory == "100MB")


def test_slices_make_room_before_memory_runs_out(own_board: "Board", monkeypatch: pytest.MonkeyPatch) -> None:
    held = own_board._slices
    for hour in (9, 17):
        held.at(samples.DAY, MOMENT.replace(hour=hour))
    assert held._held.counts().held == 2
    monkeypatch.setattr(TableCache, "is_full", lambda _: True)
    held.at(samples.DAY, MOMENT.replace(hour=18))
    assert held._held.counts().held == 1


def test_what_nobody_looks_at_any_more_leaves_the_memory(own_board: "Board", monkeypatch: pytest.MonkeyPatch) -> None:
    held = own_board._slices
    held.at(samples.DAY, MOMENT).rows("page/day", {"ops_day": samples.DAY, "moment": MOMENT})
    assert len(held._shelf) > 20
    monkeypatch.setattr(held._held, "idle_s", 0.0)
    kept.sweep()
    assert len(held._shelf) == 0


def test_what_many_ask_alike_is_asked_once_and_is_the_own_of_each(
    own_board: "Board", monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[str] = []
    run = snapshots.run
    monkeypatch.setattr(snapshots, "run", lambda *how: ran.append(how[2]) or run(*how))

    def ask() -> pd.DataFrame:
        return own_board.rows("page/day", MOMENT, ops_day=samples.DAY, moment=MOMENT)

    whole = ask().copy()
    mine = ask()
    mine["line"] = "another"
    mine.loc[:, "open"] = -1
    pd.testing.assert_frame_equal(ask(), whole)
    assert ran == ["page/day"]


def test_a_table_of_few_rows_takes_little_memory() -> None:
    """Uncompressed, each of its columns would take a block of its own: 256 KB."""
    shelf = TableCache(Limits("500MB", 1))
    names = shelf.names()
    columns = ", ".join(f"range as c{n}" for n in range(20))
    for n in range(20):
        names.keep(
            f"known.t{n}",
            f"k{n}",
            lambda t: names.connection.execute(f"create table {t} as select {columns} from range(500)"),
        )
    ((used,),) = names.connection.execute("select sum(memory_usage_bytes) from duckdb_memory()").fetchall()
    assert used < 20 * 20 * 256 * 1024 / 4


def test_a_slice_makes_again_what_it_could_not_make(own_board: "Board", monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise duckdb.OutOfMemoryException("once")

    with monkeypatch.context() as once:
        once.setattr(WorkedOut, "_work_out", fails)
        with pytest.raises(duckdb.OutOfMemoryException):
            _figures(own_board)
    for told, anew in zip(_figures(own_board), _figures(samples.opened(own_board._writer.where)), strict=True):
        pd.testing.assert_frame_equal(told, anew)


def test_a_name_shows_its_own_slice_only() -> None:
    shelf = TableCache(LIMITS)
    one, two = shelf.names(), shelf.names()
    made(one, "known.a", "k1", 1)
    made(two, "known.a", "k2", 2)
    for names, value in ((one, 1), (two, 2)):
        with names.cursor() as own:
            assert own.execute("select v from known.a").fetchall() == [(value,)]


def test_a_load_of_one_feed_moves_the_word_of_that_feed_alone(own_board: "Board") -> None:
    def words() -> dict[str, str]:
        history = own_board._readers.now().history
        return {feed: history.version_of(feed, MOMENT) for feed in own_board.pack.feeds}

    before = words()
    own_board.withdraw(_last(own_board, "transfer"), "test", MOMENT, "test")
    assert [feed for feed, word in words().items() if word != before[feed]] == ["transfer"]


def test_after_any_change_the_figures_are_those_of_a_board_opened_anew(own_board: "Board") -> None:
    """Withdrawn, another beside it, put back, targets changed: each time some tables are taken over, some are not."""
    transfer, issues = _last(own_board, "transfer"), _last(own_board, "issues")
    steps = (
        lambda: own_board.withdraw(transfer, "test", MOMENT, "test"),
        lambda: own_board.withdraw(issues, "test", MOMENT, "test"),
        lambda: own_board.set_targets([change("M02b", MOMENT.date(), 9)], "test", MOMENT, "test"),
        lambda: own_board.restore(transfer, "test", MOMENT, "test"),
        lambda: own_board.restore(issues, "test", MOMENT, "test"),
    )
    shown = [_figures(own_board)]
    for step in steps:
        step()
        shown.append(_figures(own_board))
        for told, anew in zip(shown[-1], _figures(samples.opened(own_board._writer.where)), strict=True):
            pd.testing.assert_frame_equal(told, anew)
    assert not shown[0][0].equals(shown[1][0])
    assert not shown[2][0].equals(shown[3][0])


def test_a_slice_takes_the_loads_that_spoke_of_its_days_and_no_others(sample_board: "Board") -> None:
    """However many there ever were: the look after a load costs the same with a long history."""
    with sample_board.reading() as own:
        spoke = own.execute("select distinct load_id, feed, ops_day from meta.told").fetchall()
    day = min(day for *_, day in spoke)
    held = sample_board._slices.at(day, None)
    with held.reading("select * from meta.loads") as own:
        taken = {load for (load,) in own.execute("select load_id from meta.loads").fetchall()}
    back = {f.id: f.looks_back_days for f in sample_board.pack.feeds.values()}
    asked = {load for load, feed, of in spoke if 0 <= (day - of).days <= back[feed]}
    assert taken == asked < {load for load, *_ in spoke}


def test_after_a_load_is_withdrawn_only_its_feed_is_taken_anew(
    own_board: "Board", monkeypatch: pytest.MonkeyPatch
) -> None:
    before = own_board._slices.at(samples.DAY, MOMENT)  # in use: what it holds stays
    made: list[str] = []
    take = TableCache.take

    def told(self: TableCache, key: str, make: Callable[[str], object]) -> None:
        take(self, key, lambda table: (made.append(key), make(table)))

    monkeypatch.setattr(TableCache, "take", told)
    own_board.withdraw(_last(own_board, "transfer"), "test", MOMENT, "test")
    after = own_board._slices.at(samples.DAY, MOMENT)
    names = {key: name for name, key in after._keys.items()}
    assert sorted(names[key] for key in made) == ["known.transfer", "meta.loads", "meta.seen_loads", "told.transfer"]
    before.close()


def test_a_file_moves_the_ledgers_of_its_own_lines_alone_and_below_districts_none_before_somebody_asks(
    own_board: "Board", monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = {"ops_day": samples.DAY, "moment": MOMENT}
    own_board.rows("page/day", MOMENT, **asked)
    made: list[str] = []
    work_out = WorkedOut._work_out
    monkeypatch.setattr(WorkedOut, "_work_out", lambda of, view, to: (made.append(view.name), work_out(of, view, to)))
    own_board.withdraw(_last(own_board, "transfer"), "test", MOMENT, "test")
    own_board.rows("page/day", MOMENT, **asked)
    ledgers = [name for name in made if name in (*GROUPED, *LEVELLED)]
    assert sorted(ledgers) == sorted({*GROUPED, *LEVELLED})
    assert {name for name in made if name.startswith("in_force.")} == {"in_force.transfer"}


def test_what_is_made_apart_is_what_is_made_at_once(own_board: "Board") -> None:
    """Of all lines and levels, places below districts too."""
    apart, whole = (own_board._slices._own(samples.DAY, MOMENT) for _ in range(2))
    whole._worked_out.apart = {}
    for sql in ("from mart.pace", "from mart.pace_of_districts", "from mart.freshness"):
        told = []
        for held in (apart, whole):
            with held.reading(sql) as own:
                told.append(fetched(own.execute(sql)).to_pandas())
        keys = [name for name in ("line", "feed", "ops_day", "as_of", "level", "area_code") if name in told[0]]
        one, other = (rows[sorted(rows)].sort_values(keys, ignore_index=True) for rows in told)
        pd.testing.assert_frame_equal(one, other)
        assert len(one) > 200


def _figures(of: "Board") -> list[pd.DataFrame]:
    slot = MOMENT.replace(minute=0)
    told = [of.rows(name, MOMENT, ops_day=samples.DAY, moment=slot) for name in PAGES]
    return [rows.sort_values(list(rows.columns[:4]), ignore_index=True) for rows in told]


def _last(of: "Board", feed: str) -> int:
    return max(x["load_id"] for x in records(of.loads(MOMENT)) if x["feed"] == feed)


def test_a_sweep_gives_memory_back_to_the_system(sample_board: "Board", monkeypatch: pytest.MonkeyPatch) -> None:
    """The database's allocator lets go of what was freed when a database is closed, whichever it is."""
    opened, opens = [], connect.open_scratch
    monkeypatch.setattr(connect, "open_scratch", lambda limits: opened.append(opens(limits)) or opened[-1])
    sample_board._slices._held.sweep()
    assert len(opened) == 1
    with pytest.raises(duckdb.ConnectionException):  # closed
        opened[0].execute("select 1")
