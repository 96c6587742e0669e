"""The ledger as arrays, sorted by line, area, operating day and moment. Moments are hours since 1970, local time."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd

EPOCH = datetime(1970, 1, 1)
DAYS = 3  # operating days before today that are the history
TOTALS = ("carry_in", "new_due", "cancelled", "done", "open", "due")


@dataclass(frozen=True)
class Table:
    """One row per line, area and report. `line` and `area` are positions in `lines` and `areas`."""

    lines: tuple[str, ...]
    areas: tuple[str, ...]
    line: np.ndarray
    area: np.ndarray
    day: np.ndarray  # 00:00 of the operating day
    as_of: np.ndarray
    total: dict[str, np.ndarray]  # by TOTALS: items
    deadline: np.ndarray  # NaN: 24:00
    reported: np.ndarray  # share of the expected areas that have reported

    def last(self) -> np.ndarray:
        """Rows that are the newest of their line and area."""
        return ends(self.line, self.area)


def read(ledger: pd.DataFrame) -> Table:
    """Arrays of a DataFrame with the columns of mart.clearance. Of two rows for one report the later one stands."""
    line, lines = pd.factorize(ledger["line"], sort=True)
    area, areas = pd.factorize(ledger["area_code"], sort=True)
    day, as_of = hours_of(ledger["ops_day"]), hours_of(ledger["as_of"])
    order = np.lexsort((as_of, day, area, line))
    order = order[ends(line[order], area[order], day[order], as_of[order])]
    return Table(
        lines=tuple(map(str, lines)),
        areas=tuple(map(str, areas)),
        line=line[order],
        area=area[order],
        day=day[order],
        as_of=as_of[order],
        total={n: np.nan_to_num(ledger[n].to_numpy(float, na_value=np.nan))[order] for n in TOTALS},
        deadline=hours_of(ledger["deadline_at"])[order],
        reported=_share(ledger)[order],
    )


def _share(ledger: pd.DataFrame) -> np.ndarray:
    """Reported over expected areas; 1 where nothing says how many were expected."""
    reported, expected = (ledger[n].to_numpy(float, na_value=np.nan) for n in ("reported", "expected"))
    stated = (expected > 0) & ~np.isnan(reported)
    return np.divide(reported, expected, out=np.ones(len(ledger)), where=stated)


def over(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """a ÷ b, and 0 where there is nothing to divide by."""
    return np.divide(a, b, out=np.zeros(len(a)), where=b > 0)


def ends(*keys: np.ndarray) -> np.ndarray:
    """Of sorted keys, where each run of equal ones ends: a mask."""
    changes = np.logical_or.reduce([k[1:] != k[:-1] for k in keys]) if len(keys[0]) > 1 else np.zeros(0, bool)
    return np.concatenate([changes, np.ones(min(1, len(keys[0])), bool)])


def hours_of(moments: Any) -> np.ndarray:
    """A column of moments as hours since 1970; NaN where there is none."""
    stamps = pd.to_datetime(moments).to_numpy("datetime64[s]")
    return np.where(np.isnat(stamps), np.nan, stamps.astype(np.int64) / 3600)


def hour(moment: datetime) -> float:
    return (moment - EPOCH).total_seconds() / 3600


def moment(hours: float) -> datetime:
    return EPOCH + timedelta(seconds=round(float(hours) * 3600))
