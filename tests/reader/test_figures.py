"""Texts as shown, back to what they mean; and the catalogue backwards, template by template."""

from datetime import date, datetime, timedelta

import pytest

from data_pipeline.words import LANGUAGES, numbers, say
from tests.reader import figures
from tests.reader.unsay import heard, unsay

DAY = date(2022, 4, 6)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("value", [0, 7, 999, 12_116, 99_999, 256_700, 1_965_781, 25_665_000])
def test_a_count_as_shown_can_stand_for_itself(lang: str, value: int) -> None:
    for told in (numbers.count(value, lang), numbers.compact(value, lang)):
        found = figures.number(told)
        assert found is not None
        assert found.holds(value), told


@pytest.mark.parametrize("share", [0.0, 0.469, 0.99961, 1.0, 1.013])
@pytest.mark.parametrize("digits", [0, 1])
def test_a_share_as_shown_can_stand_for_itself(share: float, digits: int) -> None:
    found = figures.share(numbers.percent(share, digits))
    assert found is not None
    assert found.holds(100 * share)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("hours", [0.5, 18, 24, 25.4, 31.9, -3, 75.1])
@pytest.mark.parametrize("brief", [False, True])
def test_a_clock_as_shown_is_read_back(lang: str, hours: float, brief: bool) -> None:
    at = datetime(2022, 4, 6) + timedelta(hours=hours)
    told = numbers.moment(at, DAY, lang, brief)
    found = figures.moment(told, DAY, lang)
    assert found == at if not (brief and hours >= 48) else found is None, told


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("hours", [0.0, 0.4, 2.0, 9.97, 74.5])
def test_a_length_of_time_is_read_back(lang: str, hours: float) -> None:
    found = figures.length(numbers.hours(hours, lang), lang)
    assert found is not None
    assert abs(found.total_seconds() / 3600 - hours) <= (1 if hours > 24 else 1 / 60)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_sentence_among_others_gives_its_facts_back(lang: str) -> None:
    unit = "人" if lang == "zh" else "people"
    left = say(lang, "forecast.ahead_left_at", p50="860", p90="1,400", unit=unit)
    risk = say(lang, "forecast.ahead_risk", deadline="24:00", risk="95%")
    text = say(lang, "forecast.ahead_never", risk=risk) + left + say(lang, "forecast.ahead_end")
    (said,) = heard(lang, ("forecast.ahead_left_at",), text)
    assert (said.facts["p50"], said.facts["p90"].removesuffix(unit)) == ("860", "1,400")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_another_template_is_not_taken_for_it(lang: str) -> None:
    assert unsay(lang, "burndown.alt_finish", say(lang, "burndown.alt_no_finish")) is None
    assert unsay(lang, "tile.overdue", say(lang, "tile.all_done")) is None
