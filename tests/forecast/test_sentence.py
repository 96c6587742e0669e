"""Sentences say what the figures say, in both languages, and never without their as-of."""

from datetime import datetime
from typing import Any

import pandas as pd
import pytest

from data_pipeline.forecast import advice, project, sentence
from data_pipeline.forecast.companion import companions
from data_pipeline.forecast.method import Method
from data_pipeline.forecast.prepare import prepare
from data_pipeline.forecast.sensitivity import Effect
from data_pipeline.forecast.tail import apart
from data_pipeline.words import Unit
from tests.support.ledger import steady

NOW = datetime(2022, 4, 6, 18)
LANGUAGES = ("zh", "en")


def say(lang: str, rows: pd.DataFrame, now: datetime = NOW) -> str:
    of = project(rows, now, Method(notice_h=20)).areas["transfer", "310113"]
    return sentence.projection(lang, of, "转运", Unit("人", "人"))


CASES = {
    "late": steady(100, 20, 450),
    "safe": steady(200, 20, 300),
    "never": steady(20, 40, 500),
    "stopped": steady(0, 0, 500),
    "cleared": steady(100, 0, 0),
    "thin": steady(100, 20, 400, until=12),
    "past": steady(100, 0, 150, deadline_h=17),
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", CASES)
def test_no_sentence_without_its_as_of(lang: str, name: str) -> None:
    now = NOW.replace(hour=12) if name == "thin" else NOW
    assert f"{now:%H:%M}" in say(lang, CASES[name], now)


def test_the_product_sentence() -> None:
    seen = say("zh", CASES["late"])
    for part in ("截至18:00，转运尚有450人未办。", "预计", "24:00逾期风险约", "到24:00未办约", "从现在起每小时再多办"):
        assert part in seen


def test_a_finish_after_midnight_is_said_as_the_next_day() -> None:
    assert "次日" in say("zh", CASES["late"])
    assert "next day" in say("en", CASES["late"])


def test_growth_is_said_when_it_will_never_clear() -> None:
    assert "按目前速度无法清零，每小时净增20人" in say("zh", CASES["never"])
    assert "grows by 20" in say("en", CASES["never"])
    assert "按目前速度无法清零。" in say("zh", CASES["stopped"])


def test_a_refusal_gives_its_reason_and_no_finish() -> None:
    seen = say("zh", CASES["thin"], NOW.replace(hour=12))
    assert "数据不足" in seen
    assert "可用时点不足4个" in seen
    assert "预计" not in seen


def test_risks_are_said_to_the_nearest_5_percent_and_never_as_certain_when_they_are_not() -> None:
    from data_pipeline.forecast.types import shown

    assert [shown(p) for p in (0.004, 0.63, 0.999)] == [0.05, 0.65, 0.95]


def test_uncertain_counts_have_two_figures() -> None:
    figures = (7.4, 99.4, 215, 1234, 86_512, 234_567, 12_345_678)
    told = [[sentence.about(lang, x) for x in figures] for lang in ("en", "zh")]
    assert told[0] == ["7", "99", "220", "1,200", "87,000", "230,000", "12,000,000"]
    assert told[1] == ["7", "99", "220", "1,200", "87,000", "23万", "1,200万"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_districts_are_counted_and_the_last_one_named(lang: str) -> None:
    rows = pd.concat([steady(r, 20, 900, area=a) for a, r in (("310101", 60), ("310104", 300))])
    seen = project(rows, NOW)
    areas = {p.area_code: p for p in seen.of_line("transfer")}
    names = {"310101": "黄浦区", "310104": "徐汇区"}
    said = sentence.districts(lang, seen.city["transfer"], areas, names)
    assert "黄浦区" in said
    assert "1" in said
    assert "2" in said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_reach_of_the_companion_can_be_said(lang: str) -> None:
    for rows in (*CASES.values(), steady(150, 0, 1200)):
        for seen in companions(prepare(rows, NOW)["transfer"]):
            assert f"{seen.as_of:%H:%M}" in sentence.companion(lang, seen, "宝山区", "转运", Unit("人", "人"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_bottleneck_is_named_by_hours_of_work_and_by_effect(lang: str) -> None:
    seen = [Effect("test", 1.5, 8, 6.5, 0.6, 0.4, 3.0), Effect("deliver", 0.0, 8, 8, 0.6, 0.6, 7.5)]
    said = advice.bottleneck(lang, seen, NOW, {"test": "检测", "deliver": "送样"})
    for part in ("18:00", "送样", "7.5", "检测", "90"):
        assert part in said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_score_is_said_with_its_baselines(lang: str) -> None:
    row: Any = {
        "n": 60,
        "open": 50,
        "coverage": 0.79,
        "brier": 0.1,
        "brier_straight": 0.2,
        "brier_yesterday": 0.3,
        "error_h": 0.75,
    }
    for part in ("79%", "50", "0.10", "0.20", "0.30", "45"):
        assert part in advice.score(lang, row)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_97_and_100_percent_are_said_apart(lang: str) -> None:
    seen = project(CASES["safe"], NOW)
    said = sentence.tail(lang, apart(seen.cases["transfer"].case)[0], seen.areas["transfer", "310113"])
    assert "97%" in said
