"""What changes colour when targets change: the same figures judged before and after, by the same SQL."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from data_pipeline.board import Board
from data_pipeline.clock import Moment
from data_pipeline.declare.tables import Target, TargetChange
from data_pipeline.status import Status, level_of, status

DAY, GAUGES = "page/day", "page/gauges"
Judged = dict[tuple[str, str], Status | None]


@dataclass(frozen=True)
class Recoloured:
    """One figure of one area whose state would be another. `figure`: id of a line or gauge."""

    figure: str
    area: str
    before: Status | None
    after: Status | None


def recoloured(board: Board, changes: Sequence[TargetChange], moment: Moment) -> list[Recoloured]:
    """As if the changes were in force on the day on the board already, also those of a day to come."""
    now = [change.model_copy(update={"valid_from": min(change.valid_from, moment.ops_day)}) for change in changes]
    told: dict[str, Any] = {"known_at": moment.known_at, "ops_day": moment.ops_day, "moment": moment.as_of}
    before = judged({name: board.rows(name, **told) for name in (DAY, GAUGES)})
    after = judged(board.supposing(now, (DAY, GAUGES), **told))
    keys = dict.fromkeys((*before, *after))
    return [Recoloured(*k, before.get(k), after.get(k)) for k in keys if before.get(k) != after.get(k)]


def judged(rows: Mapping[str, pd.DataFrame]) -> Judged:
    """(figure, area) -> its state; lines by pace, gauges by their edges."""
    latest = rows[DAY].loc[rows[DAY]["is_latest"].astype(bool)]
    lines: Judged = {(str(r["line"]), str(r["area_code"])): status(r) for r in latest.to_dict("records")}
    return lines | {(str(r["gauge"]), str(r["area_code"])): level_of(r) for r in rows[GAUGES].to_dict("records")}


def on_day(targets: Sequence[Target], day: date) -> dict[tuple[str, str], Target]:
    """(metric, item) -> the target in force that day, in the order given; the first to come where none is yet."""
    found: dict[tuple[str, str], Target] = {}
    for target in targets:
        key = (target.metric, target.item)
        if key not in found or _rank(target, day) > _rank(found[key], day):
            found[key] = target
    return found


def _rank(target: Target, day: date) -> tuple[bool, int]:
    """Begun before not begun; of those begun the latest, of those to come the nearest."""
    begun, days = target.valid_from <= day, (target.valid_from - day).days
    return begun, days if begun else -days
