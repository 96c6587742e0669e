"""The outlook of the sample at 14:40 on its last day, worked out once."""

from datetime import date, datetime
from typing import TYPE_CHECKING, cast

import pandas as pd
import pytest

from data_pipeline.core.clock import AsOf, moment_at
from data_pipeline.outlook import Outlook
from data_pipeline.outlook.past import Past, work_out
from data_pipeline.outlook.service import make
from tests.support import told

if TYPE_CHECKING:
    from data_pipeline.board.board import Board

FIRST = date(2022, 4, 2)  # four days before the one that is looked at: as many as the history is long


@pytest.fixture(scope="session")
def board(tmp_path_factory: pytest.TempPathFactory) -> "Board":
    return cast("Board", told.sample(tmp_path_factory.mktemp("told"), FIRST))


@pytest.fixture(scope="session")
def moment(board: "Board") -> AsOf:
    return moment_at(datetime(2022, 4, 6, 14, 40), board.pack.operation)


@pytest.fixture(scope="session")
def past(board: "Board", moment: AsOf) -> Past:
    return work_out(board, moment.ops_day, datetime(2022, 4, 6, 8))


@pytest.fixture(scope="session")
def said(board: "Board", past: Past, moment: AsOf) -> Outlook:
    return make(board, moment, past)


@pytest.fixture(scope="session")
def rows(board: "Board", moment: AsOf) -> pd.DataFrame:
    return board.rows("page/day", moment.known_at, ops_day=moment.ops_day, moment=moment.as_of)
