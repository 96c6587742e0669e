"""What changes colour when targets change: the same figures judged before and after, by the same SQL."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from data_pipeline.board.board import Board
from data_pipeline.core.clock import AsOf
from data_pipeline.core.records import records
from data_pipeline.core.status import Status, level_of
from data_pipeline.declare.local import AnyChange, LocalTarget
from data_pipeline.judge.judge import Bench, verdicts
from data_pipeline.query.rows import GaugesRow

DAY, GAUGES = "page/day", "page/gauges"
Judged = dict[tuple[str, str], Status | None]


@dataclass(frozen=True)
class Recoloured:
    """One figure of one area whose state would be another. `figure`: id of a line or gauge."""

    figure: str
    area: str
    before: Status | None
    after: Status | None


def recoloured(board: Board, changes: Sequence[AnyChange], moment: AsOf) -> list[Recoloured]:
    """As if the changes were in force on the day on the board already, also those of a day to come."""
    now = [_begun(change, moment.ops_day) for change in changes]
    asked: dict[str, Any] = {"known_at": moment.known_at, "ops_day": moment.ops_day, "moment": moment.as_of}
    bench = Bench(board.pack, moment.now)  # the same judge before and after: a forecast is not made for a trial
    before = judged({name: board.rows(name, **asked) for name in (DAY, GAUGES)}, bench)
    after = judged(board.supposing(now, (DAY, GAUGES), **asked), bench)
    keys = dict.fromkeys((*before, *after))
    return [Recoloured(*k, before.get(k), after.get(k)) for k in keys if before.get(k) != after.get(k)]


def _begun(change: AnyChange, day: date) -> AnyChange:
    """As if it were in force on that day."""
    first = min(change.valid_from, day)
    if isinstance(change, LocalTarget) and change.valid_to is not None:
        return change.model_copy(update={"valid_from": first, "valid_to": max(change.valid_to, day)})
    return change.model_copy(update={"valid_from": first})


def judged(rows: Mapping[str, pd.DataFrame], bench: Bench) -> Judged:
    """(figure, area) -> its state; lines by the verdict, gauges by their edges."""
    lines: Judged = {key: v.state for key, v in verdicts(rows[DAY], bench).items()}
    return lines | {(r["gauge"], r["area_code"]): level_of(r) for r in records(rows[GAUGES], GaugesRow)}
