"""Days beside days: every day at the hour of this one, of what is kept of each; limits by a declared rule."""

from datetime import date, datetime, timedelta

import pandas as pd
import pytest

from data_pipeline.board.board import Board
from data_pipeline.core.clock import moment_at
from data_pipeline.trace.days import FEWEST, WIDTH, AreaDays, beside, days_of, in_order, limits
from data_pipeline.trace.question import Question

TODAY = date(2022, 4, 6)


def before(*values: float, gap: int = 0) -> dict[date, float]:
    """Of the days up to yesterday; `gap`: so many days are missing after the first."""
    days = [TODAY - timedelta(days=n) for n in range(len(values) + gap, 0, -1)]
    return dict(zip([days[0], *days[1 + gap :]], values, strict=True))


def test_the_limits_are_the_mean_and_its_reach_of_the_mean_change() -> None:
    found = limits(before(10, 12, 10, 12, 10, 12))
    assert found is not None
    assert (found.days, found.mean) == (6, 11)
    assert (found.low, found.high) == (pytest.approx(11 - 2 * WIDTH), pytest.approx(11 + 2 * WIDTH))
    assert [found.side(v) for v in (5, 11, 17)] == [-1, 0, 1]


def test_no_limit_is_below_nothing_where_nothing_ever_was() -> None:
    assert limits(before(0, 9, 0, 9, 0, 9)).low == 0  # type: ignore[union-attr]
    assert limits(before(-5, 9, 0, 9, 0, 9)).low < -5  # type: ignore[union-attr]


def test_too_few_days_before_give_no_limits_and_a_change_over_a_gap_is_none() -> None:
    assert limits(before(*[3.0] * (FEWEST - 1))) is None
    assert limits(before(*[3.0] * FEWEST)) is not None
    assert limits(before(*[3.0] * FEWEST, gap=2)) is None
    assert limits(before(100, *[3.0] * FEWEST, gap=2)).high == pytest.approx((100 + 3 * FEWEST) / (FEWEST + 1))  # type: ignore[union-attr]


def test_a_day_beyond_its_limits_is_on_one_side_and_does_not_widen_them() -> None:
    rows = pd.DataFrame([("1", day, value) for day, value in before(10, 12, 10, 12, 10, 12).items()],
                        columns=["area_code", "ops_day", "value"])  # fmt: skip
    for value, side in ((30.0, 1), (0.0, -1), (11.0, 0)):
        (found,) = beside(rows, pd.DataFrame({"area_code": ["1"], "value": [value]}), TODAY)
        assert (found.side, found.limits) == (side, limits(before(10, 12, 10, 12, 10, 12)))
        assert found.values[TODAY] == value
    (gone,) = beside(rows, pd.DataFrame({"area_code": ["1"], "value": [float("nan")]}), TODAY)
    assert (gone.side, TODAY in gone.values) == (0, False)


def test_areas_stand_in_the_declared_order() -> None:
    some = [AreaDays(code, {}, None, TODAY) for code in ("b", "x", "a")]
    assert [of.area for of in in_order(some, ["a", "b", "c"])] == ["a", "b"]


@pytest.mark.parametrize("id", ["transfer", "cover_veg"])
def test_each_day_is_what_the_board_showed_at_that_hour(full_board: Board, id: str) -> None:
    pack = full_board.pack
    of = pack.lines.get(id) or pack.gauges[id]
    moment = moment_at(datetime(2022, 4, 6, 14, 40), pack.operation)
    q = Question(of, "district", ("310115",), moment.as_of, moment.as_of, 7)
    (found,) = days_of(full_board, moment, q, of)
    assert len(found.values) == 6
    assert found.limits is not None
    for day in (min(found.values), max(found.values)):
        value = found.values[day]
        at = datetime(day.year, day.month, day.day, 14)
        name = "page/explore_line" if id in pack.lines else "page/explore_gauge"
        rows = full_board.rows(name, moment.known_at, ops_day=day, figure=id, level="district", areas=["310115"],
                               since=at, until=at)  # fmt: skip
        assert rows["open" if id in pack.lines else "value"].tolist() == [value], day
