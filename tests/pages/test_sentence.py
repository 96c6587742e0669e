"""The first sentence says what the figures say, and no more."""

import pandas as pd
import pytest

from data_pipeline.judge.judged import JudgedRow
from data_pipeline.outlook.day import Day
from data_pipeline.sentences.sentence import later, lead, outlook, overview, pace
from data_pipeline.words import LANGUAGES, say
from tests.pages.conftest import MakeDay
from tests.support.rows import row as row_as


def row(day: Day, **facts: object) -> JudgedRow:
    return row_as(JudgedRow, dict(day.city("transfer") or {}) | facts)


def test_it_gives_what_was_due_what_is_done_and_what_is_left(day: Day) -> None:
    told, city = lead(day, day.pack.lines["transfer"], "zh"), day.city("transfer")
    assert city is not None
    assert told.startswith("截至14:00，阳性转运应转")
    for name in ("due", "done", "open"):
        assert f"{city[name]:,}人" in told
    assert "按目前速度" in told


@pytest.mark.parametrize(
    ("facts", "zh"),
    [
        ({"open": 0}, "已全部清零。"),
        ({"state": "unknown", "stale": True}, "数据已过时，暂不作判断。"),
        ({"state": "unknown", "stale": False}, "已报时点不足，暂不能测算清零时间。"),
        ({"finish_at": pd.NaT, "late_h": float("nan")}, "按目前速度不能清零。"),
        ({"finish_at": pd.NaT, "rate_done": float("nan")}, "已报时点不足，暂不能测算清零时间。"),
        ({"judge": "deadline"}, "24:00截止已过"),
        ({"judge": "stopped", "stopped": pd.Timestamp(2022, 4, 6, 12)}, "自12:00起无进展"),
        ({"awaited": True}, "预计此时已清零"),
        ({"judge": "cleared"}, "已达目标"),
        ({"state": "unknown", "stale": False, "judge": "working_out"}, "研判中。"),
        ({"state": "unknown", "stale": False, "judge": "waiting"}, "上报的区尚少"),
        ({"late_h": 0.0}, "恰为截止时限"),
        ({"late_h": 1.33}, "晚于截止1小时20分"),
        ({"late_h": -2.0}, "早于截止2小时"),
    ],
)
def test_the_outlook_has_a_sentence_for_every_case(day: Day, facts: dict, zh: str) -> None:
    line = day.pack.lines["transfer"]
    assert zh in outlook(day, row(day, **facts), line, "zh")
    assert outlook(day, row(day, **facts), line, "en")


def test_a_pace_is_asked_for_only_where_the_present_one_falls_short(day: Day) -> None:
    assert "每小时须多办" in pace(day, day.pack.lines["transfer"], "zh")
    assert pace(day, day.pack.lines["chase"], "zh") == ""


def test_no_pace_is_told_where_one_report_came_so_far(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    first = row(day, judge="pace", needed=200.0, rate_done=float("nan"))
    monkeypatch.setattr(Day, "city", lambda *_: first)
    assert pace(day, day.pack.lines["transfer"], "zh") == ""


def test_a_line_that_speaks_for_its_worst_part_names_the_part(day: Day) -> None:
    assert "外来人口" in lead(day, day.pack.lines["key_groups"], "zh")


def test_the_overview_counts_every_line_once(day: Day) -> None:
    told = overview(day, "zh")
    states = day.count_states()
    assert told.startswith("全市8项：")
    assert sum(states.values()) == 8
    assert f"{states['will_miss']}项需支援" in told


def test_an_empty_day_says_that_nothing_came(empty_day: Day) -> None:
    assert lead(empty_day, None, "zh") == "截至14:00，尚未收到今日数据。"


def test_no_sentence_goes_without_its_as_of(make_day: MakeDay) -> None:
    for hour in (8, 14, 22):
        for line in make_day(hour).lines("headline"):
            assert lead(make_day(hour), line, "zh").startswith(f"截至{hour:02d}:00，")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_still_comes_past_the_notice_hour_is_told_as_no_part_of_a_finish_by_pace(lang: str, day: Day) -> None:
    told, line = say(lang, "sentence.later"), day.pack.lines["chase"]

    def beside(**facts: object) -> str:
        shown = {"judge": "pace", "open": 5, "hours_left": 2.0, "rate_new": 100.0, "expected_new": 0.0}
        known = row(day, **shown | facts)
        day.latest["chase", day.city_code] = known
        return later(day, line, lang)

    assert beside() == told
    for other in ({"expected_new": 10.0}, {"rate_new": 0.0}, {"judge": "forecast"}, {"hours_left": 0.0}, {"open": 0}):
        assert beside(**other) == ""
