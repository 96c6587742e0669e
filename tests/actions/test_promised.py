"""Promised hours are held to what the reports say, beside what the board expected at the same report time."""

from datetime import datetime, timedelta

import pandas as pd
import pytest

from data_pipeline.actions.kept import Kept, Outcome
from data_pipeline.actions.promised import Promised, scored, shown_to
from data_pipeline.actions.standing import Standing
from data_pipeline.forecast.types import LEVELS
from data_pipeline.store.log.decisions import Logged
from data_pipeline.store.log.steps import Action, Step, StepName

HOUR = timedelta(hours=1)


def at(hour: float) -> datetime:
    return datetime(2022, 4, 6) + hour * HOUR


def standing(*promises: tuple[float, float], cleared: float | None = 20, steps: tuple[Step, ...] = ()) -> Standing:
    """`promises`: when they were made, and for when."""
    names: list[StepName] = ["assign", *["promise"] * len(promises)]  # type: ignore[list-item]
    made = tuple(Step(n, "desk", at(a), "fleet" if n == "assign" else "", None, at(b))
                 for n, (a, b) in zip(names, promises, strict=False))  # fmt: skip
    action = Action(Logged("decision", "Ten", "command", at(12), at(12.1), "transfer", "310117", 7), (*made, *steps))
    return Standing(action, None, Outcome(Kept.KEPT, at(cleared) if cleared else None, at(18), 0, at(22)))


def forecast(*rows: tuple[float, float]) -> pd.DataFrame:
    """At a report time, the expected finish; the hours are those from the report time on."""
    finish = [[until - as_of] * len(LEVELS) for as_of, until in rows]
    return pd.DataFrame({"as_of": [at(a) for a, _ in rows], "finish": finish})


def one(of: Standing, now: float = 24, said: pd.DataFrame | None = None) -> Promised | None:
    found = scored(
        [of],
        lambda _: forecast() if said is None else said,
        lambda t: t.replace(hour=t.hour // 2 * 2, minute=0),
        at(now),
    )
    return found[0] if found else None


def test_promise_and_forecast_are_held_to_the_same_report() -> None:
    found = one(standing((12.2, 18), (14.5, 19)), said=forecast((12, 22), (14, 21)))
    assert found is not None
    assert (found.first, found.last, found.changes) == (at(18), at(19), 1)
    assert (found.off, found.expected, found.off_expected) == (HOUR, at(21), -HOUR)


def test_a_change_without_a_new_report_is_a_shift() -> None:
    """From 14:10 to 14:50 nothing new was known; from there to 16:10 it was."""
    found = one(standing((14.2, 18), (14.8, 21), (16.2, 16.5)))
    assert found is not None
    assert (found.changes, found.shift) == (2, 3 * HOUR)
    again = one(standing((14.2, 18), (14.8, 18)))
    assert again is not None
    assert (again.changes, again.shift) == (0, timedelta(0))


@pytest.mark.parametrize(
    ("cleared", "now", "told"), [(20, 19, False), (20, 20, True), (None, 23, False), (None, 24, True)]
)
def test_a_promise_is_accounted_for_once_it_is_known(cleared: float | None, now: float, told: bool) -> None:
    found = one(standing((12.2, 18), cleared=cleared), now)
    assert (found is not None) == told
    assert found is None or (found.off is None) == (cleared is None)


def test_whoever_is_given_it_anew_answers_for_no_promise_of_another() -> None:
    handed = Step("hand_on", "desk", at(15), "other fleet", "city")
    assert one(standing((12.2, 18), steps=(handed,))) is None
    own = one(standing((12.2, 18), steps=(handed, Step("take_up", "other", at(15.2), promised=at(21)))))
    assert own is not None
    assert (own.unit, own.first, own.changes) == ("other fleet", at(21), 0)


def test_a_district_sees_its_own_at_once_and_the_city_sees_it_after() -> None:
    found = scored([standing((12.2, 18))], lambda _: forecast(), lambda t: t, at(21))
    first = 12 * HOUR

    def count(districts: frozenset[str] | None, hour: float) -> int:
        return len(shown_to(found, districts, at(hour), first))

    assert (count(frozenset({"310117"}), 21), count(frozenset({"310115"}), 48)) == (1, 0)
    assert (count(None, 21), count(None, 31.9), count(None, 32)) == (0, 0, 1)
