"""Uncertain counts and ranges: one unit, one precision, equal ends told once, and no range that tells nothing."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_pipeline.quantity import TINY, VAGUE, about, clocks, ends, percent, rough, span, span_or_unsaid
from data_pipeline.words import LANGUAGES, say

COUNTS = st.floats(0, 3e7, allow_nan=False)
BRIEF = st.booleans()
LANG = st.sampled_from(LANGUAGES)
UNIT = re.compile(r"[万千km]")
SIZES = {"万": 10_000, "k": 1000, "m": 1_000_000, "": 1}


def read(told: str) -> float:
    """A figure as a reader understands it."""
    size = SIZES.get(told[-1], 1)
    return float(UNIT.sub("", told).replace(",", "")) * size


@pytest.mark.parametrize(
    ("low", "high", "zh", "en", "zh_brief", "en_brief"),
    [
        (1_100, 80_000, None, None, None, None),
        (64_000, 230_000, "6.4–23.0万", "64,000–230,000", "6.4–23.0万", "64–230k"),
        (1_100, 8_000, "1,100–8,000", "1,100–8,000", "1,100–8,000", "1,100–8,000"),
        (0, 8, "0–8", "0–8", "0–8", "0–8"),
        (0, 400, None, None, None, None),
        (2_960, 3_040, "3,000", "3,000", "3,000", "3,000"),
        (120_000, 900_000, "12–90万", "120,000–900,000", "12–90万", "120–900k"),
    ],
)
def test_both_ends_of_a_range_have_one_unit_and_one_precision(
    low: float, high: float, zh: str | None, en: str | None, zh_brief: str | None, en_brief: str | None
) -> None:
    assert [span("zh", low, high), span("en", low, high)] == [zh, en]
    assert [span("zh", low, high, brief=True), span("en", low, high, brief=True)] == [zh_brief, en_brief]


@given(LANG, COUNTS, COUNTS, BRIEF)
def test_a_range_names_its_unit_once_and_its_ends_are_the_figures_told_alone(
    lang: str, x: float, y: float, brief: bool
) -> None:
    low, high = sorted((x, y))
    told = span(lang, low, high, brief=brief)
    if told is None:
        return
    assert len(UNIT.findall(told)) <= 1
    parts = UNIT.sub("", told).split("–")
    assert len({len(p.partition(".")[2]) for p in parts}) == 1  # as many decimals
    size = SIZES.get(told[-1], 1)
    shown = [float(p.replace(",", "")) * size for p in parts]
    assert shown[0] == pytest.approx(rough(low))
    assert shown[-1] == pytest.approx(rough(high))
    assert (len(parts) == 1) == (rough(low) == rough(high))
    assert read(about(lang, low, brief=brief)) == pytest.approx(rough(low))


@given(COUNTS, COUNTS, BRIEF)
def test_a_range_wider_than_tenfold_is_not_told_unless_it_is_a_handful(x: float, y: float, brief: bool) -> None:
    low, high = sorted((rough(x), rough(y)))
    wide = high > VAGUE * low and high > TINY
    assert (span("zh", low, high, brief=brief) is None) == wide
    assert (span_or_unsaid("en", low, high, " people") == say("en", "range.unsaid")) == wide


def test_more_left_over_than_has_come_due_so_far_is_not_told() -> None:
    assert span("zh", 170, 590, 161) is None
    assert span("zh", 150, 590, 161) == "150–590"


def test_two_counts_of_one_sentence_share_their_unit() -> None:
    assert ends("zh", 64_000, 230_000) == ("6.4万", "23.0万")
    assert ends("en", 64_000, 230_000) == ("64,000", "230,000")


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [
        ("22:40", "次日00:30", "22:40–次日00:30"),
        ("次日00:10", "次日00:30", "次日00:10–00:30"),
        ("00:10 next day", "00:30 next day", "00:10–00:30 next day"),
        ("22:40", "00:30 next day", "22:40–00:30 next day"),
        ("22:40", "22:40", "22:40"),
        ("次日00:30", "次日00:30", "次日00:30"),
        ("22:40", "24:00", "22:40–24:00"),
        ("10:00", "次日11:00", "10:00–次日11:00"),
        ("10:00", "11:00 next day", "10:00 today–11:00 next day"),
    ],
)
def test_a_range_of_hours_names_its_day_once_and_never_the_wrong_one(low: str, high: str, told: str) -> None:
    assert clocks("en" if "day" in high else "zh", low, high) == told


def test_nearly_all_is_not_told_as_all_nor_a_little_as_nothing() -> None:
    assert [percent("en", x) for x in (0, 0.004, 0.5, 0.996, 1)] == ["0%", "1%", "50%", "99%", "100%"]
