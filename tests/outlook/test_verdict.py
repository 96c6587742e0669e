"""One verdict a line and place: when it is given, by which judge, of whom, and what it never says."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from data_pipeline.core.clock import moment_at
from data_pipeline.core.records import records
from data_pipeline.core.status import Status
from data_pipeline.declare import Pack
from data_pipeline.judge import judge as verdicts_of
from data_pipeline.judge.judge import Bench, Verdicts, in_future, verdicts
from data_pipeline.judge.judged import judged
from data_pipeline.judge.slots import judged_slots, turned
from data_pipeline.judge.stops import course
from data_pipeline.judge.verdict import Judge, Verdict
from data_pipeline.outlook import Outlook
from data_pipeline.outlook.episodes import episodes
from data_pipeline.outlook.history import history
from data_pipeline.outlook.past import Past
from data_pipeline.outlook.service import make
from data_pipeline.query.rows import LedgerRow
from tests.support import samples
from tests.support.rows import rows as rows_as

if TYPE_CHECKING:
    from data_pipeline.board.board import Board

PACK = samples.pack()
CITY, LINE = "310000", "transfer"
AREAS = [a.code for a in PACK.districts]
DAY = date(2022, 4, 6)
HOURS = (8, 10, 12, 14, 16, 18)


def at(hour: float) -> datetime:
    return datetime(2022, 4, 6) + timedelta(hours=hour)


def place(area: str, hour: float, done: float, open_: float, **more: Any) -> dict[str, Any]:
    """One row of page/day, at 100 done an hour and nothing new."""
    rate = float(more.pop("rate_done", 100.0))
    left = 24 - hour
    needed = open_ / left if left > 0 else None
    finish = at(hour + open_ / rate) if open_ and rate else at(hour) if not open_ else None
    row = {
        "line": LINE,
        "tier": "headline",
        "line_sort": 1,
        "level": "district",
        "area_code": area,
        "area_sort": 1,
        "ops_day": DAY,
        "as_of": at(hour),
        "told_at": at(hour),
        "carry_in": 0,
        "new_due": done + open_,
        "done": done,
        "cancelled": 0,
        "open": open_,
        "due": done + open_,
        "rate": done / (done + open_) if done + open_ else None,
        "oldest_h": 1.0,
        "deadline_at": at(24),
        "part": LINE,
        "reported": 12,
        "expected": 12,
        "received_at": at(hour),
        "is_latest": True,
        "slots_late": 0,
        "stale": False,
        "to_do": open_,
        "rate_last": rate,
        "rate_done": rate,
        "rate_new": 0.0,
        "restated": False,
        "hours_left": left,
        "expected_new": 0.0,
        "rate_needed": needed,
        "pace_ratio": needed / rate if needed and rate else None,
        "finish_at": finish,
        "late_h": None,
        "overdue": open_ if left <= 0 else None,
    }
    return row | more


def day(hours: Any = HOURS, left: Any = 400, **by_area: Any) -> pd.DataFrame:
    """Sixteen districts and the city, every slot; `by_area`: facts of a district's rows (its code behind an a)."""
    rows: list[dict[str, Any]] = []
    for hour in hours:
        parts = [place(a, hour, 100 * hour, left, **by_area.get(f"a{a}", {})) for a in AREAS]
        ratio = max((p["pace_ratio"] or 0 for p in parts), default=0)
        ends = [p["finish_at"] for p in parts]
        city = place(CITY, hour, sum(p["done"] for p in parts), sum(p["open"] for p in parts), rate_done=1600.0)
        told = sum(p["reported"] for p in parts if p["told_at"] == p["as_of"])
        city |= {
            "level": "city",
            "reported": told,
            "expected": 192,
            "pace_ratio": ratio,
            "finish_at": None if None in ends else max(ends),
        }
        rows += [city, *parts]
    frame = pd.DataFrame(rows)
    frame["is_latest"] = frame["as_of"] == frame["as_of"].max()
    return frame


def slow(rate: float) -> dict[str, Any]:
    """Of one district."""
    return {f"a{AREAS[5]}": {"rate_done": float(rate)}}


def silent(rows: pd.DataFrame, areas: Sequence[str], hour: float) -> pd.DataFrame:
    """These districts have not spoken at this slot: their earlier figures are carried."""
    here = (rows["as_of"] == at(hour)) & rows["area_code"].isin(list(areas))
    rows.loc[here, "told_at"] = at(hour - 2)
    rows.loc[here, "reported"] = 0
    rows.loc[(rows["as_of"] == at(hour)) & (rows["area_code"] == CITY), "reported"] = 192 - 12 * len(areas)
    return rows


def judge(rows: pd.DataFrame, now: float, **more: Any) -> Verdicts:
    return verdicts(rows, Bench(PACK, at(now), **more))


def city(rows: pd.DataFrame, now: float, **more: Any) -> Verdict:
    return judge(rows, now, **more)[LINE, CITY]


def test_a_partial_slot_shows_who_spoke_and_changes_no_verdict() -> None:
    full, partial = day(HOURS[:-1]), silent(day(), AREAS[:1], 18)
    partial.loc[(partial["as_of"] == at(18)) & (partial["area_code"] != AREAS[0]), "pace_ratio"] = 9.0
    before, after = city(full, 18.1), city(partial, 18.2)
    assert (before.state, before.slot) == (after.state, after.slot) == (Status.ON_TRACK, at(16))
    assert (after.newest, after.spoke, after.of) == (at(18), 15, 16)


def test_a_line_of_which_nothing_moved_is_judged_once_and_anew_whatever_moves(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its rows, the clock, or that a forecast is being worked out."""
    judged_lines: list[str] = []
    of_line = verdicts_of._of_line
    monkeypatch.setattr(verdicts_of, "_of_line", lambda line, *of: judged_lines.append(line) or of_line(line, *of))
    two = pd.concat([day(left=312), day(left=313).assign(line="quarantine", part="quarantine")], ignore_index=True)
    first = judge(two, 18.3)
    assert judged_lines == ["transfer", "quarantine"]
    assert judge(two, 18.3) == first
    assert judged_lines == ["transfer", "quarantine"]
    other = two.assign(open=two["open"].where(two["line"] != LINE, two["open"] + 1))
    for rows, now, more, lines in (
        (other, 18.3, {}, [LINE]),
        (two, 18.4, {}, [LINE, "quarantine"]),
        (two, 18.3, {"working": True}, [LINE, "quarantine"]),
    ):
        judged_lines.clear()
        judge(rows, now, **more)
        assert judged_lines == lines


def test_rows_are_those_that_pandas_gives_also_where_a_moment_is_missing() -> None:
    frame = pd.DataFrame({"a": [1, 2, 3], "at": pd.to_datetime([at(8), None, at(8)]), "s": ["x", None, "z"]})
    told, right = records(frame), frame.to_dict("records")
    assert [list(row) for row in told] == [list(row) for row in right]
    assert told[0] == right[0]
    assert told[1]["at"] is pd.NaT
    assert type(told[0]["at"]) is type(right[0]["at"])


def test_ninety_five_percent_is_enough_and_less_is_not() -> None:
    rows = day()
    newest = (rows["as_of"] == at(18)) & (rows["area_code"] == CITY)
    for reported, slot in ((183, at(18)), (182, at(16))):  # of 192: 95.3 % and 94.8 %
        rows.loc[newest, "reported"] = reported
        assert judged_slots(rows, PACK, at(18.5))[LINE][-1].at == slot


def test_after_the_grace_the_silent_are_carried_and_named_and_stop_nothing() -> None:
    rows = silent(day(), AREAS[:2], 18)
    assert city(rows, 18.9).slot == at(16)
    found = judge(rows, 19)
    assert (found[LINE, CITY].slot, found[LINE, CITY].state) == (at(18), Status.ON_TRACK)
    assert found[LINE, CITY].carried == tuple(AREAS[:2])
    assert found[LINE, AREAS[0]].silent == at(16)
    assert found[LINE, AREAS[2]].silent is None


def finished(rows: pd.DataFrame, areas: Sequence[str], hour: float) -> pd.DataFrame:
    """These districts say at this slot that nothing is left."""
    here = (rows["as_of"] == at(hour)) & rows["area_code"].isin(list(areas))
    rows.loc[here, ["open", "to_do"]] = 0
    rows.loc[here, "finish_at"] = at(hour)
    return rows


def test_a_district_that_has_said_that_nothing_is_left_waits_for_no_others() -> None:
    rows = finished(silent(day(**slow(40)), AREAS[:2], 18), [AREAS[5]], 18)
    found = judge(rows, 18.2)  # two are still to speak: the line is judged at 16:00, where that district was late
    own, whole = found[LINE, AREAS[5]], found[LINE, CITY]
    assert (own.state, own.judge, own.finish) == (Status.ON_TRACK, Judge.CLEARED, at(18))
    assert (whole.slot, whole.clear) == (at(16), 16)
    assert whole.state is not Status.WILL_MISS


def test_a_district_half_of_which_has_spoken_is_not_finished() -> None:
    rows = finished(silent(day(**slow(40)), AREAS[:2], 18), [AREAS[5]], 18)
    rows.loc[(rows["as_of"] == at(18)) & (rows["area_code"] == AREAS[5]), "reported"] = 6
    assert judge(rows, 18.2)[LINE, AREAS[5]].state is Status.WILL_MISS


def test_a_city_is_cleared_with_its_last_district_whoever_else_is_still_to_speak() -> None:
    rows = silent(finished(day(**slow(40)), [a for a in AREAS if a not in AREAS[:2]], 18), AREAS[:2], 18)
    rows.loc[rows["area_code"].isin(AREAS[:2]) & (rows["as_of"] >= at(16)), ["open", "to_do"]] = 0
    rows.loc[(rows["area_code"] == CITY) & (rows["as_of"] == at(18)), ["open", "to_do"]] = 0
    whole = city(rows, 18.2)
    assert (whole.state, whole.judge, whole.finish) == (Status.ON_TRACK, Judge.CLEARED, at(18))
    assert (whole.to_do, whole.needed) == (0, None)


def test_a_district_that_has_said_nothing_today_is_never_finished_and_the_city_not_on_track() -> None:
    rows = day(left=0)
    rows = pd.DataFrame(rows[rows["area_code"] != AREAS[3]])
    found = judge(rows, 19)
    assert (LINE, AREAS[3]) not in found
    assert found[LINE, CITY].missing == (AREAS[3],)
    assert found[LINE, CITY].state is Status.AT_RISK
    assert found[LINE, CITY].clear == 15


def test_a_silent_district_is_not_told_as_finished() -> None:
    rows = silent(day(left=0), AREAS[:1], 18)
    found = judge(rows, 19)
    assert found[LINE, AREAS[0]].finish is None
    assert found[LINE, CITY].clear == 15


def test_a_city_finishes_with_its_last_district_and_is_not_on_track_while_one_will_miss() -> None:
    rows = day(**slow(40))
    found = judge(rows, 18.5)
    assert found[LINE, AREAS[5]].state is Status.WILL_MISS
    whole = found[LINE, CITY]
    assert (whole.state, whole.last, whole.clear, whole.of) == (Status.WILL_MISS, AREAS[5], 15, 16)
    assert whole.finish == found[LINE, AREAS[5]].finish
    assert whole.finish is not None
    assert whole.finish > whole.deadline
    assert whole.clear_by == at(22)
    assert (whole.needed or 0) >= (found[LINE, AREAS[5]].needed or 0) > 0


def test_a_line_that_only_the_city_tells_is_judged_by_itself() -> None:
    rows = day()
    alone = pd.DataFrame(rows[rows["area_code"] == CITY])
    assert city(alone, 18.5).state is Status.ON_TRACK
    assert city(alone, 18.5).missing == ()


def test_the_gap_is_one_and_grows_by_the_clock_until_the_deadline() -> None:
    rows = day(**slow(40))
    early, late, past = (judge(rows, now)[LINE, AREAS[5]] for now in (18.5, 23, 24))
    short = 400 - 40 * 6
    assert early.needed == pytest.approx(short / 5.5)
    assert late.needed == pytest.approx(short) or late.needed == float("inf")
    assert past.needed is None
    told = judged(rows, judge(rows, 18.5))
    row = told[(told["area_code"] == AREAS[5]) & told["is_latest"]].iloc[0]
    assert row["rate_needed"] - row["rate_done"] == pytest.approx(early.needed)


def test_a_gap_that_nobody_ever_came_near_is_out_of_reach() -> None:
    rows = day(left=50_000)
    assert city(rows, 23.9).needed == float("inf")


def test_a_finish_in_the_past_is_no_finish() -> None:
    rows = day(left=10)
    assert city(rows, 18.05).finish == at(18.1)
    late = city(rows, 18.5)
    assert (late.finish, late.awaited) == (None, True)


def test_a_range_that_has_begun_begins_at_the_clock() -> None:
    told = {"state": Status.AT_RISK, "judge": Judge.FORECAST, "deadline": at(24)}
    begun = Verdict(LINE, CITY, finish=at(22), finish_p10=at(19.5), finish_p90=at(23), **told)
    assert in_future(begun, at(20)).finish_p10 == at(20)
    never = Verdict(LINE, CITY, finish_p10=at(19.5), **told)
    assert (in_future(never, at(20)).finish_p10, in_future(never, at(19)).finish_p10) == (at(20), at(19.5))


def test_a_finish_in_eight_days_is_none() -> None:
    rows = day(**slow(2))
    found = judge(rows, 18.5)
    assert found[LINE, AREAS[5]].finish is None
    assert found[LINE, CITY].finish is None


def test_past_its_deadline_work_that_is_open_has_missed_whatever_its_pace() -> None:
    rows = day((20, 22, 24), left=10)
    found = city(rows, 24.2)
    assert (found.state, found.judge, found.finish, found.needed) == (Status.WILL_MISS, Judge.DEADLINE, None, None)


def test_what_came_too_late_to_be_owed_is_left_overnight_and_not_overdue() -> None:
    rows = day((20, 22, 24), left=10).assign(overdue=0)
    assert city(rows, 24.2).state is Status.AT_RISK


def test_between_the_deadline_and_its_report_nobody_knows_and_after_the_grace_it_is_missed() -> None:
    rows = day((20, 22), left=10)
    waiting, over = city(rows, 24.2), city(rows, 25)
    assert (waiting.state, waiting.judge) == (Status.UNKNOWN, Judge.WAITING)
    assert (over.state, over.judge) == (Status.WILL_MISS, Judge.DEADLINE)


def test_what_is_cleared_stays_so_past_its_deadline() -> None:
    found = city(day((20, 22, 24), left=0), 24.5)
    assert (found.state, found.judge, found.clear) == (Status.ON_TRACK, Judge.CLEARED, 16)


def test_while_the_forecast_is_worked_out_no_other_judge_stands_in() -> None:
    found = city(day(), 18.5, working=True)
    assert (found.state, found.judge) == (Status.UNKNOWN, Judge.WORKING)
    assert city(day(left=0), 18.5, working=True).judge is Judge.CLEARED  # what is done needs no judge


def test_before_any_slot_is_full_nothing_is_judged() -> None:
    rows = silent(day((8,)), AREAS[:4], 8)
    assert city(rows, 8.2).judge is Judge.WAITING


def stopped(rows: pd.DataFrame, areas: Sequence[str], since: float) -> pd.DataFrame:
    """Nothing is done in these districts after `since`."""
    later = (rows["as_of"] > at(since)) & rows["area_code"].isin([*areas, *([CITY] if len(areas) == 16 else [])])
    for area in set(rows.loc[later, "area_code"]):
        one = rows["area_code"] == area
        rows.loc[later & one, "done"] = rows.loc[one & (rows["as_of"] == at(since)), "done"].iloc[0]
    return rows


def test_a_stop_is_told_at_the_next_full_slot_and_judged_by_it() -> None:
    rows = stopped(day(), AREAS, 16)
    assert city(day(HOURS[:-1]), 17.9).state is Status.ON_TRACK
    found = city(rows, 18.5)
    assert (found.state, found.judge, found.stopped) == (Status.WILL_MISS, Judge.STOPPED, at(16))
    assert found.finish is None


def test_a_district_that_stands_still_while_others_move_is_named() -> None:
    found = judge(stopped(day(), AREAS[2:3], 12), 18.5)
    assert found[LINE, AREAS[2]].stopped == at(12)
    assert found[LINE, CITY].still == (AREAS[2],)


def test_few_items_that_did_not_move_are_no_stop() -> None:
    found = judge(stopped(day(left=4), AREAS[:1], 16), 18.5)
    assert found[LINE, AREAS[0]].judge is not Judge.STOPPED


def test_a_line_that_has_stopped_has_stopped_in_every_district_with_work_open_however_little() -> None:
    rows = stopped(day(left=4), AREAS, 16)  # of four in each district nobody could tell; of 64 in the city one can
    done = rows["area_code"] == AREAS[1]
    rows.loc[done, ["open", "to_do"]] = 0
    found = judge(rows, 18.5)
    assert (found[LINE, CITY].judge, found[LINE, CITY].state) == (Judge.STOPPED, Status.WILL_MISS)
    assert {found[LINE, a].judge for a in AREAS if a != AREAS[1]} == {Judge.STOPPED}
    assert {found[LINE, a].state for a in AREAS if a != AREAS[1]} == {Status.WILL_MISS}
    assert found[LINE, AREAS[1]].judge is Judge.CLEARED
    assert found[LINE, AREAS[0]].stopped == at(16)
    assert found[LINE, AREAS[0]].finish is None


def test_where_every_district_with_work_open_has_stopped_the_city_has() -> None:
    rows = stopped(day(), AREAS[:2], 12)
    rows.loc[~rows["area_code"].isin([*AREAS[:2], CITY]), ["open", "to_do"]] = 0
    found = judge(rows, 18.5)
    assert {found[LINE, a].judge for a in AREAS[:2]} == {Judge.STOPPED}
    assert (found[LINE, CITY].judge, found[LINE, CITY].state) == (Judge.STOPPED, Status.WILL_MISS)
    assert found[LINE, CITY].stopped == at(12)


def test_one_district_that_did_not_move_for_a_slot_is_neither_stopped_nor_on_track() -> None:
    one = judge(stopped(day(left=200), AREAS[2:3], 16), 18.5)
    assert one[LINE, AREAS[2]].state is Status.AT_RISK
    assert one[LINE, AREAS[2]].judge is Judge.PACE
    assert one[LINE, CITY].state is Status.AT_RISK
    three = judge(stopped(day(left=200), AREAS[2:3], 12), 18.5)
    assert three[LINE, AREAS[2]].judge is Judge.STOPPED


def test_a_place_that_reports_in_lumps_is_judged_by_the_mean_over_them_and_never_on_track() -> None:
    lumps = {8: 800, 10: 800, 12: 1200, 14: 1200, 16: 1600, 18: 1600}
    rows = day(left=300)
    for hour, done in lumps.items():
        rows.loc[(rows["area_code"] == AREAS[0]) & (rows["as_of"] == at(hour)), ["done", "rate_done"]] = done, 0.0
    found = judge(rows, 18.5)[LINE, AREAS[0]]
    assert (found.state, found.judge, found.lumps, found.stopped) == (Status.AT_RISK, Judge.PACE, True, None)
    assert found.finish == at(19)  # 300 at 100 an hour, from its last leap at 16:00 on
    assert judge(rows, 18.5)[LINE, CITY].lumpy == (AREAS[0],)


def test_reports_in_lumps_are_named_and_are_no_stop() -> None:
    lumps = {8: 800, 10: 800, 12: 1200, 14: 1200, 16: 1600, 18: 1600}
    told = [place(AREAS[0], h, d, 900) for h, d in lumps.items()]
    seen = course(rows_as(LedgerRow, told))
    assert (seen.lumps, seen.stopped, seen.since) == (True, False, at(16))
    longer = course(rows_as(LedgerRow, [*told, place(AREAS[0], 20, 1600, 900)]))
    assert longer.stopped  # longer than any flat stretch of its own


def test_the_worst_before_the_deadline_is_the_last_to_finish_and_after_it_the_lowest_share() -> None:
    late = Verdict(LINE, "a", Status.WILL_MISS, Judge.PACE, at(24), to_do=5, rate=0.9, finish=at(26))
    later = Verdict(LINE, "b", Status.WILL_MISS, Judge.PACE, at(24), to_do=5, rate=0.95, finish=at(27))
    assert min((late, later), key=lambda v: v.need) is later
    shares = {"a": 0.9, "b": 0.5}
    missed = [Verdict(LINE, a, Status.WILL_MISS, Judge.DEADLINE, at(24), to_do=5, rate=r) for a, r in shares.items()]
    assert min(missed, key=lambda v: v.need).area == "b"


def test_an_alert_is_not_begun_anew_by_a_slot_that_is_not_judged_yet() -> None:
    rows = day(**slow(20))
    since = episodes([(t, s is Status.WILL_MISS) for t, s in history(rows, Bench(PACK, at(18.5)), [LINE])[LINE]], 2)
    partial = silent(day((*HOURS, 20), **slow(20)), AREAS[:3], 20)
    partial.loc[partial["as_of"] == at(20), "pace_ratio"] = 0.1
    later = episodes([(t, s is Status.WILL_MISS) for t, s in history(partial, Bench(PACK, at(20.2)), [LINE])[LINE]], 2)
    assert [e.eased for e in since] == [None]
    assert since == later


def _seen(board: "Board", past: Past, hour: float) -> tuple[Verdicts, Outlook]:
    moment = moment_at(at(hour), board.pack.operation)
    said = make(board, moment, past)
    rows = board.rows("page/day", moment.known_at, ops_day=DAY, moment=turned(board.pack, moment))
    return verdicts(rows, Bench(board.pack, moment.now, said)), said


def broken(pack: Pack, found: Verdicts, now: datetime) -> list[tuple[str, str]]:
    """Cities that finish before a district, or stand better than one, or need support with no district in need."""
    out = []
    for line in pack.lines:
        own = found.get((line, CITY))
        parts = [v for a in AREAS if (v := found.get((line, a)))]
        if own is None or not parts or pack.lines[line].worst_of:
            continue
        ends = [v.finish for v in parts if v.finish]
        if own.finish and ends and own.finish < max(ends):
            out.append((line, "finish"))
        if own.finish and own.finish < now and own.judge is not Judge.CLEARED:
            out.append((line, "past"))
        if own.state is Status.ON_TRACK and any(v.state is Status.WILL_MISS for v in parts):
            out.append((line, "on track"))
        if own.state is Status.WILL_MISS and not any(v.state is Status.WILL_MISS for v in parts):
            out.append((line, "0 in need"))
    return out


@pytest.mark.parametrize("hour", [8.7, 10.7, 12.7, 14.7, 16.7, 18.7, 20.7, 22.7, 24.7])
def test_no_city_of_the_sample_stands_better_than_its_districts(board: "Board", past: Past, hour: float) -> None:
    found, _ = _seen(board, past, hour)
    assert broken(PACK, found, at(hour)) == []


def test_one_judge_holds_from_the_first_forecast_of_the_day_on(board: "Board", past: Past) -> None:
    before: set[tuple[str, str]] = set()
    for hour in (10.7, 14.7, 18.7, 22.7):
        found, _ = _seen(board, past, hour)
        by = {key for key, v in found.items() if v.judge is Judge.FORECAST}
        lost = {key for key in before - by if found[key].judge is Judge.PACE}
        assert lost == set()
        before |= by


def test_what_comes_by_tens_is_no_stop_and_no_miss_while_the_mean_of_the_day_is_enough() -> None:
    beds = {8: 40, 10: 80, 12: 150, 14: 210, 16: 320, 18: 320, 20: 320}
    told = [place(AREAS[0], h, d, 360 - d) for h, d in beds.items()]
    assert not course(rows_as(LedgerRow, told)).stopped
    told[-1] |= {"rate_done": 0.0, "pace_ratio": None, "finish_at": None, "rate_last": 0.0}
    whole = [row | {"area_code": CITY, "level": "city"} for row in told]
    found = judge(pd.DataFrame([*told, *whole]), 20.5)[LINE, AREAS[0]]
    assert (found.state, found.judge) == (Status.AT_RISK, Judge.PACE)
    assert found.finish == at(20) + timedelta(hours=2.5)
