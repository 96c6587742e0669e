"""The balance of a line is drawn with its gap as a bar of its own, and the last 3 % apart."""

import re
from datetime import datetime

import pytest

from data_pipeline.outlook.day import Day
from data_pipeline.words import LANGUAGES, say
from pages.views.outlook.balance import balance, gap
from tests.support import fake, samples

PACK, AT = samples.pack(), datetime(2022, 4, 6, 14)


def day(off: int = 0, area: str = "310115") -> Day:
    """`off`: so many fewer are told as open in one district, and in the city, than should be left."""
    rows = fake.day_rows(PACK, 14)
    rows["open"] = rows["due"] - rows["done"]
    for of in (area, PACK.operation.city_code):
        rows.loc[(rows["line"] == "transfer") & (rows["area_code"] == of), "open"] -= off
    return Day.of(rows, PACK, fake.DAY, AT)


def width(html: str, name: str) -> float:
    (found,) = re.findall(rf'<div class="{name}[^"]*">.*?width:([\d.]+)%', html)
    return float(found)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_does_not_add_up_is_a_bar_of_its_own_with_its_district(lang: str) -> None:
    told = day(off=500)
    html = balance(told, PACK.lines["transfer"], "", lang)
    row = told.city("transfer")
    assert row is not None
    assert gap(row) == 500
    assert 'class="gap off"' in html
    whole = float(row["carry_in"]) + float(row["new_due"])
    assert width(html, "gap") == pytest.approx(100 * 500 / whole, abs=0.02)
    assert say(lang, "balance.off", gap="+500").strip() in html
    assert "+500" in html.split("<p>")[1]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_figures_that_agree_are_said_to(lang: str) -> None:
    html = balance(day(), PACK.lines["transfer"], "", lang)
    assert "off" not in re.findall(r'class="gap([^"]*)"', html)[0]
    assert say(lang, "balance.agrees").strip() in html
    assert width(html, "gap") == 0
    assert "14:00" in html


def test_a_gap_in_one_district_is_told_though_another_cancels_it_in_the_city() -> None:
    rows = day(off=300).frame.copy()
    rows.loc[(rows["line"] == "transfer") & (rows["area_code"].isin(["310104", PACK.operation.city_code])), "open"] += (
        300
    )
    html = balance(Day.of(rows, PACK, fake.DAY, AT), PACK.lines["transfer"], "", "en")
    assert "+300" in html
    assert "-300" in html


def test_the_bars_of_what_is_left_add_up_and_the_tail_is_at_most_3_percent() -> None:
    html = balance(day(), PACK.lines["transfer"], "", "en")
    row = day().city("transfer")
    assert row is not None
    whole = float(row["carry_in"]) + float(row["new_due"])
    assert width(html, "open") + width(html, "tail") == pytest.approx(100 * row["open"] / whole, abs=0.05)
    assert width(html, "tail") <= 100 * 0.03 * row["due"] / whole + 0.01


def test_a_line_with_nothing_due_draws_nothing() -> None:
    assert (
        balance(
            Day.of(fake.day_rows(PACK, 14).iloc[:0], PACK, fake.DAY, fake.MIDNIGHT), PACK.lines["transfer"], "", "en"
        )
        == ""
    )
