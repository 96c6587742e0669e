"""Small counts of people: never told exactly, never given back by a sum, never swallowed."""

from itertools import product
from typing import Any

import numpy as np
import pandas as pd
import pytest

from data_pipeline.small import band, protect, small_cells

LEDGER = ["carry_in", "new_due", "done", "open"]


def _hidden(values: list[float | None], districts: list[str] | None = None) -> list[bool]:
    counts = pd.DataFrame({"open": values}, dtype=float)
    by = [pd.Series(districts or ["a"] * len(values))]
    return small_cells(counts, by)["open"].tolist()


def test_one_to_nine_are_hidden_nought_and_ten_are_not() -> None:
    assert _hidden([0, 1, 9, 10, None]) == [False, True, True, False, False]
    assert [band(v) for v in (0, 1, 9, 10, 400)] == ["0–9", "1–9", "1–9", "≥10", "≥10"]


def test_one_hidden_alone_in_its_district_takes_the_next_smallest_with_it() -> None:
    assert _hidden([3, 40, 12, 0]) == [True, False, True, False]
    assert _hidden([3, 4, 12, 0]) == [True, True, False, False]


def test_where_all_others_say_nought_one_of_them_hides_too_or_the_districts_total_would_tell() -> None:
    assert _hidden([0, 3, 0]) == [True, True, False]


def test_districts_do_not_cover_for_each_other() -> None:
    assert _hidden([3, 50, 4, 60], ["a", "a", "b", "b"]) == [True, True, True, True]


@pytest.mark.parametrize("seed", range(20))
def test_no_sum_and_no_balance_gives_a_hidden_count_back(seed: int) -> None:
    """Per district and column, and per row where columns check each other: none or at least two are hidden."""
    draw = np.random.default_rng(seed)
    frame = pd.DataFrame(draw.integers(0, 30, (40, 3)), columns=LEDGER[:3]).astype(float)
    frame["open"] = (frame["carry_in"] + frame["new_due"] - frame["done"]).clip(lower=0)
    district = pd.Series(draw.choice(["a", "b", "c"], 40))
    hide: Any = small_cells(frame.loc[:, LEDGER], [district], [LEDGER])
    counts = frame.loc[:, LEDGER].to_numpy()
    assert hide.to_numpy()[(counts > 0) & (counts < 10)].all()
    for column, of in product(LEDGER, "abc"):
        assert hide.loc[district == of, column].sum() != 1
    assert (hide.sum(axis=1) != 1).all()


def test_only_rows_below_district_level_are_touched() -> None:
    frame = pd.DataFrame({"level": ["district", "subdistrict"], "d": ["a", "a"], "open": [3, 3], "rate": [0.5, 0.5]})
    out = protect(frame, ["open"], frame["level"] == "subdistrict", ["d"], rates=["rate"])
    assert out["open"].tolist() == [3, "1–9"]
    assert out["rate"].isna().tolist() == [False, True]
    assert frame["open"].tolist() == [3, 3]


def test_a_share_of_fewer_than_ten_is_not_told_and_an_age_only_in_steps_of_six_hours() -> None:
    frame = pd.DataFrame({"due": [0, 90], "rate": [None, 0.9], "oldest": [3.5, 13.0]})
    out = protect(frame, ["due"], pd.Series([True, True]), rates=["rate"], ages=["oldest"])
    assert out["oldest"].tolist() == [6.0, 18.0]
    assert out["rate"].tolist()[1] == 0.9
