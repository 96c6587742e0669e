"""Rows of page queries are typed by what the SQL gives, and a column that it does not give is a type error."""

import subprocess
import sys
import typing
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest

from data_pipeline.board.board import Board
from data_pipeline.board.rows import LoadRow, MovedRow, TargetSetRow, UndoneRow
from data_pipeline.core.records import records
from data_pipeline.core.settings import ROOT
from data_pipeline.judge import judged
from data_pipeline.outlook.day import Day
from data_pipeline.outlook.readings import Readings
from data_pipeline.query import rows
from data_pipeline.words.numbers import known
from tests.support.samples import DAY

ASKED = {"ops_day": DAY, "moment": datetime.fromisoformat(f"{DAY}T14:00")}
KNOWN_AT = datetime.fromisoformat(f"{DAY}T14:05")
HELD = {
    "day": rows.DayRow,
    "gauges": rows.GaugesRow,
    "freshness": rows.FreshnessRow,
    "sites": rows.SitesRow,
    "waiting": rows.WaitingRow,
    "rounds": rows.RoundsRow,
    "place": rows.PlaceRow,
}
WRONG = """
from data_pipeline.query.rows import DayRow, GaugesRow, PlaceRow, SitesRow

def of(line: DayRow, gauge: GaugesRow, site: SitesRow, place: PlaceRow) -> list[object]:
    right = [line["open"], gauge["value"], site["free_units"], place["area_sort"]]
    return [*right, line["opne"], gauge["vlaue"], site["free_unit"], place["tier"]]
"""


@pytest.mark.parametrize("query", HELD)
def test_the_rows_of_a_real_day_are_of_their_type(sample_board: Board, query: str) -> None:
    """Column by column, as records hold them; what is missing is NaN, NaT or None, whatever the type."""
    asked = ASKED | ({"area": "310115"} if query == "place" else {})
    found = records(sample_board.rows(f"page/{query}", KNOWN_AT, **asked), HELD[query])
    assert found
    for name, kind in typing.get_type_hints(HELD[query]).items():
        values = [r[name] for r in found if known(r[name])]  # type: ignore[literal-required]
        allowed = (int, float) if kind is float else kind
        assert all(isinstance(v, allowed) for v in values), name
    assert all(r.keys() == HELD[query].__annotations__.keys() for r in found)


def test_rows_of_what_the_board_tells_of_itself_are_of_their_type(sample_board: Board) -> None:
    """Those that no page query gives: their columns are held to the frames, in the same order or a part of them."""
    frames = {
        LoadRow: sample_board.loads(),
        UndoneRow: sample_board.changes(),
        TargetSetRow: sample_board.target_changes(),
        MovedRow: sample_board.moved(KNOWN_AT, KNOWN_AT),
    }
    for kind, frame in frames.items():
        held = [n for n in frame.columns if kind is not TargetSetRow or n in typing.get_type_hints(kind)]
        assert list(typing.get_type_hints(kind)) == held, kind
    load = records(sample_board.loads(), LoadRow)[0]
    assert all(isinstance(load[n], k) for n, k in typing.get_type_hints(LoadRow).items() if known(load[n]))  # type: ignore[literal-required]


def test_a_row_as_judged_has_what_is_said_of_it(sample_board: Board) -> None:
    frame = sample_board.rows("page/day", KNOWN_AT, **ASKED)
    day = Day.of(frame, sample_board.pack, ASKED["ops_day"], ASKED["moment"])
    assert all(r.keys() >= typing.get_type_hints(judged.JudgedRow).keys() for r in day.latest.values())
    assert typing.get_type_hints(judged.Said).keys() == judged.SAID.keys() - rows.DayRow.__annotations__.keys()
    gauges = Readings.of(sample_board.rows("page/gauges", KNOWN_AT, **ASKED), sample_board.pack)
    assert all("state" in r for r in gauges.latest.values())


def test_records_are_the_frames_own_and_cost_nothing_more() -> None:
    """A type of this kind is nothing at run time: the same dicts."""
    frame = pd.DataFrame({"gauge": ["a"], "value": [1.0]})
    assert records(frame, rows.GaugesRow) == records(frame) == [{"gauge": "a", "value": 1.0}]
    assert type(records(frame, rows.GaugesRow)[0]) is dict


def test_a_misspelt_column_is_a_type_error(tmp_path: Path) -> None:
    (tmp_path / "wrong.py").write_text(WRONG)
    (tmp_path / "pyrightconfig.json").write_text(f'{{"include": ["wrong.py"], "extraPaths": ["{ROOT}"]}}')
    done = subprocess.run(
        [sys.executable, "-m", "pyright", "-p", str(tmp_path), "--pythonpath", sys.executable],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        timeout=240,
    )
    wrong = [name for name in ("opne", "vlaue", "free_unit", "tier") if f'"{name}" is not a defined key' in done.stdout]
    assert wrong == ["opne", "vlaue", "free_unit", "tier"], done.stdout
    assert "4 errors" in done.stdout, done.stdout
