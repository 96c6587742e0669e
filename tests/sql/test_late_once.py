"""When a feed is late is said once: state, freshness, the grid of slots and what came late turn at the same minute."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from data_pipeline.board.board import Board
from tests.support.samples import DAY, pack

MIDNIGHT = datetime.combine(DAY, datetime.min.time())
SILENT = MIDNIGHT + timedelta(hours=18)  # the short sample speaks at 8, 16 and 24: nobody tells of 18:00
GRACE = pack().feeds["transfer"].grace_min


def told(board: Board, name: str, moment: datetime) -> dict[str, int]:
    """Feed of each line, or the feed itself, to how many slots the city is late at `moment`."""
    rows = board.rows(name, ops_day=DAY, moment=moment)
    rows = rows.loc[rows["area_code"] == pack().operation.city_code]
    if name == "page/freshness":
        return dict(zip(rows["feed"], rows["slots_late"].astype(int), strict=True))
    rows = rows.loc[rows["is_latest"].astype(bool)]
    return {pack().lines[r.line].feed: int(r.slots_late) for r in rows.itertuples()}


@pytest.mark.parametrize(("minutes", "late"), [(-1, 0), (0, 1)])
def test_every_page_calls_a_feed_late_at_the_same_minute(sample_board: Board, minutes: int, late: int) -> None:
    assert GRACE == pack().feeds["transfer"].cadence_min // 2 == 60
    moment = SILENT + timedelta(minutes=GRACE + minutes)
    freshness, day = told(sample_board, "page/freshness", moment), told(sample_board, "page/day", moment)
    assert day
    assert {day[feed] for feed in day} == {freshness[feed] for feed in day} == {late}
    slots = sample_board.rows("page/slots", ops_day=DAY, moment=moment)
    at_six = slots.loc[(slots["slot_at"] == SILENT) & slots["speaks"].astype(bool), "state"]
    assert set(at_six) == {"missing" if late else "awaited"}


def test_nobody_but_the_feed_works_out_a_grace() -> None:
    """`cadence_min` halved, in whatever spelling, stands in one place; SQL reads it from ref.feeds."""
    root = Path(__file__).parents[2]
    kinds = ("*.py", "*.sql")  # not *.py?: beside them lies what Python keeps compiled
    told = [
        f for folder in ("queries", "data_pipeline", "pages") for kind in kinds for f in (root / folder).rglob(kind)
    ]
    halved = [f.name for f in told if any(x in f.read_text() for x in ("cadence_min //", "cadence_min /", "GRACE)"))]
    assert [n for n in halved if n != "quality.py"] == ["feed.py"]  # quality.py tells an age in cadences


def test_how_many_slots_late_is_silence_is_the_target_s(sample_board: Board) -> None:
    """M38: beyond its red level (1 slot) nothing is judged; the level is read, not known."""
    rows = sample_board.rows("page/freshness", ops_day=DAY, moment=SILENT)
    assert set(rows["silent_from"]) == {2}
