"""Rows are told apart by what names them, however the numbers of their names lie."""

import numpy as np
import pytest

from data_pipeline.intake.keys import numbered


@pytest.mark.parametrize("far", [1, 1_000_003], ids=["near one another", "far apart"])
def test_numbers_near_or_far_apart_are_counted_alike(far: int) -> None:
    rows = np.random.default_rng(1).integers(0, 40, 200) * far
    distinct, which = numbered(rows)
    assert distinct.tolist() == sorted(set(rows.tolist()))
    assert (distinct[which] == rows).all()


def test_no_rows_have_no_numbers() -> None:
    distinct, which = numbered(np.zeros(0, np.int64))
    assert (len(distinct), len(which)) == (0, 0)
