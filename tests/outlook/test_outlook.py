"""The outlook of a board: what it says, when it withholds, and that it says the same to everybody."""

import os
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from data_pipeline.core.clock import AsOf, moment_at
from data_pipeline.core.status import Status
from data_pipeline.forecast import Reason, State
from data_pipeline.forecast.replay import replay
from data_pipeline.judge.judge import Bench, verdicts
from data_pipeline.judge.judged import judged
from data_pipeline.outlook import Outlook, journal, rules
from data_pipeline.outlook import past as module
from data_pipeline.outlook.past import Past
from data_pipeline.outlook.service import foresee, make, meetings
from data_pipeline.outlook.whatif import Wish, tried
from data_pipeline.outlook.why import places, stages
from tests.support import samples

if TYPE_CHECKING:
    from data_pipeline.board.board import Board

AT = datetime(2022, 4, 6, 14, 40)
WHOLE = "310000"


def stated(rows: pd.DataFrame, said: Outlook | None) -> pd.DataFrame:
    return judged(rows, verdicts(rows, Bench(samples.pack(), AT, said)))


def test_lines_speak_of_the_slot_and_sixteen_districts(said: Outlook) -> None:
    transfer = said.of("transfer", WHOLE)
    assert transfer is not None
    assert transfer.as_of == datetime(2022, 4, 6, 14)
    assert len(said.now.of_line("transfer")) == 16


def test_a_line_that_has_not_earned_it_is_withheld_with_its_reason(said: Outlook) -> None:
    assert said.of("screening", WHOLE) is None
    assert said.why_not("screening", WHOLE) == (Reason.UNEARNED,)
    nobody = replace(said, past=replace(said.past, scored=said.past.scored.iloc[:0]))
    assert nobody.of("transfer", WHOLE) is None


def test_a_line_that_speaks_for_others_has_earned_it_when_all_of_them_have(said: Outlook) -> None:
    parts = said.past.rules.worst_of["key_groups"]
    assert said.past.earned("key_groups", 14) == all(said.past.earned(p, 14) for p in parts)


def test_without_the_days_before_there_is_too_little_to_say(said: Outlook, rows: pd.DataFrame, moment: AsOf) -> None:
    early = replace(moment, as_of=datetime(2022, 4, 6, 10), shown=datetime(2022, 4, 6, 10, 40))
    today = pd.DataFrame(rows[rows["as_of"] <= early.as_of])
    nothing = replace(said.past, ledger=said.past.ledger.iloc[:0])
    alone = foresee(today, samples.pack(), early, nothing, None)
    assert alone.any("transfer", WHOLE).state is State.REFUSED  # type: ignore[union-attr]
    assert Reason.THIN in alone.why_not("transfer", WHOLE)


def test_humane_lines_are_cleared_only_when_nobody_is_left(said: Outlook) -> None:
    for line in said.past.rules.strict:
        for p in said.now.of_line(line):
            assert p.enough < 1


def test_states_come_from_the_forecast_where_it_is_shown_and_from_the_pace_elsewhere(
    said: Outlook, rows: pd.DataFrame
) -> None:
    told, by_pace = stated(rows, said), stated(rows, None)
    assert set(by_pace["projected"]) == {False}
    shown = told[told["projected"]]
    assert {"transfer", "quarantine"} <= set(shown["line"])
    assert set(told[told["line"] == "screening"]["projected"]) == {False}
    late = shown[(shown["risk"] > 0.55) & (shown["level"] == "district")]
    assert len(late)
    assert set(late["state"]) == {Status.WILL_MISS.name.lower()}
    assert set(shown[shown["risk"] < 0.05]["state"]) == {Status.ON_TRACK.name.lower()}
    found = verdicts(rows, Bench(samples.pack(), AT, said))
    usual = [found[key].usual for key in zip(told["line"], told["area_code"], strict=True)]
    rest, usual = ~told["projected"], pd.Series(usual, told.index) & told["is_latest"].astype(bool)
    assert told[rest & ~usual]["state"].tolist() == by_pace[rest & ~usual]["state"].tolist()
    assert set(told[usual]["state"]) == {Status.AT_RISK.name.lower()}  # a pace that is usual at its hour is no miss yet


def test_old_data_are_not_judged_by_a_forecast(said: Outlook, rows: pd.DataFrame) -> None:
    told = stated(rows.assign(stale=True), said)
    assert set(told["projected"]) == {False}


def test_the_same_rows_give_the_same_answer(board: "Board", said: Outlook, past: Past, moment: AsOf) -> None:
    again = make(board, moment, past)
    assert list(again.now) == list(said.now)


def test_the_last_meeting_is_the_one_before_this_slot(board: "Board") -> None:
    def held(hour: int) -> datetime | None:
        return meetings(board, moment_at(datetime(2022, 4, 6, hour, 30), board.pack.operation))

    assert held(8) is None
    assert held(14) == datetime(2022, 4, 6, 8)
    assert held(18) == datetime(2022, 4, 6, 14)


def test_the_fan_starts_at_what_is_open_and_agrees_with_the_forecast_at_the_deadline(said: Outlook) -> None:
    for area in (WHOLE, "310115"):
        fan, p = said.fan("transfer", area), said.of("transfer", area)
        assert fan is not None and p is not None  # noqa: PT018
        assert fan.middle[0] == pytest.approx(p.open)
        at = list(fan.hours).index(p.hours_left)
        assert fan.middle[at] == pytest.approx(p.left_p50, rel=1e-3)
        assert (fan.low <= fan.middle).all()
        assert (fan.middle <= fan.high).all()


def test_the_districts_that_hold_the_finish_come_first(said: Outlook) -> None:
    found = places(said, "quarantine")
    assert len(found) == 16
    assert [p.holds for p in found] == sorted((p.holds for p in found), reverse=True)
    assert found[0].gain is not None
    assert found[0].gain.hours >= 0


def test_serial_stages_are_weighed_against_each_other(board: "Board", said: Outlook) -> None:
    found = stages(board, said, board.pack.lines["last100m"])
    assert {e.line for e in found} <= {"supply_t1", "supply_t2", "supply_t3", "supply_t4"}
    assert len(found) >= 2
    assert stages(board, said, board.pack.lines["transfer"]) == []


def test_a_wish_for_nothing_changes_nothing_and_more_pace_leaves_fewer(said: Outlook) -> None:
    none, faster = tried(said, "transfer", Wish()), tried(said, "transfer", Wish(pace=20))
    assert none is not None and faster is not None  # noqa: PT018
    assert none.comparison.before == none.comparison.after
    assert (faster.comparison.after.left_p50 or 0) < (faster.comparison.before.left_p50 or 0)
    assert tried(said, "screening", Wish()) is None


def test_every_forecast_shown_is_kept_once_per_version(said: Outlook, moment: AsOf, tmp_path) -> None:
    shown = [p for p in said.now if said.of(p.line, p.area_code)]
    assert journal.keep(tmp_path, "v1", moment, shown) is not None
    assert journal.keep(tmp_path, "v1", moment, shown) is None
    assert journal.keep(tmp_path, "v2", moment, shown) is not None
    kept = journal.read(tmp_path, moment.ops_day, moment.ops_day + timedelta(days=1))
    assert len(kept) == len(shown)
    assert journal.read(tmp_path, moment.ops_day - timedelta(days=3), moment.ops_day).empty


def test_of_several_forecasts_of_one_slot_the_first_made_stands_whatever_its_name(
    said: Outlook, moment: AsOf, tmp_path: Path
) -> None:
    shown = [p for p in said.now if said.of(p.line, p.area_code)]
    first = journal.keep(tmp_path, "zz", moment, shown)
    second = journal.keep(tmp_path, "aa", moment, [replace(p, p_miss=0.123) for p in shown])
    assert first is not None and second is not None  # noqa: PT018
    os.utime(first, (1, 1))
    kept = journal.read(tmp_path, moment.ops_day, moment.ops_day + timedelta(days=1))
    assert 0.123 not in set(kept["p_miss"])


def test_a_pack_without_a_notice_hour_has_none(board: "Board") -> None:
    targets = [t for t in board.pack.targets if t.metric != board.pack.operation.notice_target]
    assert rules.rules(board.pack, targets).notice_h is None
    assert rules.rules(board.pack).notice_h == 20


def test_what_was_shown_is_scored_rather_than_what_would_be_said_now(past: Past) -> None:
    """A forecast that was kept takes the place of the one that would be made again."""
    own = pd.DataFrame(past.ledger[past.ledger["line"] == "transfer"])
    kept = replay(own, [datetime(2022, 4, 4, 14)], past.rules).assign(p_miss=0.123)
    found = module.scored(own, past.rules, kept)
    shown = found["as_of"] == datetime(2022, 4, 4, 14)
    assert len(found[shown])
    assert set(found[shown]["p_miss"]) == {0.123}
    assert 0.123 not in set(found[~shown]["p_miss"])


def test_nothing_of_the_day_itself_is_in_the_days_before(past: Past) -> None:
    assert pd.to_datetime(past.ledger["ops_day"]).max() < pd.Timestamp(2022, 4, 6)


def test_the_projection_of_all_lines_has_sixteen_districts_and_a_city(said: Outlook) -> None:
    assert {line for line, _ in said.now.areas} >= {"transfer", "quarantine", "capacity", "last100m", "issues"}
    assert said.now.city["transfer"].of == 16
