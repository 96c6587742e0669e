"""Figures as people read them."""

from datetime import date, datetime

import pytest

from data_pipeline.words import numbers

DAY = date(2022, 4, 6)


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (0, "0", "0"),
        (9, "9", "9"),
        (14_350, "14,350", "14,350"),
        (99_999, "99,999", "99,999"),
        (100_000, "10.0万", "100,000"),
        (2_566_900, "256.7万", "2.57m"),
        (25_668_000, "2,567万", "25.67m"),
        (None, "—", "—"),
        (float("nan"), "—", "—"),
    ],
)
def test_counts_are_told_in_the_measure_of_the_language(value: float | None, zh: str, en: str) -> None:
    assert numbers.count(value, "zh") == zh
    assert numbers.count(value, "en") == en


def test_figures_of_one_sentence_share_one_measure() -> None:
    assert numbers.count(62_624, "zh", beside=104_000) == "6.3万"
    assert numbers.count(0, "zh", beside=104_000) == "0"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_last_few_of_millions_are_never_told_as_none(lang: str) -> None:
    assert numbers.count(62, lang, beside=5_016_000) == "62"
    assert numbers.count(4_000, lang, beside=50_160_000) in ("4,000", "0.4万")


def test_a_label_on_a_map_has_at_most_six_characters() -> None:
    for value in (0, 9_999, 10_000, 10_913, 99_999, 418_000, 999_999, 6_870_000, 25_000_000):
        assert len(numbers.compact(value, "zh")) <= 6
        assert len(numbers.compact(value, "en")) <= 6


@pytest.mark.parametrize(
    ("rate", "told"), [(0.9996, "99.9"), (1.0, "100"), (0.0, "0.0"), (1.034, "103.4"), (None, "—")]
)
def test_nearly_all_is_not_all(rate: float | None, told: str) -> None:
    assert numbers.percent(rate) == told


@pytest.mark.parametrize(
    ("at", "zh"),
    [
        (datetime(2022, 4, 6, 18, 0), "18:00"),
        (datetime(2022, 4, 7, 0, 0), "24:00"),
        (datetime(2022, 4, 7, 0, 49), "次日00:49"),
        (datetime(2022, 4, 8, 3, 0), "4月8日03:00"),
        (datetime(2022, 4, 5, 23, 0), "前一日23:00"),
        (datetime(2022, 4, 6, 23, 59, 40), "24:00"),
    ],
)
def test_an_hour_is_told_within_its_operating_day(at: datetime, zh: str) -> None:
    assert numbers.moment(at, DAY, "zh") == zh
    assert numbers.moment(at, DAY, "en")


@pytest.mark.parametrize(
    ("length", "zh", "en"),
    [(0.6, "36分钟", "36 min"), (9.97, "9小时58分", "9 h 58 min"), (24, "1天0小时", "1 d 0 h"), (2, "2小时", "2 h")],
)
def test_lengths_of_time(length: float, zh: str, en: str) -> None:
    assert numbers.hours(length, "zh") == zh
    assert numbers.hours(length, "en") == en


def test_half_an_hour_of_waiting_is_not_nothing() -> None:
    assert numbers.age(0.5, "zh") == "1小时"
