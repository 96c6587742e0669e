"""The sample operation with figures made to fit: what a district reports where it wants to look better than it is.

Rows still add up, as they would in a file that has to pass: an arrival claimed is one waiting fewer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

import numpy as np
import pyarrow as pa

from data_pipeline.declare import Pack
from tests.support import seeds

WAITING = ("waiting_now", "in_transit_now", "unsuitable_now")
FLOW = (
    "carry_in",
    "notified_today",
    "dispatched_today",
    "picked_up_today",
    "arrived_today",
    "cancelled_today",
    *WAITING,
)
GROUPS = ("KEY_ELDER_ALONE", "KEY_HARDSHIP", "KEY_DISABLED_CARE", "KEY_DISABILITY")


@dataclass(frozen=True)
class Planted:
    kind: str
    district: str
    day: date


class Told:
    """All rows of a feed, columns as arrays that can be written to."""

    def __init__(self, table: pa.Table) -> None:
        self.table = table
        self._own: dict[str, np.ndarray] = {}

    def __getitem__(self, name: str) -> np.ndarray:
        if name not in self._own:
            column = self.table[name]
            kind = column.type
            figures = pa.types.is_decimal(kind) or pa.types.is_integer(kind)
            self._own[name] = np.array((column.cast(pa.float64()) if figures else column).to_pandas())
        return self._own[name]

    def text(self, name: str) -> np.ndarray:
        return np.array(self.table[name].to_pandas(), dtype=object)

    def done(self) -> pa.Table:
        table = self.table
        for name, values in self._own.items():
            kind = table.schema.field(name).type
            if not (pa.types.is_integer(kind) or pa.types.is_decimal(kind)):
                continue
            floats = pa.array(values.astype(float), mask=np.isnan(values.astype(float)))
            table = table.set_column(table.column_names.index(name), name, floats.cast(kind, safe=False))
        return table


@dataclass(frozen=True)
class Where:
    """Rows of one district and day, by hour of the day (8 to 24) and place."""

    told: Told
    rows: np.ndarray
    hour: np.ndarray
    place: np.ndarray

    def at(self, hour: float) -> np.ndarray:
        return self.rows[self.hour == hour]


def _where(told: Told, of: Planted, **fixed: Iterable[str]) -> Where:
    """`fixed`: a column and which of its values."""
    day = told.text("ops_day")
    mask = (told.text("district_code") == of.district) & (day == of.day)
    for name, values in fixed.items():
        mask &= np.isin(told.text(name).astype(str), list(values))
    rows = np.flatnonzero(mask)
    as_of = told.table["as_of"].to_pandas().to_numpy()[rows]
    hour = (as_of - np.datetime64(of.day)) / np.timedelta64(1, "h")
    kind = told.text("task_type")[rows] if "task_type" in told.table.column_names else ""
    return Where(told, rows, hour, told.text("area_code")[rows] + kind)


def _positives(told: Told, of: Planted) -> Where:
    return _where(told, of, person_class=("POS",))


def _move(told: Told, rows: np.ndarray, arrived: np.ndarray) -> None:
    """So many arrived of those due; the rest waits."""
    was = told["arrived_today"][rows]
    waiting = told["waiting_now"][rows] - (arrived - was)
    told["arrived_today"][rows] = arrived
    told["picked_up_today"][rows] = np.maximum(told["picked_up_today"][rows] + arrived - was, arrived)
    told["waiting_now"][rows] = waiting


def bunched(told: Told, of: Planted) -> None:
    """Half of what was done is claimed until 22:00, and at 24:00 that all are in."""
    w = _positives(told, of)
    early = w.rows[w.hour < 24]
    _move(told, early, np.floor(told["arrived_today"][early] * 0.6))
    end = w.at(24)
    left = sum(told[c][end] for c in WAITING)
    told["arrived_today"][end] += left
    for c in WAITING:
        told[c][end] = 0


def still(told: Told, of: Planted) -> None:
    """The figures of 10:00 are sent again until 18:00; at 20:00 those of that hour."""
    w = _positives(told, of)
    first = dict(zip(w.place[w.hour == 10], w.at(10), strict=True))
    for hour in (12, 14, 16, 18):
        at = w.hour == hour
        source = np.array([first[p] for p in w.place[at]])
        for c in FLOW:
            told[c][w.rows[at]] = told[c][source]


def round_figures(told: Told, of: Planted) -> None:
    """Every place rounds what it has done to tens."""
    w = _positives(told, of)
    open_ = sum(told[c][w.rows] for c in WAITING)
    arrived = np.floor(told["arrived_today"][w.rows] / 10 + 0.5) * 10
    over = np.maximum(arrived - told["arrived_today"][w.rows] - open_, 0)
    told["notified_today"][w.rows] += over
    told["waiting_now"][w.rows] += over
    _move(told, w.rows, arrived)


def as_before(told: Told, of: Planted) -> None:
    """The day before is sent again."""
    w, b = _positives(told, of), _positives(told, Planted(of.kind, of.district, of.day - timedelta(days=1)))
    source = {(p, h): r for p, h, r in zip(b.place, b.hour, b.rows, strict=True)}
    rows = np.array([source[k] for k in zip(w.place, w.hour, strict=True)])
    for c in FLOW:
        told[c][w.rows] = told[c][rows]


def whose(of: Planted) -> str:
    """The district whose course is sent."""
    return next(d for d in LARGE[1:] if d != of.district)


def as_other(told: Told, of: Planted) -> None:
    """Another district's file under its own name: the whole of the other in its first place, in the others nothing."""
    other = whose(of)
    w, o = _positives(told, of), _positives(told, Planted(of.kind, other, of.day))
    parts = w.place != of.district
    for hour in np.unique(w.hour):
        theirs = o.rows[(o.hour == hour) & (o.place != other)]
        own = w.rows[(w.hour == hour) & parts]
        for c in FLOW:
            told[c][own] = 0
            told[c][own[0]] = told[c][theirs].sum()


def alike(told: Told, of: Planted) -> None:
    """Two of its subdistricts send one and the same."""
    w = _where(told, of, task_type=GROUPS)
    size = {p: told["done_today"][r] for p, r in zip(w.place[w.hour == 24], w.at(24), strict=True)}
    (first, second) = sorted((p for p in size if p.endswith(GROUPS[0])), key=lambda p: -size[p])[:2]
    for task in GROUPS:
        a, b = (p.removesuffix(GROUPS[0]) + task for p in (first, second))
        for hour in np.unique(w.hour):
            source, target = (w.rows[(w.place == p) & (w.hour == hour)] for p in (a, b))
            for c in ("carry_in", "new_due_today", "done_today", "cancelled_today", "open_now"):
                told[c][target] = told[c][source]


def tubes(told: Told, of: Planted, by: float) -> None:
    """More people sampled than stand behind the tubes."""
    w = _where(told, of)
    rows = w.rows[w.hour >= 12]
    most = told["target_people"][rows]
    told["sampled_people"][rows] = np.minimum(np.floor(told["sampled_people"][rows] * (1 + by)), most)


def stock(told: Told, of: Planted, by: float) -> None:
    """More delivered than is gone from the stores."""
    rows = _where(told, of, tier=("T2_DISTRICT",)).rows
    told["delivered_today"][rows] *= 1 + by


def points(told: Told, of: Planted, by: float) -> None:
    """The same, the stock made to fit; but nothing more arrives."""
    rows = _where(told, of, tier=("T2_DISTRICT",)).rows
    more = np.minimum(told["delivered_today"][rows] * by, told["stock_now"][rows])
    for column, sign in (("delivered_today", 1), ("outbound_today", 1), ("stock_now", -1)):
        told[column][rows] += sign * more


def beds(told: Told, of: Planted, by: float) -> None:
    """More arrived than came into a bed, as far as anybody waits."""
    w = _positives(told, of)
    rows = w.rows[w.hour >= 12]
    claimed = np.floor(told["arrived_today"][rows] * by)
    _move(told, rows, told["arrived_today"][rows] + np.minimum(claimed, told["waiting_now"][rows]))


Plant = Callable[[Told, Planted], None]
KINDS: dict[str, tuple[str, Plant]] = {
    "bunched": ("transfer", bunched),
    "still": ("transfer", still),
    "round": ("transfer", round_figures),
    "as_other": ("transfer", as_other),
    "as_before": ("transfer", as_before),
    "alike": ("tasks", alike),
    "tubes": ("screening", partial(tubes, by=0.12)),
    "stock": ("supply", partial(stock, by=0.12)),
    "points": ("supply", partial(points, by=0.15)),
    "beds": ("transfer", partial(beds, by=0.3)),
}
LARGE = ("310115", "310112", "310104", "310101", "310110")  # where enough people are moved for a course to speak


def planted(pack: Pack, seed: int, first: date, last: date, kinds: Iterable[str] = KINDS) -> list[Planted]:
    """Each kind once, in districts and on days of their own; none on the first day, which has none before it."""
    rng = np.random.default_rng([seed, 77])
    days = [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]
    districts = [d.code for d in pack.districts]
    found: list[Planted] = []
    rounds = {r.starts_at.date() for r in pack.rounds if "PCR_10" in r.methods}
    for kind in kinds:
        among = LARGE if KINDS[kind][0] in ("transfer", "tasks") else districts
        free = [
            (c, d) for c in among for d in days
            if (kind != "tubes" or d in rounds) and all(c != f.district or abs((d - f.day).days) > 1 for f in found)
        ]  # fmt: skip
        code, day = free[rng.integers(len(free))]
        found.append(Planted(kind, code, day))
    return found


def change(of: Iterable[Planted]) -> seeds.Change:
    """For `seeds.told`."""
    own = list(of)

    def changed(feed: str, table: pa.Table) -> pa.Table:
        here = [p for p in own if KINDS[p.kind][0] == feed]
        if not here:
            return table
        told = Told(table)
        for p in here:
            KINDS[p.kind][1](told, p)
        return told.done()

    return changed
