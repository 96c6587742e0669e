"""What a day before came to is kept, and made again where something about that day moved."""

import shutil
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from data_pipeline.core.records import records
from data_pipeline.store.snapshot import day_parts
from data_pipeline.store.snapshot.snapshots import DaySnapshots
from tests.support import samples

if TYPE_CHECKING:
    from data_pipeline.board.board import Board

MOMENT = datetime(2022, 4, 6, 16, 45)
FIRST, LAST = samples.DAY - timedelta(days=1), samples.DAY
ASKED: dict[str, Any] = {"first_day": FIRST, "ops_day": LAST}


def test_what_is_kept_is_what_the_days_say_and_a_day_that_moved_is_made_again(
    own_board: "Board", monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also by another process, also where a file of it is damaged."""
    shutil.rmtree(own_board.root / day_parts.FOLDER, ignore_errors=True)  # left by who asked the sample
    worked: list[tuple[date, date]] = []
    made = DaySnapshots._days
    monkeypatch.setattr(DaySnapshots, "_days", lambda *of: worked.append(of[-2:]) or made(*of))
    first = own_board.rows("page/before", **ASKED)
    assert worked == [(FIRST, LAST)]
    pd.testing.assert_frame_equal(first, _whole(own_board))

    worked.clear()
    pd.testing.assert_frame_equal(own_board.rows("page/before", **ASKED), first)
    pd.testing.assert_frame_equal(samples.opened(own_board._writer.where).rows("page/before", **ASKED), first)
    assert worked == []

    day = LAST
    own_board.withdraw(_last_of(own_board, "tasks", day), "test", MOMENT, "test")
    again = own_board.rows("page/before", **ASKED)
    assert worked == [(day, day)]
    pd.testing.assert_frame_equal(again, _whole(own_board))
    assert not again.equals(first)
    assert set(_differs(again, first)["ops_day"].map(lambda at: pd.Timestamp(at).date())) == {day}

    worked.clear()
    (file,) = own_board.root.glob(f"{day_parts.FOLDER}/{FIRST}-*")
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 4
    file.write_bytes(data)
    pd.testing.assert_frame_equal(samples.opened(own_board._writer.where).rows("page/before", **ASKED), again)
    assert worked == [(FIRST, FIRST)]


def test_a_load_moves_the_days_it_speaks_of_and_those_compared_with_them(sample_board: "Board") -> None:
    """capacity and screening look a day back."""
    account = sample_board._readers.now().account
    feeds = sample_board.pack.feeds
    for feed in ("tasks", "capacity"):
        load = account.loads[_last_of(sample_board, feed, LAST)]
        words = {n: day_parts._word(account, feeds[feed], LAST + timedelta(days=n), None) for n in range(-1, 3)}
        spans, load.spans = load.spans, []
        moved = {n for n in words if day_parts._word(account, feeds[feed], LAST + timedelta(days=n), None) != words[n]}
        load.spans = spans
        assert moved == set(range(1 + feeds[feed].looks_back_days))


def test_one_figure_alone_is_what_it_is_among_all(sample_board: "Board", monkeypatch: pytest.MonkeyPatch) -> None:
    """A line, one that speaks for the worst of others, and indicators of one feed and of two."""
    figures = ("transfer", "key_groups", "runway_beds", "nonresident_gap")
    asked = ASKED | {"level": "district", "areas": [], "by": 16 * 60}
    alone = [sample_board.rows("page/figure_days", figure=figure, **asked) for figure in figures]
    monkeypatch.setattr(day_parts, "of_figure", lambda *_: None)
    for figure, rows in zip(figures, alone, strict=True):
        pd.testing.assert_frame_equal(rows, sample_board.rows("page/figure_days", figure=figure, **asked))
        assert len(rows), figure


def test_what_is_kept_has_a_limit(sample_board: "Board", monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(day_parts, "FILES", 1)
    sample_board._slices._parts._kept.clear()
    for file in (sample_board.root / day_parts.FOLDER).glob("*"):
        file.unlink()
    sample_board.rows("page/before", **ASKED)
    assert len([*(sample_board.root / day_parts.FOLDER).iterdir()]) == 1


def _whole(board: "Board") -> pd.DataFrame:
    """As if nothing were kept."""
    held = board._slices._own(LAST, None, (LAST - FIRST).days)
    return held.rows("page/before", ASKED)


def _differs(one: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([one, other]).drop_duplicates(keep=False)


def _last_of(board: "Board", feed: str, day: date) -> int:
    account = board._readers.now().account
    loads = [x["load_id"] for x in records(board.loads()) if x["feed"] == feed]
    return max(n for n in loads if day in (account.loads[n].days or ()))
