"""A line that speaks for the worst of others has the row of the part that speaks, in every column and at every slot."""

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from data_pipeline.outlook.day import Day
from data_pipeline.outlook.past import Past
from data_pipeline.outlook.service import make
from tests.outlook.test_decide import CLOCKS, moment_of

if TYPE_CHECKING:
    from data_pipeline.board.board import Board

OWN = ["line", "tier", "line_sort"]  # of the line itself
PLACE = ["as_of", "area_code"]


def pairs(rows: pd.DataFrame, worst_of: dict[str, tuple[str, ...]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows of the lines that stand for others, and beside each the row of its part."""
    mine = pd.DataFrame(rows[rows["line"].isin(list(worst_of))]).reset_index(drop=True)
    own = rows[rows["part"] == rows["line"]].drop(columns=[*OWN, "part"])
    theirs = mine[["part", *PLACE]].merge(
        own.assign(part=rows.loc[own.index, "line"]), "left", on=["part", *PLACE], validate="1:1"
    )
    return mine, theirs


def same(mine: pd.DataFrame, theirs: pd.DataFrame) -> None:
    names = [c for c in mine if c not in (*OWN, "part")]
    pd.testing.assert_frame_equal(pd.DataFrame(mine[names]), pd.DataFrame(theirs[names]), check_dtype=False)


def overdue_beyond_open(rows: pd.DataFrame) -> list[dict]:
    return pd.DataFrame(rows[rows["overdue"].fillna(0) > rows["open"].fillna(0)]).to_dict("records")


@pytest.fixture(scope="module")
def worst_of(board: "Board") -> dict[str, tuple[str, ...]]:
    return {x.id: x.worst_of for x in board.pack.lines.values() if x.worst_of}


@pytest.mark.parametrize("clock", CLOCKS)
def test_the_row_of_a_worst_of_line_is_its_parts_own_row(
    board: "Board", worst_of: dict[str, tuple[str, ...]], clock: str
) -> None:
    at = moment_of(board, clock)
    rows = board.rows("page/day", at.known_at, ops_day=at.ops_day, moment=at.as_of)
    mine, theirs = pairs(rows, worst_of)
    assert len(mine) > 16
    same(mine, theirs)
    assert not overdue_beyond_open(rows)


@pytest.mark.parametrize("clock", CLOCKS)
def test_as_judged_too_and_no_more_is_overdue_than_is_open(
    board: "Board", past: Past, worst_of: dict[str, tuple[str, ...]], clock: str
) -> None:
    at = moment_of(board, clock)
    rows = board.rows("page/day", at.known_at, ops_day=at.ops_day, moment=at.as_of)
    for said in (None, make(board, at, past)):
        frame = Day.of(rows, board.pack, at.ops_day, at.as_of, said).frame
        assert not overdue_beyond_open(frame)
        mine, theirs = pairs(pd.DataFrame(frame[frame["is_latest"]]), worst_of)
        same(mine, theirs)
