"""What is said of a line past its deadline: what its target lets stay is no debt, and what fell due has fallen due."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import numpy as np
import pytest

from data_pipeline.core.stretch import Now, Stretch
from data_pipeline.forecast.profile import FLAT, Profile
from data_pipeline.judge.judged import JudgedRow
from data_pipeline.judge.verdict import Judge
from data_pipeline.outlook.day import Day
from data_pipeline.outlook.leftover import LeftOver
from data_pipeline.sentences import closed
from data_pipeline.sentences.decision import decision_text
from data_pipeline.sentences.phrases import due_share, finish
from data_pipeline.words import LANGUAGES, say
from pages.components.charts.burndown import burndown
from pages.model.canvas import Canvas
from tests.pages.conftest import MakeDay
from tests.support import fake, samples
from tests.support.rows import row as row_as

PACK = samples.pack()
NIGHT = fake.MIDNIGHT + timedelta(hours=24, minutes=20)
MORNING = fake.MIDNIGHT + timedelta(hours=32, minutes=10)


def whole_day() -> Day:
    rows = fake.day_rows(PACK, 24)
    return Day.of(rows.assign(overdue=rows["open"]), PACK, fake.DAY, fake.MIDNIGHT + timedelta(hours=24))


def over(now: datetime) -> Day:
    return replace(whole_day(), now=now, stands=Now(Stretch.CLOSED, now))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_the_target_lets_stay_is_told_as_that_and_not_as_due_in_the_morning(lang: str) -> None:
    day, line = over(NIGHT), "screening"
    facts = dict(day.city(line) or {}) | {"open": 171_810, "due": 25_850_000, "overdue": 0, "to_do": 0.0}
    row = row_as(JudgedRow, facts)
    day.latest[line, day.city_code] = row
    told_of = closed.sentence(day, day.pack.lines[line], row, lang)
    assert say(lang, "closed.rule_enough") in told_of
    assert say(lang, "closed.rule_none") not in told_of
    assert finish(row, day, lang) == say(lang, "tile.enough")
    more = row_as(JudgedRow, facts | {"to_do": 5.0})
    assert say(lang, "closed.rule_none") in closed.sentence(day, day.pack.lines[line], more, lang)
    assert finish(more, day, lang) == say(lang, "closed.tile_due")


@pytest.mark.parametrize("judge", [Judge.WAITING, Judge.WORKING])
def test_what_is_not_judged_yet_is_not_told_as_missed(judge: Judge) -> None:
    day = over(NIGHT)
    facts = dict(day.city("transfer") or {}) | {"judge": judge, "open": 8_690, "overdue": None, "to_do": 8_690.0}
    assert finish(row_as(JudgedRow, facts), day, "en") == say("en", f"tile.{judge}")


def test_a_line_that_met_its_target_left_nothing_overnight() -> None:
    day = over(NIGHT)
    before = closed._counted(day)["left"]
    line = next(x for x in day.lines("headline") if (r := day.city(x.id)) and r["open"] and day.is_past(r))
    day.latest[line.id, day.city_code] = row_as(JudgedRow, dict(day.city(line.id) or {}) | {"to_do": 0.0})
    assert closed._counted(day)["left"] == before - 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_hour_by_which_something_was_due_is_not_told_as_to_come_once_it_has_struck(lang: str) -> None:
    due = fake.MIDNIGHT + timedelta(hours=32)
    left = LeftOver(
        "transfer",
        "transfer",
        fake.MIDNIGHT + timedelta(hours=24),
        fake.MIDNIGHT + timedelta(hours=24),
        500,
        500,
        (("310115", 500.0),),
        3.0,
        300.0,
        due,
    )
    hour = say(lang, "number.next_day", clock="08:00")
    night, morning = (decision_text(over(now), left, lang) for now in (NIGHT, MORNING))
    assert night.buys == say(lang, "decide.left_do", due=hour)
    assert morning.buys == say(lang, "decide.left_do_now")
    assert morning.what != night.what
    assert hour in morning.what


def test_nothing_was_to_be_reached_where_the_first_report_came_after_the_deadline() -> None:
    day, other = whole_day(), whole_day()
    other.frame.loc[other.frame["line"].eq("transfer"), "deadline_at"] = fake.MIDNIGHT + timedelta(hours=6)
    assert [len(_dotted(day)), len(_dotted(other))] == [1, 0]


def _dotted(day: Day) -> list[dict]:
    drawn = burndown(Canvas(day, "zh", "light"), day.pack.lines["transfer"], day.city_code).charts["burndown"]
    return [t for t in drawn["data"] if t["line"].get("dash") == "dot"]


@pytest.mark.parametrize(("hour", "share"), [(18, 0.6), (24, 0.8)])
def test_a_bar_of_a_round_that_runs_through_the_night_has_its_tick_where_the_day_has_come(
    hour: int, share: float
) -> None:
    at = fake.MIDNIGHT + timedelta(hours=hour)
    row = {"deadline_at": fake.MIDNIGHT + timedelta(hours=30), "as_of": at, "hours_left": 30.0 - hour}
    assert due_share(row_as(JudgedRow, row)) == pytest.approx(share, abs=0.001)


def test_what_is_due_by_now_follows_the_usual_hours_of_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Work that is done in the afternoon is not behind at noon; without days before, nobody knows."""
    late = np.where(np.arange(24) < 12, 0.5, 1.5)
    shape = Profile(late, FLAT, FLAT, days=3)
    row = row_as(JudgedRow, {"deadline_at": fake.MIDNIGHT + timedelta(hours=24), "hours_left": 12.0,
                             "as_of": fake.MIDNIGHT + timedelta(hours=12)})  # fmt: skip
    assert [due_share(row), due_share(row, shape)] == [0.5, 0.25]
    (straight,) = _dotted(whole_day())
    monkeypatch.setattr(Day, "profile", lambda *_: shape)
    (bent,) = _dotted(whole_day())
    assert len(straight["x"]) == 2
    assert (bent["x"][0], bent["x"][-1]) == (straight["x"][0], straight["x"][-1])
    assert (bent["y"][0], bent["y"][-1]) == (straight["y"][0], 0)
    steps = [a - b for a, b in pairwise(bent["y"][1:-1])]
    assert steps[-1] == pytest.approx(3 * steps[0])


def test_the_figure_at_the_top_of_a_flat_picture_stands_beside_its_point(make_day: MakeDay) -> None:
    day = make_day(8)
    drawn = burndown(Canvas(day, "zh", "light"), day.pack.lines["transfer"], day.city_code).charts["burndown"]
    figure = next(a for a in drawn["layout"]["annotations"] if a["text"].startswith("<b>"))
    assert abs(figure["yshift"]) < 5
