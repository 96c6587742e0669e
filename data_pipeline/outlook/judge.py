"""The rows of page/day with their state: by projection where a line has earned it, else by pace."""

from typing import Any

import pandas as pd

from data_pipeline.forecast import Projection
from data_pipeline.forecast.types import shown
from data_pipeline.outlook.service import Outlook, is_early
from data_pipeline.status import Status, by_projection, status, status_of

TIMES = ("finish_at", "finish_p10", "finish_p90")


def judged(rows: pd.DataFrame, said: Outlook | None) -> pd.DataFrame:
    """`state` (name of a Status, small) for every row, `projected` for those judged by projection, and of these the
    finish at 10, 50 (finish_at) and 90 %, the risk by rule, and what is left at the deadline (NaT, NaN elsewhere)."""
    rows = rows.assign(
        state=[s.name.lower() for s in status_of(rows)], projected=False,
        finish_p10=pd.NaT, finish_p90=pd.NaT, risk=float("nan"), left_p50=float("nan"), left_p90=float("nan"),
    )  # fmt: skip
    if said is None or rows.empty:
        return rows
    newest = pd.DataFrame(rows[rows["is_latest"]])
    told = {i: _told(row, said) for i, row in zip(newest.index, newest.to_dict("records"), strict=True)}
    found = pd.DataFrame.from_dict({i: facts for i, facts in told.items() if facts}, orient="index")
    if found.empty:
        return rows
    for name in found.columns:
        values = pd.to_datetime(found[name]) if name in TIMES else found[name]
        column = rows[name].astype("datetime64[us]") if name in TIMES else rows[name].copy()
        column.loc[values.index] = values.astype(column.dtype)
        rows[name] = column
    return rows


def _told(row: dict[str, Any], said: Outlook) -> dict[str, Any] | None:
    """What a projection puts in place of the pace; None where the pace speaks."""
    p = said.of(row["line"], row["area_code"])
    if p is None or p.p_overdue is None or not row["open"] or row["hours_left"] <= 0 or status(row) is Status.NO_DATA:
        return None
    late = None if p.p50 is None else (p.p50 - p.deadline).total_seconds() / 3600
    return {
        "state": _state(p).name.lower(), "projected": True, "finish_at": p.p50, "late_h": late,
        "finish_p10": p.p10, "finish_p90": p.p90, "risk": p.p_overdue, "left_p50": p.left_p50, "left_p90": p.left_p90,
    }  # fmt: skip


def _state(p: Projection) -> Status:
    """By the risk as it is told, and by rule, as the pace is; the sentence tells the strict risk too."""
    return by_projection(shown(p.p_overdue or 0.0), is_early(p))
