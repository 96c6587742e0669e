"""Charts of the Screening page against given rows: bars are shares of what came in, the bottleneck is hours of work."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from data_pipeline.words import LANGUAGES, say
from data_pipeline.words.numbers import hours
from pages.components.charts.bars import spread
from pages.components.charts.funnel import funnel
from pages.views.screening.chase import chase
from pages.views.screening.coverage import coverage
from pages.views.screening.curves import curves
from pages.views.screening.rounds import rounds
from tests.support.drawn import text
from tests.support.scenes import CITY, gauge, ledger, notes, scene, trace

STAGES = {"sample": (1000, 400), "deliver": (40, 30), "test": (30, 6), "report": (6, 6), "verify": (10, 5)}
MIDNIGHT = datetime(2022, 4, 6)
HOURS = {"sample": 2.0, "deliver": 1.0, "test": 9.0, "report": 0.0, "verify": 0.5}
ROUND = {
    "round_id": "R1",
    "zh": "一轮",
    "en": "Round one",
    "rule_zh": "规则",
    "rule_en": "Rule",
    "as_of": datetime(2022, 4, 6, 14),
    "starts_at": datetime(2022, 4, 6, 6),
    "deadline_at": datetime(2022, 4, 7, 6),
    "districts": 16,
    "due": 1000,
    "sampled": 400,
}


def stage_scene(**more: object):
    rows = [ledger(f"stage_{s}", CITY, due, done) for s, (due, done) in STAGES.items()]
    edges = {"direction": "down", "amber": 3.0, "red": 6.0}
    gauges = [gauge(f"stage_hours_{s}", CITY, h, **edges) for s, h in HOURS.items()]
    gauges += [gauge("stage_hours_test", "310117", 12.0), gauge("stage_hours_test", "310115", 11.0)]
    return scene(rows, gauges, {"page/rounds": [ROUND]}, **more)  # type: ignore[arg-type]


def test_each_bar_of_the_funnel_is_a_share_of_what_the_stage_before_gave() -> None:
    assert trace(funnel(stage_scene()))["x"] == pytest.approx([40, 75, 20, 100, 50])


def test_the_bottleneck_is_the_most_hours_of_work_not_the_most_items_and_names_its_worst_district() -> None:
    told = text(funnel(stage_scene()).html)
    assert "检环节积压最多：9.0小时工作量，松江最重" in told
    assert "1,000" in told


def test_people_and_tubes_keep_a_gap_between_them() -> None:
    at = trace(funnel(stage_scene()))["y"]
    steps = [b - a for a, b in pairwise(at)]
    assert steps[0] > steps[1] == steps[2] < steps[3]


def test_a_stage_without_pace_is_not_the_bottleneck_and_says_so() -> None:
    drawn = funnel(scene([ledger("stage_sample", CITY, 10, 5)], [gauge("stage_hours_sample", CITY, None)]))
    assert "暂无速度" in " ".join(notes(drawn))
    assert "五环节" in text(drawn.html)
    assert "积压5，暂无速度" in drawn.html
    assert "—小时" not in drawn.html


def test_the_distance_between_two_curves_is_the_time_a_tube_takes() -> None:
    rows = [
        ledger(f"stage_{s}", CITY, due, done, hour)
        for hour, scale in ((12, 1), (14, 2))
        for s, due, done in (("deliver", 40 * scale, 30 * scale), ("test", 30 * scale, 6 * scale))
    ]
    gauges = [
        gauge("stage_turnaround_deliver", CITY, 1.5, target=4.0),
        gauge("stage_turnaround_test", CITY, 3.0, target=8.0),
    ]
    drawn = curves(scene(rows, gauges, {"page/rounds": [ROUND]}))
    data = drawn.charts["curves"]["data"]
    assert [d["y"] for d in data[:3]] == [[0.0, 40, 80], [0.0, 30, 60], [0.0, 6, 12]]
    assert data[0]["x"][0] == "2022-04-06T06:00:00"
    assert (data[3]["x"], data[3]["y"]) == (["2022-04-06T12:30:00", "2022-04-06T14:00:00"], [60, 60])
    assert "送环节用时最紧：1.5小时" in text(drawn.html)  # 1.5 of 4 is more than 3 of 8


def test_a_round_from_the_day_before_is_not_drawn_from_nought() -> None:
    rows = [ledger("stage_deliver", CITY, 40, 30)]
    before = ROUND | {"starts_at": datetime(2022, 4, 5, 6)}
    drawn = curves(scene(rows, [gauge("stage_turnaround_deliver", CITY, 1.5)], {"page/rounds": [before]}))
    assert trace(drawn)["y"] == [40]


def test_methods_stand_side_by_side_each_against_its_own_due() -> None:
    rows = [
        ledger("screening_pcr", CITY, 200, 50),
        ledger("screening_ag", CITY, 100, 80),
        ledger("screening_pcr", "310101", 10, 10),
    ]
    drawn = coverage(scene(rows, asked={"page/rounds": [ROUND]}))
    first, second = drawn.charts["coverage"]["data"]
    assert (first["x"][:2], second["x"][:2]) == ([25.0, 100.0], [80.0, None])
    assert "14:00本轮时间已过33%" in text(drawn.html)


def test_the_oldest_re_check_is_named_with_its_district() -> None:
    rows = [ledger("chase", CITY, 90, 50), ledger("chase", "310106", 30, 10), ledger("chase", "310101", 60, 40)]
    drawn = chase(scene(rows, [gauge("chase_oldest", "310106", 2.5), gauge("chase_oldest", "310101", 7.5)]))
    assert "40人待复核，最久已等7.5小时，在黄浦" in text(drawn.html)
    assert trace(drawn)["x"][0] == 20


def test_every_round_tells_its_own_deadline() -> None:
    other = ROUND | {"round_id": "R2", "zh": "二轮", "deadline_at": datetime(2022, 4, 6, 12)}
    told = text(rounds(scene(asked={"page/rounds": [other, ROUND]})).html)
    assert "2轮" in told
    assert "已过截止" in told
    assert "距截止16小时" in told
    assert "06:00至次日06:00" in told


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_round_counts_to_its_deadline_by_the_clock_and_its_figures_tell_their_own_hour(lang: str) -> None:
    """As of 14:00, looked at after 18:00; and once more when the deadline has gone by with no newer report."""
    of = scene(asked={"page/rounds": [ROUND]}, lang=lang)
    late, over = (
        replace(of, day=replace(of.day, now=MIDNIGHT + t))
        for t in (timedelta(hours=18, minutes=10), timedelta(hours=31))
    )
    told = text(rounds(late).html)
    assert say(lang, "rounds.left", left=hours(11 + 50 / 60, lang)) in told
    assert "14:00" in told
    assert say(lang, "rounds.over") in text(rounds(over).html)


def test_labels_of_marks_that_lie_together_stand_apart_and_none_leaves_the_picture() -> None:
    assert spread([1, 5, 9], 1) == [1, 5, 9]
    assert spread([5, 5, 5], 2) == [9, 7, 5]
    assert spread([10, 10, 10], 2, 10) == [10, 8, 6]


def test_work_of_many_days_is_told_as_more_than_three() -> None:
    rows = [ledger("stage_sample", CITY, 10, 9)]
    drawn = funnel(scene(rows, [gauge("stage_hours_sample", CITY, 728.0)]))
    assert "采环节积压最多：72+小时工作量" in text(drawn.html)
