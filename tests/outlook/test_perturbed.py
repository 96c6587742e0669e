"""Two days that turn, as told: vehicles stop at 16:00, and one district reports in lumps."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data_pipeline.clock import moment_at
from data_pipeline.outlook.judge import Bench, Verdicts, verdicts
from data_pipeline.outlook.past import Past, work_out
from data_pipeline.outlook.service import make
from data_pipeline.outlook.slots import turned
from data_pipeline.outlook.verdict import Judge, Verdict
from data_pipeline.status import Status
from tests.reader.operations import ALL, DAY, LUMPY
from tests.support import told

FIRST, MORNING = date(2022, 4, 2), datetime(2022, 4, 6, 8)
Told = tuple[Any, Past]


def _made(name: str, folder: Path) -> Told:
    with ALL[name].disturb():
        board: Any = told.sample(folder, FIRST)
    return board, work_out(board, DAY, MORNING)


@pytest.fixture(scope="module")
def stop(tmp_path_factory: pytest.TempPathFactory) -> Told:
    return _made("stop", tmp_path_factory.mktemp("stop"))


@pytest.fixture(scope="module")
def lumps(tmp_path_factory: pytest.TempPathFactory) -> Told:
    return _made("lumps", tmp_path_factory.mktemp("lumps"))


def _rows(of: Told, now: datetime) -> pd.DataFrame:
    moment = moment_at(now, of[0].pack.operation)
    return of[0].rows("page/day", moment.known_at, ops_day=DAY, moment=turned(of[0].pack, moment))


def _said(of: Told, now: datetime) -> Verdicts:
    board, past = of
    moment = moment_at(now, board.pack.operation)
    return verdicts(_rows(of, now), Bench(board.pack, now, make(board, moment, past)))


def _by_line(board: Any, found: Verdicts) -> Iterator[tuple[str, Verdict, list[Verdict]]]:
    city = board.pack.operation.city_code
    for line in board.pack.lines:
        parts = [v for a in board.pack.districts if (v := found.get((line, a.code)))]
        if (line, city) in found and parts and not board.pack.lines[line].worst_of:
            yield line, found[line, city], parts


def _unmoved(of: Told, now: datetime) -> set[str]:
    """Lines that brought nothing in the whole city between 16:00 and 18:00, though much of their work is open."""
    rows = _rows(of, now)
    rows = pd.DataFrame(rows[rows["area_code"] == of[0].pack.operation.city_code])
    done: Any = rows.pivot_table(index="line", columns="as_of", values="done")
    a, b = (pd.Timestamp(datetime.combine(DAY, datetime.min.time()) + timedelta(hours=h)) for h in (16, 18))
    still = done.index[(done[b] == done[a]) & (done[a] > 0)]
    much = (rows["as_of"] == b) & rows["line"].isin(list(still)) & (rows["to_do"] >= 50)
    return set(rows.loc[much, "line"])


def test_at_the_next_full_slot_a_stop_is_told_of_the_city_and_of_every_district_with_work_open(stop: Told) -> None:
    now = datetime(2022, 4, 6, 18, 40)
    lines = _unmoved(stop, now)
    assert "transfer" in lines
    for line, city, parts in _by_line(stop[0], _said(stop, now)):
        if line in lines:
            assert (line, city.judge, city.state) == (line, Judge.STOPPED, Status.WILL_MISS)
            judges = {v.judge for v in parts if v.to_do and not v.silent}
            assert (line, judges) == (line, {Judge.STOPPED})


@pytest.mark.parametrize("hour", [14.7, 16.7, 18.7, 20.7, 22.7])
def test_city_and_districts_do_not_contradict_each_other_on_a_day_that_stops(stop: Told, hour: float) -> None:
    found = _said(stop, datetime.combine(DAY, datetime.min.time()) + timedelta(hours=hour))
    for line, city, parts in _by_line(stop[0], found):
        in_need = sum(v.state is Status.WILL_MISS for v in parts)
        assert (line, city.state is Status.WILL_MISS) == (line, in_need > 0)
        if city.judge is Judge.STOPPED:
            assert {v.judge for v in parts if v.to_do and not v.silent} <= {Judge.STOPPED}


def test_a_district_in_lumps_that_misses_nothing_is_not_cried_over(lumps: Told) -> None:
    """Its issues all close by midnight; a flat stretch is red only before the first leap of the day has been seen."""
    board = lumps[0]
    end = datetime(2022, 4, 7)
    final = board.rows("page/day", end, ops_day=DAY, moment=end)
    own = final[(final["line"] == "issues") & (final["area_code"] == LUMPY) & (final["as_of"] == pd.Timestamp(end))]
    assert own["overdue"].tolist() == [0]
    for hour in (12, 14, 16, 18, 20, 22):
        found = _said(lumps, datetime(2022, 4, 6, hour, 40))
        assert (hour, found["issues", LUMPY].state) != (hour, Status.WILL_MISS)
    assert found["issues", LUMPY].lumps
    assert found["issues", LUMPY].state is Status.AT_RISK
    assert LUMPY in found["issues", board.pack.operation.city_code].lumpy
