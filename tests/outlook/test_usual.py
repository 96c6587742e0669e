"""A pace that is too slow but the usual one of its hour is a risk, not a miss: held against the days before."""

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from data_pipeline.core.status import Status
from data_pipeline.forecast.method import USUAL, Method
from data_pipeline.forecast.usual import FEWEST, usual
from data_pipeline.judge.judge import Bench, verdicts
from data_pipeline.judge.verdict import Judge
from tests.outlook.test_verdict import AREAS, CITY, LINE, PACK, at, day, slow, stopped

if TYPE_CHECKING:
    from data_pipeline.outlook import Outlook

# By hour of a day on which most is opened late: (done, of 100)
STEPS = {8: 5, 10: 10, 12: 20, 14: 40, 16: 60, 18: 80, 20: 95, 22: 98, 24: 100}


def before(missing: int = 0, days: int = 2) -> pd.DataFrame:
    """Days of sixteen districts that all cleared, but for the first `missing`, which stood at a tenth all day."""
    rows = []
    for back in range(1, days + 1):
        for i, area in enumerate(AREAS):
            for hour, done in STEPS.items():
                done = min(done, 10) if i < missing else done
                rows.append(
                    {
                        "line": LINE,
                        "area_code": area,
                        "level": "district",
                        "ops_day": at(-24 * back),
                        "as_of": at(hour - 24 * back),
                        "deadline_at": at(24 - 24 * back),
                        "carry_in": 0,
                        "new_due": 100,
                        "cancelled": 0,
                        "done": done,
                        "open": 100 - done,
                        "due": 100,
                        "reported": 1,
                        "expected": 1,
                    }
                )
    return pd.DataFrame(rows)


def test_who_stands_where_others_stood_that_cleared_usually_clears() -> None:
    of = usual(before(), USUAL)
    assert of.clears(LINE, 12, 0.80)
    assert not of.clears(LINE, 12, 0.81)  # nobody who stood there has been seen
    assert not of.clears(LINE, 13, 0.5)  # nor anybody at that hour
    assert not of.clears("chase", 12, 0.5)


def test_who_stands_where_others_stood_that_missed_does_not() -> None:
    of = usual(before(missing=2), USUAL)
    assert of.clears(LINE, 12, 0.89)
    assert not of.clears(LINE, 12, 0.90)


def test_too_few_days_say_nothing() -> None:
    assert len(AREAS) < FEWEST
    assert not usual(before(days=1), USUAL).clears(LINE, 12, 0.5)
    assert not usual(before().iloc[:0], USUAL).clears(LINE, 12, 0.5)


def test_what_the_target_lets_stay_open_is_no_miss() -> None:
    rows = before()
    rows.loc[rows["as_of"] == rows["deadline_at"], ["done", "open"]] = 99, 1
    assert usual(rows, Method(allow={LINE: 0.01})).clears(LINE, 12, 0.80)
    assert not usual(rows, USUAL).clears(LINE, 12, 0.80)


@pytest.fixture
def by_pace(said: "Outlook", monkeypatch: pytest.MonkeyPatch) -> "Outlook":
    """The outlook of the sample, with the days above before it, and no line that has earned its forecast."""
    past = replace(said.past, ledger=before(missing=2), scored=said.past.scored.iloc[:0])
    return replace(said, past=past)


def test_a_district_too_slow_as_others_were_that_cleared_is_at_risk_and_so_is_the_city(by_pace: "Outlook") -> None:
    rows = day(left=1600, **slow(40))  # of 3,400 done and open at 18:00
    found = verdicts(rows, Bench(PACK, at(18.5), by_pace))
    one, whole = found[LINE, AREAS[5]], found[LINE, CITY]
    alone = verdicts(rows, Bench(PACK, at(18.5)))[LINE, AREAS[5]]
    assert (alone.state, alone.usual) == (Status.WILL_MISS, False)
    assert (one.state, one.judge, one.usual) == (Status.AT_RISK, Judge.PACE, True)
    assert (whole.state, whole.judge, whole.usual) == (Status.AT_RISK, Judge.PACE, True)
    assert (one.finish, one.needed) == (alone.finish, alone.needed)


def test_one_that_stands_where_others_missed_will_miss(by_pace: "Outlook") -> None:
    rows = day(left=1800 * 9, **slow(40))  # nine tenths open
    found = verdicts(rows, Bench(PACK, at(18.5), by_pace))
    assert found[LINE, AREAS[5]].state is Status.WILL_MISS
    assert not found[LINE, CITY].usual


def test_a_stop_is_no_pace(by_pace: "Outlook") -> None:
    rows = stopped(day(), AREAS, 16)
    assert verdicts(rows, Bench(PACK, at(18.5), by_pace))[LINE, CITY].judge is Judge.STOPPED
