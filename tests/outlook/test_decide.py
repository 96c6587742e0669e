"""What to decide: only what buys something, told in one measure, each an order that can be given; at every slot."""

import re
from dataclasses import astuple, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from data_pipeline.core.clock import AsOf, moment_at
from data_pipeline.forecast.moves import spare_and_need
from data_pipeline.forecast.whatif import Change, compare
from data_pipeline.outlook.bought import Outcome, bought
from data_pipeline.outlook.day import Day
from data_pipeline.outlook.decide import Matter, Situation, to_decide
from data_pipeline.outlook.leftover import LeftOver
from data_pipeline.outlook.means import Readings
from data_pipeline.outlook.past import Past
from data_pipeline.outlook.service import make
from data_pipeline.sentences.decision import Decision, decision_text
from data_pipeline.sentences.left_over import responsible
from data_pipeline.sentences.phrases import short
from data_pipeline.words import LANGUAGES, say
from data_pipeline.words.numbers import moment as hour_told
from pages.components.decide import decide

if TYPE_CHECKING:
    from data_pipeline.board.board import Board

WHOLE = "310000"
CLOCKS = ("10:05", "12:05", "14:05", "16:05", "18:05", "20:05", "22:40", "23:40", "24:20")
DEADLINE = datetime(2022, 4, 7)
Seen = tuple[AsOf, Day, pd.DataFrame, list[Decision]]


def moment_of(board: "Board", clock: str) -> AsOf:
    hours, minutes = clock.split(":")
    return moment_at(datetime(2022, 4, 6) + timedelta(hours=int(hours), minutes=int(minutes)), board.pack.operation)


@pytest.fixture(scope="module")
def slots(board: "Board", past: Past) -> dict[str, Seen]:
    """By clock: the moment, the day, the gauges, and what is to be decided."""
    found = {}
    for clock in CLOCKS:
        at = moment_of(board, clock)
        rows, gauges = (
            board.rows(q, at.known_at, ops_day=at.ops_day, moment=at.as_of) for q in ("page/day", "page/gauges")
        )
        day = Day.of(rows, board.pack, at.ops_day, at.as_of, make(board, at, past))
        found[clock] = at, day, gauges, to_decide(board.pack, at, day.frame, gauges, day.outlook)
    return found


@pytest.fixture(params=CLOCKS)
def seen(slots: dict[str, Seen], request: pytest.FixtureRequest) -> Seen:
    return slots[request.param]


def moved(seen: Seen) -> list[Matter]:
    return [m for m in seen[3] if isinstance(m, Matter)]


def by_pace(rows: pd.DataFrame, plus: dict[str, float], by: datetime) -> tuple[pd.Timestamp | None, float]:
    """The city's finish and remainder with so many more an hour from `by` on, hour by hour in steps of a minute."""
    finishes, left = [], 0.0
    for r in rows.to_dict("records"):
        if not r["open"]:
            continue
        rate, more = float(r["rate_done"]), plus.get(r["area_code"], 0.0)
        if pd.isna(r["finish_at"]) or rate <= 0:
            finishes.append(None)
            owed = float(r["open"]) + float(r["expected_new"] or 0) - rate * float(r["hours_left"])
            left += max(0.0, owed - more * max(0.0, (r["deadline_at"] - by).total_seconds() / 3600))
            continue
        work = rate * (r["finish_at"] - r["as_of"]).total_seconds() / 3600  # all that is owed
        early = rate * (by - r["as_of"]).total_seconds() / 3600
        after = 0.0 if work <= early else (work - early) / (rate + more)
        end = r["finish_at"] if work <= early else by + timedelta(hours=after)
        finishes.append(end)
        left += max(0.0, (end - r["deadline_at"]).total_seconds() / 3600) * (rate + more)
    return (None if None in finishes else max(finishes)), left


def outcomes(seen: Seen, m: Matter) -> list[tuple[datetime | None, float]]:
    """Before and after, worked out again from the forecast's own case, or from the rows where the pace judges."""
    _at, day, _, _ = seen
    said = day.outlook
    assert said is not None
    plus = dict(m.order.plus)
    if said.of(m.line, WHOLE) is not None:
        ready = said.now.cases[m.part]
        hours = (m.by - ready.case.as_of).total_seconds() / 3600
        tried = compare(ready, Change(plus=plus, after_h=hours))
        return [(c.p50, c.left_p50 or 0.0) for c in (tried.before, tried.after)]
    frame = day.frame
    of_line = frame["is_latest"] & (frame["line"] == m.part) & (frame["level"] == "district")
    rows = pd.DataFrame(frame[of_line & frame["rate_done"].notna() & ~frame["usual"].astype(bool)])
    return [by_pace(rows, p, m.by) for p in ({}, plus)]


def test_every_matter_changes_the_city_by_what_counts_reckoned_anew(seen: Seen) -> None:
    for m in moved(seen):
        (finish, left), (sooner, fewer) = outcomes(seen, m)
        if m.bought.finish:
            assert finish is not None
            assert sooner is not None
            assert finish - sooner >= timedelta(minutes=10)
            assert m.bought.before.finish is not None
            assert abs(m.bought.before.finish - finish) < timedelta(minutes=1)
        else:
            assert left - fewer >= 10
            assert left - fewer >= 0.02 * left
            assert m.bought.before.left == pytest.approx(left, rel=1e-3, abs=1)
            assert m.bought.after.left == pytest.approx(fewer, rel=1e-3, abs=1)
        assert fewer <= left + 1e-6


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_matter_is_told_in_one_measure_before_and_after(seen: Seen, lang: str) -> None:
    _, day, _, _ = seen
    for m in moved(seen):
        buys = decision_text(day, m, lang).buys
        times, counts = re.findall(r"\d\d:\d\d", buys), re.findall(r"[\d,.]+(?!\d*:)", re.sub(r"\d\d:\d\d", "", buys))
        counts = [c for c in counts if c.strip(",.")]
        assert (len(times), len(counts)) == ((2, 0) if m.bought.finish else (1, 2))  # one time: the deadline


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_matter_names_place_cause_what_how_many_from_where_who_and_by_when(seen: Seen, lang: str) -> None:
    _at, day, _, _ = seen
    pack = day.pack
    for m in moved(seen):
        t = decision_text(day, m, lang)
        assert all(x.strip() for x in astuple(t))
        assert short(pack.area[m.area], lang) in t.gap
        assert f"{round(m.order.held):,}" in t.cause
        assert f"{m.order.units:,}" in t.what
        assert hour_told(m.by, day.ops_day, lang) in t.what
        assert pack.area[m.area].name(lang) in t.who
        assert responsible(pack, pack.lines[m.part], lang) in t.who
        for v in m.order.moves:
            assert f"{short(pack.area[v.source], lang)}" in t.what
        if m.order.from_city:
            assert f"{m.order.from_city:,}" in t.what
        for wish in ("每小时再多办", "more an hour"):  # a wish is not an order
            assert wish not in " ".join(astuple(t))


def test_the_hour_to_act_by_cannot_pass_while_it_is_shown(seen: Seen, board: "Board") -> None:
    at, _, _, _ = seen
    for m in moved(seen):
        assert at.known_at < m.by < m.deadline
        last_minute = m.by - timedelta(minutes=1)  # the board is another one from then on
        assert moment_at(last_minute, board.pack.operation).as_of == at.as_of
    for m in seen[3]:
        for lang in LANGUAGES:
            day = seen[1]
            hours = re.findall(r"(\d\d:\d\d)", decision_text(day, m, lang).what) if isinstance(m, Matter) else []
            assert all(h > f"{at.known_at:%H:%M}" for h in hours)


def test_in_the_last_slot_before_a_deadline_an_order_is_still_given_while_half_an_hour_is_left(
    slots: dict[str, Seen], board: "Board"
) -> None:
    _, day, gauges, _ = slots["22:40"]
    by = {
        clock: Situation(board.pack, moment_of(board, clock), day.frame, Readings(board.pack, gauges), None)
        for clock in ("22:05", "22:40", "23:20", "20:05")
    }
    midnight = datetime(2022, 4, 6)
    assert by["20:05"].in_place(DEADLINE) == midnight + timedelta(hours=22)
    assert by["22:05"].in_place(DEADLINE) == midnight + timedelta(hours=23)
    assert by["22:40"].in_place(DEADLINE) == midnight + timedelta(hours=23.5)
    assert by["23:20"].in_place(DEADLINE) is None
    assert by["20:05"].in_place(midnight + timedelta(hours=22)) == midnight + timedelta(hours=21)
    assert all(m.by == midnight + timedelta(hours=23.5) for m in moved(slots["22:40"]))
    assert moved(slots["22:40"])


def test_how_many_follows_from_what_one_unit_does(seen: Seen) -> None:
    """Items an hour that are needed over what one of the units does; never a third more than a district has."""
    _, _day, gauges, _ = seen
    value = {(g, a): v for g, a, v in zip(gauges["gauge"], gauges["area_code"], gauges["value"], strict=True)}
    for m in moved(seen):
        o = m.order
        assert o.held == pytest.approx(value[o.gauge, m.area])
        assert o.plus[m.area] == pytest.approx(o.units * o.each)
        if o.ready:
            assert o.units <= o.held
            continue
        assert o.units <= 0.3 * o.held + 1e-9
        hours = (m.deadline - m.by).total_seconds() / 3600
        assert (o.units - 1) * o.each * hours <= m.left * 1.05 + 1  # no more than the gap asks for


def test_donors_give_what_they_do_not_need_once(seen: Seen) -> None:
    _, day, gauges, _ = seen
    value = {(g, a): v for g, a, v in zip(gauges["gauge"], gauges["area_code"], gauges["value"], strict=True)}
    given: dict[tuple[str, str], int] = {}
    for m in moved(seen):
        assert day.pack.gauges[m.order.gauge].id == m.order.gauge
        for v in m.order.moves:
            assert v.target == m.area
            given[m.order.gauge, v.source] = given.get((m.order.gauge, v.source), 0) + v.amount
            assert day.state(m.part, v.source) == "on_track"
    for (gauge, area), units in given.items():
        assert units <= 0.3 * value[gauge, area]
        assert units <= spared(seen, gauge).get(area, units)


def spared(seen: Seen, gauge: str) -> dict[str, float]:
    """By district, what it can spare of this resource and still clear in its bad case; nothing of lines by pace."""
    _, day, gauges, _ = seen
    line, said = day.pack.gauges[gauge].speeds, day.outlook
    assert said is not None
    if said.of(line, WHOLE) is None:
        return {}
    ready, own = said.now.cases[line], gauges[gauges["gauge"] == gauge].set_index("area_code")["value"]
    held = np.nan_to_num(own.reindex(list(ready.case.areas)).to_numpy(float))
    each = np.median(ready.recent.rate_done, axis=1) / np.where(held > 0, held, np.inf)
    parts = [said.now.areas[line, a] for a in ready.case.areas]
    spare, _ = spare_and_need(ready, parts, np.where(each > 0, each, np.inf), np.floor(0.3 * held))
    return dict(zip(ready.case.areas, spare, strict=True))


def test_the_order_of_the_matters_is_what_they_bring_and_no_line_fills_it(seen: Seen) -> None:
    worth = [m.worth_h for m in moved(seen)]
    assert worth == sorted(worth, reverse=True)
    assert len(worth) <= 6
    assert max(np.unique([m.line for m in moved(seen)], return_counts=True)[1], default=0) <= 2


def test_something_is_found_while_it_can_still_help(slots: dict[str, Seen]) -> None:
    lines = {m.line for s in slots.values() for m in moved(s)}
    assert {"transfer", "quarantine", "capacity", "key_groups"} <= lines  # by forecast, and by pace
    assert not moved(slots["24:20"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_after_the_deadline_those_left_are_counted_and_looked_after(seen: Seen, lang: str) -> None:
    at, day, _, found = seen
    past_it = {
        x.id
        for x in day.lines("headline")
        if (r := day.city(x.id)) and r["open"] and r["deadline_at"] <= pd.Timestamp(at.as_of)
    }
    left = [m for m in found if isinstance(m, LeftOver)]
    assert {m.line for m in left} == past_it
    for m in left:
        city = day.city(m.line)
        assert city is not None
        t = decision_text(day, m, lang)
        assert m.left == city["open"]
        assert sum(n for _, n in m.areas) == pytest.approx(m.left)
        assert [n for _, n in m.areas] == sorted((n for _, n in m.areas), reverse=True)
        assert not m.areas[0][0] or short(day.pack.area[m.areas[0][0]], lang) in t.cause
        assert "08:00" in t.buys
        assert responsible(day.pack, day.pack.lines[m.part], lang) in t.who
        if m.overdue is not None:
            assert 0 <= m.overdue <= m.left  # of one group, never the sum of the worst of each district
            assert m.overdue + m.due_next == m.to_do <= m.left  # a target may let some stay
            assert "-" not in t.what
            assert t.what.strip()
    assert not {m.line for m in moved(seen)} & past_it


def test_all_that_is_left_at_the_end_of_the_day_is_told(slots: dict[str, Seen]) -> None:
    _, day, _, found = slots["24:20"]
    assert all(isinstance(m, LeftOver) for m in found)
    assert len(found) >= 4
    assert "24:00" in decision_text(day, found[0], "zh").gap


@pytest.mark.parametrize("lang", LANGUAGES)
def test_where_nothing_can_be_moved_any_more_that_is_said_beside_those_left(slots: dict[str, Seen], lang: str) -> None:
    _, day, _, found = slots["23:40"]
    assert not any(isinstance(m, Matter) for m in found)
    assert say(lang, "decide.none") in decide(day, found, [], lang)
    _, day, _, found = slots["18:05"]
    assert say(lang, "decide.none") not in decide(day, found, [], lang)


HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("before", "after", "measure"),
    [
        (Outcome(DEADLINE + HOUR, 1000), Outcome(DEADLINE - HOUR, 0), "finish"),
        (Outcome(DEADLINE - HOUR, 0), Outcome(DEADLINE - HOUR - timedelta(minutes=9), 0), None),
        (Outcome(DEADLINE - HOUR, 0), Outcome(DEADLINE - HOUR - timedelta(minutes=10), 0), "finish"),
        (Outcome(None, 1000), Outcome(None, 981), None),  # less than 2 %
        (Outcome(None, 1000), Outcome(None, 975), "left"),
        (Outcome(None, 100), Outcome(None, 91), None),  # fewer than 10
        (Outcome(None, 3240), Outcome(None, 3170), None),  # told alike
        (Outcome(DEADLINE + 9 * HOUR, 1000), Outcome(DEADLINE + 8 * HOUR, 900), "left"),  # past it the remainder counts
        (Outcome(DEADLINE - HOUR, 0), Outcome(DEADLINE - 2 * HOUR, 50), None),  # at the cost of others
        (Outcome(DEADLINE - HOUR, 100), Outcome(DEADLINE + HOUR, 50), None),
    ],
)
def test_the_thresholds(before: Outcome, after: Outcome, measure: str | None) -> None:
    buys = bought(before, after, DEADLINE)
    assert (None if buys is None else "finish" if buys.finish else "left") == measure


def test_where_the_stage_before_holds_it_up_nobody_is_sent_to_the_last(slots: dict[str, Seen], board: "Board") -> None:
    """The door waits for goods: more delivery workers would have nothing to carry."""
    clock, line = next((c, m.line) for c, s in slots.items() for m in moved(s) if m.stage and m.line != "screening")
    at, day, gauges, _ = slots[clock]
    frame = day.frame.copy()
    upstream = frame["line"].isin(["supply_t2", "supply_t3"])
    frame.loc[upstream, "rate_done"] = frame.loc[upstream, "rate_done"] / 100
    found = to_decide(board.pack, at, frame, gauges, day.outlook)
    assert line not in {m.line for m in found if isinstance(m, Matter)}


def test_where_places_are_short_no_vehicles_are_ordered(slots: dict[str, Seen], board: "Board") -> None:
    at, day, gauges, found = slots["18:05"]
    assert "transfer" in {m.line for m in found if isinstance(m, Matter)}
    full = gauges.assign(value=gauges["value"].where(~gauges["gauge"].isin(["free_hospital", "free_fangcang"]), 0.0))
    again = to_decide(board.pack, at, day.frame, full, day.outlook)
    assert "transfer" not in {m.line for m in again if isinstance(m, Matter)}


def test_of_districts_that_usually_clear_from_where_they_stand_nothing_is_ordered(
    slots: dict[str, Seen], board: "Board"
) -> None:
    at, day, gauges, found = slots["14:05"]
    of_line = day.frame["line"].eq("capacity") & day.frame["level"].eq("district")
    assert "capacity" in {m.line for m in found if isinstance(m, Matter)}
    usual = day.frame.assign(usual=day.frame["usual"].astype(bool) | of_line)
    assert "capacity" not in {m.line for m in to_decide(board.pack, at, usual, gauges, day.outlook)}


def test_without_an_outlook_what_the_pace_judges_is_still_decided(slots: dict[str, Seen], board: "Board") -> None:
    at, day, gauges, _ = slots["14:05"]
    alone = replace(day, outlook=None)
    assert any(m.line == "capacity" for m in to_decide(board.pack, at, alone.frame, gauges, None))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_those_left_by_a_report_that_is_not_all_in_are_told_with_how_many_are(
    slots: dict[str, Seen], lang: str
) -> None:
    _, day, _, found = slots["24:20"]
    one = next(m for m in found if isinstance(m, LeftOver))
    v = day.verdicts[one.part, WHOLE]
    for spoke, partly in ((1, True), (16, False), (0, False)):
        verdicts = {**day.verdicts, (one.part, WHOLE): replace(v, spoke=spoke, of=16, newest=one.as_of)}
        gap = decision_text(replace(day, verdicts=verdicts), one, lang).gap
        assert (say(lang, "decide.partly", spoke=spoke, of=16) in gap) is partly
