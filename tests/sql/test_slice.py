"""A day held in memory says what all that was received says, for every moment of knowledge."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

import duckdb
import pandas as pd
import pytest

from data_pipeline.query import catalogue, run, tables
from data_pipeline.store.tables import views
from data_pipeline.store.tables.views import plan
from tests.support.marts import slot
from tests.support.samples import DAY

if TYPE_CHECKING:
    from data_pipeline.board.board import Board


@pytest.mark.parametrize("known_at", [slot(9), None], ids=["morning", "now"])
@pytest.mark.parametrize("name", ["page/freshness", "page/gauges"])
def test_a_slice_answers_as_the_whole_does(sample_board: "Board", name: str, known_at: datetime | None) -> None:
    _same(sample_board, name, known_at)


def test_the_ledgers_of_a_slice_are_those_of_the_whole_as_known_then(sample_board: "Board") -> None:
    _same(sample_board, "page/day", slot(17))


def _same(board: "Board", name: str, known_at: datetime | None) -> None:
    asked = {"ops_day": DAY, "moment": known_at or slot(24)}
    held = board.rows(name, known_at, **asked)
    folders = catalogue.folders(board.pack.queries)
    with _whole(board, known_at, catalogue.text(folders, name)) as own:
        whole = run(own, folders, name, asked)
    assert len(held) > 50
    pd.testing.assert_frame_equal(held, whole)


@contextmanager
def _whole(board: "Board", known_at: datetime | None, sql: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """A cursor on all that was received, nothing cut out of it. What this SELECT reads is laid there table by table:
    asked of view upon view, the ledgers of all lines take a minute."""
    ordered = plan(board.pack)[0]
    asked = set(tables(sql))
    for view in reversed(ordered):
        asked |= view.reads if view.name in asked else set()
    laid = [view for view in ordered if view.name in asked]
    with board._readers.laying() as look:
        look.known_at(known_at)
        look.at_all()
        for view in laid:  # one who asked before may have left it as a view
            look.connection.execute(f"drop view if exists {view.name}")
        views.check(look.connection, laid)
        yield look.connection


@pytest.mark.parametrize(
    ("mart", "key"),
    [
        ("clearance", "line, ops_day, as_of, level, area_code"),
        ("pace", "line, ops_day, as_of, level, area_code"),
        ("freshness", "feed, ops_day, as_of, area_code"),
        ("gauge", "gauge, ops_day, as_of, area_code"),
    ],
)
def test_a_place_has_one_figure_a_slot_also_where_the_city_reports_beside_its_districts(
    sample_board: "Board", mart: str, key: str
) -> None:
    with sample_board._slices.at(DAY, None).reading(f"from mart.{mart}") as held:
        assert held.execute(f"select count(*) from mart.{mart}").fetchall() != [(0,)]
        assert held.execute(f"select {key} from mart.{mart} group by all having count(*) > 1").fetchall() == []
