"""What one board publishes of itself: the newest figures of every line and area, as judged, and its ledger's line."""

from dataclasses import dataclass, field
from datetime import date, datetime

import pandas as pd
import pyarrow as pa

from data_pipeline import outlook
from data_pipeline.board.board import Board
from data_pipeline.core.clock import AsOf
from data_pipeline.judge.judge import Bench, verdicts
from data_pipeline.judge.judged import judged
from data_pipeline.judge.slots import turned
from data_pipeline.nation.rollups import LEVELS, SCHEMA, Rollups
from data_pipeline.outlook.past import has_failed

NAMED = {"area_code": "area", "as_of": "slot"}


def rolled(board: Board, moment: AsOf) -> pa.Table | None:
    """As of `moment`; None while the forecast that judges is still being worked out."""
    said = outlook.ready(board, moment)
    if said is None and not has_failed(board, moment):
        return None
    asked = {"ops_day": moment.ops_day, "moment": turned(board.pack, moment)}
    rows = board.rows("page/day", known_at=moment.known_at, **asked)
    if rows.empty:
        return None
    rows = judged(rows, verdicts(rows, Bench(board.pack, moment.now, said)))
    seq = board.ledger_line().seq
    return table(rows, Mark(board.pack.operation.city_code, moment.ops_day, seq, moment.known_at))


@dataclass(frozen=True)
class Mark:
    """What all rows of one publication have in common."""

    city: str
    ops_day: date
    seq: int
    reported_at: datetime
    token: str = ""


def table(rows: pd.DataFrame, mark: Mark) -> pa.Table:
    """The newest of each line and area as they are published. `rows`: of page/day, as judged."""
    newest = rows.loc[rows["is_latest"].astype(bool) & rows["level"].isin(LEVELS)]
    named = newest.drop(columns=["told_at"], errors="ignore").rename(columns=NAMED).assign(**vars(mark))
    columns = {
        name: pa.array(named[name], kind, from_pandas=True)
        for name, kind in zip(SCHEMA.names, SCHEMA.types, strict=True)
    }
    return pa.table(columns, SCHEMA)


@dataclass
class Publisher:
    """Publishes only what has moved: another line of the ledger, another slot, another judgement."""

    rollups: Rollups
    published: tuple[object, ...] = field(default=())

    def look(self, board: Board, moment: AsOf) -> bool:
        """Whether it published."""
        mark = (board.ledger_line().seq, moment.ops_day, turned(board.pack, moment), _slotless(moment.now))
        if mark == self.published:
            return False
        rows = rolled(board, moment)
        if rows is None:
            return False
        self.rollups.append(rows)
        self.rollups.lay(moment.ops_day)
        self.published = mark
        return True


def _slotless(now: datetime) -> datetime:
    """States follow the clock too: published anew every ten minutes where nothing else moved."""
    return now.replace(minute=now.minute // 10 * 10, second=0, microsecond=0)
