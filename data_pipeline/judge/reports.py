"""The rows of a day as they are judged: by line and area, and at one slot."""

from datetime import datetime

import pandas as pd

from data_pipeline.core.records import records
from data_pipeline.query.rows import LedgerRow

NEEDED = ["line", "area_code", "level", "as_of", "told_at", "done", "due", "open", "to_do", "rate", "stale",
          "reported", "expected", "hours_left", "deadline_at", "overdue", "rate_done", "rate_new", "rate_needed",
          "pace_ratio", "finish_at", "expected_new", "rate_last"]  # fmt: skip


def by_place(rows: pd.DataFrame) -> dict[str, dict[str, list[LedgerRow]]]:
    """By line and area, its rows of the day, oldest first. All at once: a frame a line costs more than judging it."""
    found: dict[str, dict[str, list[LedgerRow]]] = {str(line): {} for line in rows["line"].unique()}
    wanted = pd.DataFrame(rows[[name for name in NEEDED if name in rows]])
    for row in records(wanted.sort_values("as_of", kind="stable"), LedgerRow):
        found[str(row["line"])].setdefault(str(row["area_code"]), []).append(row)
    return found


def at_slot(rows: list[LedgerRow], slot: datetime) -> LedgerRow | None:
    """The newest row of a place by that slot."""
    return next((r for r in reversed(rows) if r["as_of"] <= slot), None)


def share(row: LedgerRow) -> float:
    return 1.0 if pd.isna(row["rate"]) else float(row["rate"])
