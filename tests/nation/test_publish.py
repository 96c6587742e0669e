"""What a board tells of itself is what it shows, and it tells again only what has moved."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from data_pipeline import outlook
from data_pipeline.board.board import Board
from data_pipeline.core.clock import AsOf, moment_at
from data_pipeline.core.records import records
from data_pipeline.judge.judge import Bench
from data_pipeline.nation import publish
from data_pipeline.nation.publish import Publisher, rolled
from data_pipeline.nation.rollups import Rollups
from data_pipeline.nation.standing import standing
from data_pipeline.outlook.day import Day


@pytest.fixture
def moment(sample_board: Board) -> AsOf:
    return moment_at(datetime(2022, 4, 6, 17, 10), sample_board.pack.operation)


@pytest.fixture
def without_forecast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publish.outlook, "ready", lambda *_: None)
    monkeypatch.setattr(publish, "has_failed", lambda *_: True)


@pytest.mark.usefixtures("without_forecast")
def test_each_line_and_area_is_told_as_the_page_shows_it(sample_board: Board, moment: AsOf, tmp_path: Path) -> None:
    rows = sample_board.rows("page/day", moment.known_at, ops_day=moment.ops_day, moment=moment.as_of)
    day = Day.judged(rows, moment.ops_day, moment.as_of, Bench(sample_board.pack, moment.now))
    told = rolled(sample_board, moment)
    assert told is not None
    own = {(r["line"], r["area"]): r for r in told.to_pylist()}
    assert own.keys() == day.latest.keys()
    for key, shown in day.latest.items():
        assert own[key]["state"] == shown["state"]
        assert own[key]["open"] == pytest.approx(shown["open"], nan_ok=True)
        assert own[key]["slot"] == shown["as_of"]
    Rollups(tmp_path).append(told)
    found = standing(Rollups(tmp_path), set(sample_board.pack.lines), moment.ops_day, moment.known_at)
    city = {r["line"]: r for r in records(found.cities)}
    assert city.keys() == {line for line, area in own if area == sample_board.pack.operation.city_code}


def test_while_the_forecast_that_judges_is_worked_out_nothing_is_told(
    sample_board: Board, moment: AsOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outlook, "ready", lambda *_: None)
    monkeypatch.setattr(publish, "has_failed", lambda *_: False)
    assert rolled(sample_board, moment) is None


@pytest.mark.usefixtures("without_forecast")
def test_it_tells_again_only_what_has_moved(sample_board: Board, moment: AsOf, tmp_path: Path) -> None:
    publisher = Publisher(Rollups(tmp_path))
    assert publisher.look(sample_board, moment)
    assert not publisher.look(sample_board, moment)
    later = moment_at(moment.now + timedelta(minutes=12), sample_board.pack.operation)
    assert publisher.look(sample_board, later), "the clock judges too"
