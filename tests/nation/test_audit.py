"""What the cities published is held against their own rows, cell by cell, and put right."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pytest
from deltalake import DeltaTable

from data_pipeline.board.board import Board
from data_pipeline.core.clock import moment_at
from data_pipeline.core.errors import BoardError
from data_pipeline.nation import publish
from data_pipeline.nation.anew import Anew, Stored
from data_pipeline.nation.audit import WHOLE_ROW, Audit, audited
from data_pipeline.nation.engine import DuckDB
from data_pipeline.nation.publish import rolled
from data_pipeline.nation.rollups import SCHEMA, Rollups
from tests.support.samples import DAY, SHIPPED

CITY = "310000"
HOURS = (10, 17, 23)


@pytest.fixture(scope="module")
def published(sample_board: Board) -> list[pa.Table]:
    """Three publications of the sample's day, judged by pace."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(publish.outlook, "ready", lambda *_: None)
        patch.setattr(publish, "has_failed", lambda *_: True)
        moments = (moment_at(datetime(2022, 4, 6, hour, 10, 3), sample_board.pack.operation) for hour in HOURS)
        return [rows for moment in moments if (rows := rolled(sample_board, moment))]
