"""Hand-made ledgers with the columns of mart.clearance, for tests that need exact figures."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pandas as pd


def ledger(
    done: Sequence[float],
    due: Sequence[float],
    *,
    hours: Sequence[float],
    carry_in: float = 0,
    day: date = date(2022, 4, 6),
    line: str = "transfer",
    area: str = "310113",
    level: str = "district",
    cancelled: float = 0,
    deadline_h: float = 24,
    reported: int = 12,
    expected: int = 12,
) -> pd.DataFrame:
    """Running totals `done` and `due` (newly due) at `hours` of `day`; open follows from the balance rule."""
    midnight = datetime.combine(day, datetime.min.time())
    return pd.DataFrame(
        {
            "line": line,
            "area_code": area,
            "level": level,
            "ops_day": pd.Timestamp(day),
            "as_of": [midnight + timedelta(hours=h) for h in hours],
            "carry_in": float(carry_in),
            "new_due": [float(x) for x in due],
            "done": [float(x) for x in done],
            "cancelled": float(cancelled),
            "open": [carry_in + n - d - cancelled for n, d in zip(due, done, strict=True)],
            "due": [carry_in + n - cancelled for n in due],
            "deadline_at": midnight + timedelta(hours=deadline_h),
            "reported": reported,
            "expected": expected,
        }
    )


def steady(
    done_per_h: float, due_per_h: float, open_: float, *, until: int = 18, step: int = 2, **more: object
) -> pd.DataFrame:
    """A day at constant rates that stands at `open_` at hour `until`."""
    hours = [float(h) for h in range(8, until + 1, step)]
    carry = open_ + (done_per_h - due_per_h) * until
    return ledger([done_per_h * h for h in hours], [due_per_h * h for h in hours], hours=hours, carry_in=carry, **more)  # type: ignore[arg-type]
