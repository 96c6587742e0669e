"""Serial stages, the tail, and which stage to speed up."""

from dataclasses import replace
from datetime import datetime

import numpy as np
import pandas as pd
import pytest

from data_pipeline.forecast.prepare import prepare
from data_pipeline.forecast.sensitivity import effects
from data_pipeline.forecast.simulate import simulate
from data_pipeline.forecast.stages import Chain, chain, hours_of_work, run
from data_pipeline.forecast.tail import apart
from tests.support.ledger import ledger, steady

NOW = datetime(2022, 4, 6, 18)
HOURS = [8, 10, 12, 14, 16, 18]


def line(name: str, rate: float, owed: float, *, upstream: float = 0) -> pd.DataFrame:
    """A stage that has done `rate` an hour; owed: what is due to it by now, `upstream` an hour still coming."""
    due = [owed - upstream * (18 - h) for h in HOURS]
    return ledger([rate * h for h in HOURS], due, hours=HOURS, line=name)


def two_stages(first: float = 100, second: float = 100) -> Chain:
    """People sampled (1,800 of 2,400 done at 100 an hour), ten to a tube; tubes tested at second / 10 an hour."""
    people = line("sampled", first, first * 18 + 600)
    tubes = line("tested", second / 10, first * 18 / 10, upstream=first / 10)
    ready = prepare(pd.concat([people, tubes]), NOW)
    return flat(chain([ready["sampled"], ready["tested"]]))


def flat(work: Chain) -> Chain:
    """No night slowdown, no luck: what remains can be worked by hand."""
    return replace(work, stages=tuple(replace(c, pace=c.steps, cv=0.0) for c in work.stages))


def level(work: Chain, *rates: float) -> Chain:
    """Set the paces themselves."""
    return replace(
        work, stages=tuple(replace(c, done=np.full_like(c.done, r)) for c, r in zip(work.stages, rates, strict=True))
    )


def test_units_change_on_the_way() -> None:
    assert two_stages().ratio[1] == pytest.approx([0.1])


def test_a_stage_is_not_finished_before_the_one_before_it() -> None:
    first, last = run(level(two_stages(), 100, 1000))
    assert first.finish == pytest.approx(6, abs=0.01)
    assert (last.finish >= first.finish).all()


def test_a_slow_last_stage_decides_the_finish() -> None:
    """60 tubes still to come and none waiting: at 5 an hour twelve hours."""
    first, last = run(level(two_stages(), 100, 5))
    assert first.finish == pytest.approx(6, abs=0.01)
    assert last.finish == pytest.approx(12, abs=0.15)  # half a tube is none


def test_what_is_left_counts_what_is_still_upstream() -> None:
    _, last = run(level(two_stages(), 50, 1000))
    assert last.left == pytest.approx(30, abs=0.5)  # 300 people at midnight: 30 tubes
    assert last.missed.all()


def test_the_stage_that_holds_the_finish_moves_it_most() -> None:
    seen = effects(level(two_stages(), 100, 5))
    assert [e.line for e in seen] == ["tested", "sampled"]
    assert seen[0].gain == pytest.approx(12 - 12 / 1.1, abs=0.15)
    assert seen[1].gain == pytest.approx(0, abs=0.05)


def test_hours_of_work_are_open_work_over_pace() -> None:
    work = level(two_stages(), 100, 5)
    assert hours_of_work(work.stages[0]) == pytest.approx([6])


def test_97_percent_comes_before_100_and_home_visits_take_their_own_time() -> None:
    bulk = steady(100, 0, 500, line="screening")
    visits = steady(2, 0, 20, line="visits")
    ready = prepare(pd.concat([bulk, visits]), NOW)
    alone, with_visits = apart(ready["screening"].case)[0], apart(ready["screening"].case, ready["visits"].case)[0]
    assert alone.most_p50 < alone.all_p50
    assert with_visits.most_p50 == alone.most_p50
    assert with_visits.all_p50 > alone.all_p50 + 3


def test_97_percent_is_when_open_work_is_3_percent_of_what_is_owed() -> None:
    """500 open of 2,300 owed; 69 may stay: 431 at 100 an hour."""
    case = prepare(steady(100, 0, 500), NOW)["transfer"].case
    case = replace(case, pace=case.steps, cv=0.0, done=np.full_like(case.done, 100.0))
    assert apart(case)[0].most_p50 == pytest.approx(4.31, abs=0.01)
    assert simulate(case).finish == pytest.approx(5.0, abs=0.01)
