"""What goes wrong on the way, as it does every day: late slots, a slot that never comes, a restatement."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from data_pipeline.sample.rows import Rows


@dataclass(frozen=True)
class Fault:
    """`days_ago` is counted from the last day. `late_min` None: the slot never comes."""

    feed: str
    district: str
    days_ago: int
    hour: float
    late_min: int | None = None


LATE = (
    Fault("transfer", "310117", 0, 12, 88),
    Fault("tasks", "310107", 0, 10, 130),
    Fault("issues", "310113", 0, 18, 72),
    Fault("transfer", "310117", 1, 20, 110),
    Fault("screening", "310114", 1, 14, 160),
    Fault("supply", "310120", 1, 16, 75),
    Fault("tasks", "310151", 3, 12, 64),
    Fault("transfer", "310107", 2, 18, 95),
)
MISSING = (Fault("issues", "310105", 0, 12), Fault("tasks", "310120", 2, 16))
RESTATED = Fault("transfer", "310115", 1, 20, 98)  # sent on time and wrong; put right that many minutes later

BANDS = ("wait_0_6h", "wait_6_12h", "wait_12_24h", "wait_24h_plus")


def counted_twice(rows: Rows, parts: np.ndarray, totals: np.ndarray) -> Rows:
    """The same rows with some arrivals counted twice: fewer waiting, more arrived, still in balance.

    `parts` and `totals` are masks of the subdistrict rows and of the district's own row of positives.
    """
    table = {k: np.asarray(v) for k, v in rows.columns.items() if k != "person_class" and v.null_count == 0}
    twice = np.where(parts, np.floor(table["waiting_now"] * 0.25), 0).astype(np.int64)
    twice[totals] = twice[parts].sum()
    changed = {
        "arrived_today": table["arrived_today"] + twice,
        "picked_up_today": table["picked_up_today"] + twice,
        "waiting_now": table["waiting_now"] - twice,
    }
    changed["dispatched_today"] = np.maximum(table["dispatched_today"], changed["picked_up_today"])
    changed |= _off_the_bands(table, twice, parts, totals)
    return Rows(rows.slot, rows.area, rows.columns | {k: pa.array(v) for k, v in changed.items()})


def _off_the_bands(
    table: dict[str, np.ndarray], twice: np.ndarray, parts: np.ndarray, totals: np.ndarray
) -> dict[str, np.ndarray]:
    """The doubly counted leave the shortest waits first, so that the oldest wait stays what it was."""
    left, found = np.where(parts, twice, 0), {}
    for band in BANDS:
        gone = np.minimum(left, table[band])
        found[band], left = table[band] - gone, left - gone
    for band in BANDS:
        found[band][totals] = found[band][parts].sum()
    return found
