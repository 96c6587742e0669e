"""The outlook of the full sample at 14:40 on its last day, worked out once."""

from datetime import datetime
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from data_pipeline.clock import Moment, moment_at
from data_pipeline.outlook import Outlook
from data_pipeline.outlook.past import Past, work_out
from data_pipeline.outlook.service import make

if TYPE_CHECKING:
    from data_pipeline.board import Board


@pytest.fixture(scope="session")
def moment(full_board: "Board") -> Moment:
    return moment_at(datetime(2022, 4, 6, 14, 40), full_board.pack.operation)


@pytest.fixture(scope="session")
def past(full_board: "Board", moment: Moment) -> Past:
    return work_out(full_board, moment.ops_day, datetime(2022, 4, 6, 8))


@pytest.fixture(scope="session")
def said(full_board: "Board", past: Past, moment: Moment) -> Outlook:
    return make(full_board, moment, past)


@pytest.fixture(scope="session")
def rows(full_board: "Board", moment: Moment) -> pd.DataFrame:
    return full_board.rows("page/day", moment.known_at, ops_day=moment.ops_day, moment=moment.as_of)
