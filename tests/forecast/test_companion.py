"""Rate needed against the best ever seen, and the last safe time, worked by hand."""

import math
from dataclasses import replace
from datetime import date, datetime

import pandas as pd
import pytest

from data_pipeline.forecast.companion import Companion, Reach, agreed, companions
from data_pipeline.forecast.method import Method
from data_pipeline.forecast.prepare import prepare
from data_pipeline.forecast.sentence import companion
from data_pipeline.words import LANGUAGES, Unit
from tests.support.ledger import ledger, steady

COUNTED = Unit("C", "C")

NOW = datetime(2022, 4, 6, 18)


def one(rows: pd.DataFrame) -> Companion:
    return companions(prepare(rows, NOW, Method(notice_h=20))["transfer"])[0]


def yesterday(evening: float) -> pd.DataFrame:
    """60 an hour by day, `evening` an hour from 18:00 on."""
    hours = [8, 10, 12, 14, 16, 18, 20, 22, 24]
    done = [60.0 * h if h <= 18 else 1080 + evening * (h - 18) for h in hours]
    return ledger(done, [0] * 9, hours=hours, carry_in=5000, day=date(2022, 4, 5))


def test_the_present_rate_is_enough() -> None:
    seen = one(steady(100, 0, 300))
    assert seen.reach is Reach.ENOUGH
    assert (seen.needed, seen.pace) == (pytest.approx(50), pytest.approx(100))
    assert seen.last_safe is None


def test_it_must_rise_to_what_has_been_seen_by_the_last_safe_time() -> None:
    """600 left at 18:00 and 50 an hour now; yesterday evening did 150. 50·t + 150·(6−t) = 600 at t = 3: 21:00."""
    seen = one(pd.concat([yesterday(150), steady(50, 0, 600)]))
    assert seen.reach is Reach.RISE
    assert (seen.needed, seen.best) == (pytest.approx(100), pytest.approx(150))
    assert seen.last_safe == datetime(2022, 4, 6, 21)
    assert seen.rate_then == pytest.approx(150)


def test_even_the_best_ever_seen_is_not_enough() -> None:
    seen = one(pd.concat([yesterday(80), steady(50, 0, 600)]))
    assert seen.reach is Reach.BEYOND
    assert seen.share_of_best == pytest.approx(100 / 80)


def test_the_best_is_that_of_the_same_hours_not_of_noon() -> None:
    """Fast days and slow nights: noon's 60 an hour is no promise for the night."""
    assert one(pd.concat([yesterday(20), steady(30, 0, 300)])).best == pytest.approx(20)


def test_arrivals_before_the_cutoff_are_owed_and_later_ones_are_not() -> None:
    """40 an hour until 20:00 makes 80 more."""
    seen = one(steady(100, 40, 300))
    assert seen.expected == pytest.approx(80)
    assert seen.needed == pytest.approx(380 / 6)


def test_nothing_open_is_clear_and_a_passed_deadline_is_past() -> None:
    assert one(steady(100, 0, 0)).reach is Reach.CLEAR
    assert one(steady(100, 0, 300, deadline_h=17)).reach is Reach.PAST


def test_a_place_where_nothing_was_ever_done_has_nothing_to_compare_with() -> None:
    assert one(steady(0, 0, 300)).reach is Reach.UNKNOWN


@pytest.mark.parametrize("best", [100.0, 60.0])
def test_where_one_district_cannot_be_helped_the_citys_own_rates_decide_what_is_said_of_them(best: float) -> None:
    """A city with no gap to tell, because a district's is endless, is not beyond a best that is above what it needs."""
    city = replace(one(steady(100, 20, 300)), needed=80.0, best=best)
    told = agreed(city, 30.0, math.inf, city.as_of)
    assert told.reach is (Reach.RISE if best > 80 else Reach.BEYOND)
    assert (told.needed, told.last_safe) == (80.0, None)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_best_that_is_told_like_what_is_needed_is_not_said_to_fall_short_of_it(lang: str) -> None:
    city = replace(one(steady(100, 20, 300)), reach=Reach.BEYOND, needed=1490.0, best=1455.0)
    assert companion(lang, city, "A", "B", COUNTED) == companion(
        lang, replace(city, reach=Reach.RISE), "A", "B", COUNTED
    )
    short = replace(city, best=1300.0)
    assert companion(lang, short, "A", "B", COUNTED) != companion(
        lang, replace(short, reach=Reach.RISE), "A", "B", Unit("C", "C")
    )
