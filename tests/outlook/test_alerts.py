"""Alerts come and go slowly, are seen by somebody, and decisions lead back to the board they were taken on."""

from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest

from data_pipeline.board import Board
from data_pipeline.clock import Moment, moment_at, read_clock
from data_pipeline.errors import BoardError
from data_pipeline.outlook import log
from data_pipeline.outlook.alerts import PACE, alerts, raised
from data_pipeline.outlook.judge import Bench
from tests.support import fake, samples

SLOTS = [datetime(2022, 4, 6, h) for h in (8, 10, 12, 14, 16, 18, 20, 22)]
PACK = samples.pack()
MOMENT = moment_at(datetime(2022, 4, 6, 14, 40), PACK.operation)


def at(pattern: str) -> datetime | None:
    """`x`: bad at this slot."""
    return raised([(s, c == "x") for s, c in zip(SLOTS, pattern, strict=False)])


@pytest.mark.parametrize(
    ("pattern", "since"),
    [("", None), ("x", None), ("xx", 8), (".x.x", None), ("xx.", 8), ("xx..", None), ("xx.x.", 8), ("xx..xx", 16)],
)
def test_two_slots_running_raise_it_and_two_withdraw_it(pattern: str, since: int | None) -> None:
    assert at(pattern) == (since and datetime(2022, 4, 6, since))


def test_a_line_that_needs_support_for_two_slots_rings_once() -> None:
    rows = fake.day_rows(PACK, 14)
    rows.loc[rows["line"] == "transfer", "pace_ratio"] = 3.0
    found = [a for a in alerts(rows, Bench(PACK, datetime(2022, 4, 6, 14))) if a.about == "transfer"]
    assert [(a.kind, a.since) for a in found] == [(PACE, datetime(2022, 4, 6, 8))]


def test_a_feed_that_stays_away_two_slots_rings() -> None:
    rows = fake.day_rows(PACK, 16, stale=("transfer",))
    found = alerts(rows, Bench(PACK, datetime(2022, 4, 6, 16)))
    assert "late:transfer" in {f"{a.kind}:{a.about}" for a in found}


def test_an_empty_board_rings_nothing() -> None:
    assert alerts(fake.day_rows(PACK, 14).iloc[:0], Bench(PACK, datetime(2022, 4, 6, 14))) == []


def test_a_decision_leads_back_to_exactly_the_board_it_was_taken_on(tmp_path: Path) -> None:
    log.decided(tmp_path, "Ten vehicles to Putuo", "transfer desk", MOMENT, "transfer", "310107")
    (entry,) = log.decisions(tmp_path, MOMENT.known_at)
    operation = samples.pack().operation
    assert read_clock(entry.clock, operation).moment(operation) == MOMENT


@pytest.mark.parametrize("spoken", ["08:00", "12:00", "14:00"])
def test_one_who_looked_back_gets_back_what_they_looked_at(tmp_path: Path, spoken: str) -> None:
    operation = samples.pack().operation
    clock = read_clock(f"2022-04-06T14:40@0;asof=2022-04-06T{spoken};known=2022-04-06T14:30", operation)
    seen_at = clock.moment(operation)
    log.decided(tmp_path, "Ten vehicles to Putuo", "transfer desk", seen_at)
    (entry,) = log.decisions(tmp_path, datetime(2022, 4, 6, 15))
    assert read_clock(entry.clock, operation).moment(operation) == seen_at


def test_a_decision_reopens_to_exactly_that_board_though_more_has_come_since(own_board: Board) -> None:
    operation = own_board.pack.operation
    at = moment_at(datetime(2022, 4, 6, 16, 40), operation)

    def drawn(m: Moment) -> pd.DataFrame:
        return own_board.rows("page/day", m.known_at, ops_day=m.ops_day, moment=m.as_of)

    before, version = drawn(at), own_board.version(at.known_at)
    log.decided(own_board.root, "Ten vehicles to Putuo", "transfer desk", at, "transfer", "310107")
    newest = own_board.loads(at.known_at)
    first = newest[newest["feed"] == "transfer"].iloc[0]
    own_board.withdraw(int(first["load_id"]), "desk", datetime(2022, 4, 6, 17), "sent twice")
    (entry,) = log.decisions(own_board.root, datetime(2022, 4, 6, 18))
    again = read_clock(entry.clock, operation).moment(operation)
    assert again == at
    assert own_board.version(again.known_at) == version
    pd.testing.assert_frame_equal(drawn(again), before)
    assert not drawn(moment_at(datetime(2022, 4, 6, 18), operation)).equals(before)


def test_a_decision_is_not_there_before_it_was_taken(tmp_path: Path) -> None:
    log.decided(tmp_path, "Ten vehicles to Putuo", "transfer desk", MOMENT)
    assert log.decisions(tmp_path, datetime(2022, 4, 6, 14, 39)) == []


@pytest.mark.parametrize(("what", "by", "code"), [
    ("", "desk", "decision_empty"), ("x", " ", "decision_empty"), ("call 13812345678", "desk", "decision_private"),
])  # fmt: skip
def test_nothing_and_persons_are_not_logged(tmp_path: Path, what: str, by: str, code: str) -> None:
    with pytest.raises(BoardError) as why:
        log.decided(tmp_path, what, by, MOMENT)
    assert why.value.code == code
    assert log.decisions(tmp_path, MOMENT.known_at) == []


def test_a_half_written_last_line_is_left_out(tmp_path: Path) -> None:
    log.decided(tmp_path, "one", "desk", MOMENT)
    with (tmp_path / log.FILE).open("a") as file:
        file.write('{"kind": "deci')
    assert [e.what for e in log.decisions(tmp_path, MOMENT.known_at)] == ["one"]


def test_an_alert_is_seen_by_whoever_says_so_first(tmp_path: Path) -> None:
    log.seen(tmp_path, "pace:transfer:x", "desk A", MOMENT)
    log.seen(tmp_path, "pace:transfer:x", "desk B", MOMENT)
    assert log.acknowledged(tmp_path, MOMENT.known_at)["pace:transfer:x"].by == "desk A"
