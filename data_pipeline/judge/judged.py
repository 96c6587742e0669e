"""The rows of page/day with what is said of each: everything a page tells of a line is taken from its verdict."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypedDict

import numpy as np
import pandas as pd

from data_pipeline.core.status import status_of
from data_pipeline.judge.verdict import Judge, Verdict
from data_pipeline.query.rows import DayRow, LedgerRow

NAN = float("nan")
TIMES = ("finish_at", "finish_p10", "finish_p90", "stopped")
SAID: dict[str, Any] = {
    "state": "",
    "judge": "",
    "projected": False,
    "finish_at": pd.NaT,
    "late_h": NAN,
    "finish_p10": pd.NaT,
    "finish_p90": pd.NaT,
    "risk": NAN,
    "left_p50": NAN,
    "left_p90": NAN,
    "needed": NAN,
    "awaited": False,
    "stopped": pd.NaT,
    "usual": False,
}


class Said(TypedDict):
    """What SAID adds to a row."""

    state: str
    judge: str
    projected: bool
    finish_p10: datetime
    finish_p90: datetime
    risk: float
    left_p50: float
    left_p90: float
    needed: float
    awaited: bool
    stopped: datetime
    usual: bool


class JudgedRow(DayRow, Said):
    """A row of page/day as judged."""


class JudgedLedger(LedgerRow, Said):
    """A row of page/day or page/place as judged."""


FIGURES = (
    "as_of",
    "carry_in",
    "new_due",
    "done",
    "cancelled",
    "open",
    "due",
    "rate",
    "oldest_h",
    "part",
    "reported",
    "expected",
    "received_at",
    "told_at",
    "to_do",
    "rate_done",
    "rate_new",
    "rate_last",
    "expected_new",
    "overdue",
    "hours_left",
    "rate_needed",
    "pace_ratio",
    "deadline_at",
    "restated",
    "stale",
    "slots_late",
)


def judged(rows: pd.DataFrame, found: Mapping[tuple[str, str], Verdict]) -> pd.DataFrame:
    """Of the newest row of a line and place the state and all that goes with it, which no raw rate contradicts; of
    earlier rows the state by pace. `needed`: the one gap, items more an hour; infinite where it is out of reach."""
    rows = rows.assign(**{name: none for name, none in SAID.items() if name not in rows or name == "state"})
    rows["state"] = [s.name.lower() for s in status_of(rows)]
    keys = _newest(rows)
    rows = speaking(rows, {key: v.part for key, v in found.items()})
    rates = rows.loc[list(keys.values()), ["rate_done", "rate_needed"]].to_numpy(float).tolist()
    facts = {i: _facts(found[key], *raw) for (key, i), raw in zip(keys.items(), rates, strict=True) if key in found}
    return _entered(rows, pd.DataFrame(list(facts.values()), index=list(facts))) if facts else rows


def speaking(rows: pd.DataFrame, parts: Mapping[tuple[str, str], str]) -> pd.DataFrame:
    """A line that stands for others shows the figures of the part whose verdict it gives. `parts`: of a line and area
    that part, "" where it speaks for itself."""
    keys, own = _newest(rows), rows["part"].to_dict()
    other = {
        i: keys[part, area]
        for (line, area), i in keys.items()
        if (part := parts.get((line, area))) and part != own[i] and (part, area) in keys
    }
    if not other:
        return rows
    names = [name for name in FIGURES if name in rows]
    order = np.arange(len(rows))
    order[rows.index.get_indexer(list(other))] = rows.index.get_indexer(list(other.values()))
    return rows.assign(**{name: rows[name].array.take(order) for name in names})


def _newest(rows: pd.DataFrame) -> dict[tuple[str, str], Any]:
    """Line and area to the place of its newest row."""
    newest = pd.DataFrame(rows.loc[rows["is_latest"].astype(bool), ["line", "area_code"]])
    return {(str(a), str(b)): i for i, a, b in zip(newest.index, newest["line"], newest["area_code"], strict=True)}


def _facts(v: Verdict, rate_done: float, rate_needed: float) -> dict[str, Any]:
    """`rate_needed`: what an hour must bring; no more than it does where nothing is missing."""
    rate = rate_done if v.rate_done is None else v.rate_done
    needed = NAN if v.needed is None else rate + v.needed if v.needed else min(rate_needed, rate)
    return {
        "state": v.state.name.lower(),
        "judge": v.judge.value,
        "projected": v.judge is Judge.FORECAST,
        "finish_at": v.finish,
        "late_h": v.late_h,
        "finish_p10": v.finish_p10,
        "finish_p90": v.finish_p90,
        "risk": v.risk,
        "left_p50": v.left_p50,
        "left_p90": v.left_p90,
        "needed": v.needed,
        "awaited": v.awaited,
        "stopped": v.stopped,
        "usual": v.usual,
        "rate_done": rate,
        "rate_needed": needed,
    }


def _entered(rows: pd.DataFrame, facts: pd.DataFrame) -> pd.DataFrame:
    for name in facts.columns:
        kind = "datetime64[us]" if name in TIMES else "float64" if facts[name].dtype != bool else "bool"
        kind = "object" if name in ("state", "judge") else kind
        column = rows[name].astype(kind)  # type: ignore[arg-type]
        column.loc[facts.index] = facts[name].astype(kind)  # type: ignore[arg-type]
        rows[name] = column
    return rows
