"""A day of made-up rows in the shape of `page/day` and `page/freshness`, for tests of what draws them."""

from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd

from data_pipeline.declare import Line, Pack

DAY = date(2022, 4, 6)
MIDNIGHT = datetime(2022, 4, 6)
SIZE = {
    "screening": 25_000_000, "chase": 36_000, "transfer": 19_400, "quarantine": 41_000, "capacity": 24_000,
    "last100m": 6_870_000, "key_groups": 104_000, "issues": 3_900, "medical_p1": 640,
}  # fmt: skip
PACE = {
    "screening": 1.06, "chase": 1.25, "transfer": 0.78, "quarantine": 0.99, "capacity": 1.1, "last100m": 1.12,
    "key_groups": 0.98, "issues": 0.86, "key_elder_alone": 1.2, "key_hardship": 1.15, "key_disabled_care": 0.98,
    "key_disability": 1.3, "key_nonresident": 0.84, "medical_p1": 1.05,
}  # fmt: skip


def day_rows(
    pack: Pack, hour: int = 14, seed: int = 7, skip: tuple[str, ...] = (), stale: tuple[str, ...] = ()
) -> pd.DataFrame:
    """`skip`: lines nobody reported; `stale`: lines whose feed fell silent four slots ago."""
    rng = np.random.default_rng(seed)
    rows: list[dict] = []
    for sort, line in enumerate(x for x in pack.lines.values() if x.tier in ("headline", "humane")):
        if line.id not in skip:
            rows += _line(pack, line, sort, hour, rng, line.id in stale)
    frame = pd.DataFrame(rows, columns=COLUMNS)
    return frame.astype(dict.fromkeys(("as_of", "deadline_at", "received_at", "finish_at"), "datetime64[us]"))


COLUMNS = [
    "line", "tier", "line_sort", "area_sort", "level", "area_code", "ops_day", "as_of", "carry_in", "new_due",
    "done", "cancelled", "open", "due", "rate", "oldest_h", "deadline_at", "part", "reported", "expected",
    "received_at", "is_latest", "slots_late", "stale", "rate_done", "rate_new", "restated", "hours_left",
    "expected_new", "rate_needed", "pace_ratio", "finish_at", "late_h",
]  # fmt: skip


def _line(pack: Pack, line: Line, sort: int, hour: int, rng: np.random.Generator, stale: bool) -> list[dict]:
    slots = [h for h in pack.operation.slots if h <= hour - (4 if stale else 0)]
    weights = np.array([a.population or 1 for a in pack.districts], float) * rng.uniform(0.6, 1.5, len(pack.districts))
    due = np.maximum((weights / weights.sum() * SIZE.get(line.id, 60_000)).astype(int), 3)
    pace = PACE.get(line.id, 1.0) * rng.uniform(0.9, 1.25, len(due))
    deadline = float(line.deadline.split(":")[0])
    rows = []
    for slot in slots:
        share = np.clip(pace * (slot - 4) / (deadline - 4) * 0.97, 0, 1)
        done = np.minimum((due * share).astype(int), due)
        parts = [
            _row(line, sort, i + 1, "district", a.code, slot, int(due[i]), int(done[i]), deadline, rng)
            for i, a in enumerate(pack.districts)
        ]
        city = _row(
            line, sort, 0, "city", pack.operation.city_code, slot, int(due.sum()), int(done.sum()), deadline, rng
        )
        for row in (city, *parts):
            row |= {"is_latest": slot == slots[-1], "slots_late": 4 if stale else 0, "stale": stale}
        rows += [city, *parts]
    return rows


def _row(
    line: Line, sort: int, area: int, level: str, code: str, slot: int, due: int, done: int, deadline: float,
    rng: np.random.Generator,
) -> dict:  # fmt: skip
    left, rate = due - done, done / max(slot - 4, 1)
    hours_left = deadline - slot
    needed = left / hours_left if hours_left > 0 else np.nan
    finish = MIDNIGHT + timedelta(hours=slot + left / rate) if rate > 0 else pd.NaT
    at_deadline = MIDNIGHT + timedelta(hours=deadline)
    return {
        "line": line.id, "tier": line.tier, "line_sort": sort, "area_sort": area, "level": level, "area_code": code,
        "ops_day": DAY, "as_of": MIDNIGHT + timedelta(hours=slot), "carry_in": due // 6, "new_due": due - due // 6,
        "done": done, "cancelled": 0, "open": left, "due": due, "rate": done / due,
        "oldest_h": float(rng.integers(2, 20)), "deadline_at": at_deadline,
        "part": line.worst_of[-1] if line.worst_of else line.id, "reported": 13, "expected": 13,
        "received_at": MIDNIGHT + timedelta(hours=slot, minutes=20), "is_latest": True, "slots_late": 0, "stale": False,
        "rate_done": rate, "rate_new": 0.0, "restated": False, "hours_left": hours_left, "expected_new": 0.0,
        "rate_needed": needed, "pace_ratio": needed / rate if rate else np.nan, "finish_at": finish,
        "late_h": (finish - at_deadline).total_seconds() / 3600 if rate > 0 else np.nan,
    }  # fmt: skip


def freshness_rows(
    pack: Pack, hour: int = 14, silent: tuple[str, ...] = (), late: tuple[str, ...] = ()
) -> pd.DataFrame:
    """`silent`: feeds never received today; `late`: feeds whose last three districts have yet to report."""
    rows = []
    for feed in pack.feeds.values():
        for sort, area in enumerate((pack.area[pack.operation.city_code], *pack.districts)):
            behind = feed.id in late and sort > 13
            came = None if feed.id in silent else MIDNIGHT + timedelta(hours=hour - (2 if behind else 0))
            rows.append(
                {
                    "feed": feed.id, "area_code": area.code, "area_sort": sort, "as_of": came,
                    "expected_as_of": MIDNIGHT + timedelta(hours=hour),
                    "slots_late": 4 if came is None else int(behind),
                    "next_as_of": MIDNIGHT + timedelta(hours=hour + 2 if came else 8), "cadence_min": feed.cadence_min,
                    "silent_from": 2, "age_min": 20.0, "received_at": came, "reported": 13, "expected": 13,
                }
            )  # fmt: skip
    frame = pd.DataFrame(rows)
    return frame.astype(dict.fromkeys(("as_of", "expected_as_of", "next_as_of", "received_at"), "datetime64[us]"))
