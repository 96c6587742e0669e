"""Each forecast beside what came of it."""

from typing import Any

import numpy as np
import pandas as pd

from data_pipeline.forecast.outcome import Day, by_whole, days
from data_pipeline.forecast.simulate import CLEAR
from data_pipeline.forecast.table import hour
from data_pipeline.forecast.types import LEVELS, P50

BAND = (0.10, 0.90)


def cases(kept: pd.DataFrame, ledger: pd.DataFrame) -> pd.DataFrame:
    """One row per kept forecast whose day is over. Columns: line, level, area_code, as_of, hour, p_miss, missed,
    p_straight, p_yesterday (0 or 1 each), low, high, inside, open_question, error_h, error_left, straight_left,
    yesterday_left.

    `low` and `high`: how much of the forecast lay before and up to what happened, where outcomes are ordered from
    clearing early, over clearing late, to leaving much. Reports come in slots, so what happened is a bracket, and
    `inside` is the share of the bracket within the band (for a true forecast, 0.8 on average). A forecast sure that
    all was cleared already (`open_question` False) proves nothing and is not counted in coverage.
    """
    known = days(pd.DataFrame(ledger[ledger["level"] != "city"]))
    wholes = by_whole(known)
    rows = []
    for f in rows_of(kept):
        if f.part:
            continue  # scored under the line that spoke
        due = hour(f.deadline.to_pydatetime())
        own = known.get((f.line, f.area_code, due))
        parts = [own] if own else wholes.get((f.line, due), []) if f.level == "city" else []
        if parts and all(p.closed for p in parts) and hour(f.as_of.to_pydatetime()) < due:
            before = [known.get((f.line, f.area_code, due - 24))] if own else wholes.get((f.line, due - 24), [])
            rows.append(_case(f, parts, [b for b in before if b]))
    return pd.DataFrame(rows)


def rows_of(kept: pd.DataFrame) -> Any:
    return kept.itertuples(index=False)


def band_share(low: float, high: float, band: tuple[float, float] = BAND) -> float:
    """Share of the bracket [low, high] that lies in the band; of a point, whether it does."""
    if high - low < 1e-9:
        return float(band[0] <= low <= band[1])
    return max(0.0, min(high, band[1]) - max(low, band[0])) / (high - low)


def _case(f, parts: list[Day], before: list[Day]) -> dict[str, object]:
    now, due_in = hour(f.as_of.to_pydatetime()), parts[0].deadline - hour(f.as_of.to_pydatetime())
    brackets = np.array([p.cleared(now) for p in parts])
    low, high = brackets.max(axis=0)
    left = sum(p.left for p in parts)
    missed = bool(np.isinf(high))
    if missed:
        ranks = _upto(f.left, left - 0.5, 1 - f.p_miss), _upto(f.left, left + 0.5, 1 - f.p_miss)
    else:
        ranks = (_upto(f.finish, low) if high > 0 and low > 0 else 0.0), _upto(f.finish, high, cap=1 - f.p_miss)
    straight = max(0.0, f.open + (f.rate_due - f.rate_done) * due_in)
    yesterday = sum(_as_yesterday(p, b, now) for p, b in zip(parts, before, strict=True)) if len(before) == len(
        parts
    ) else np.nan  # fmt: skip
    middle = f.finish[P50]
    return {
        "line": f.line, "level": f.level, "area_code": f.area_code, "as_of": f.as_of, "hour": f.as_of.hour,
        "p_miss": f.p_miss, "missed": missed,
        "p_straight": float(straight >= CLEAR),
        "p_yesterday": np.nan if np.isnan(yesterday) else float(yesterday >= CLEAR),
        "low": ranks[0], "high": ranks[1], "inside": band_share(*ranks),
        "open_question": bool(f.finish[-1] > 0),
        "error_h": abs(middle - (low + high) / 2) if not missed and middle <= due_in else np.nan,
        "error_left": abs(f.left[P50] - left), "straight_left": abs(straight - left),
        "yesterday_left": abs(yesterday - left),
    }  # fmt: skip


def _upto(quantiles: list[float], value: float, floor: float = 0.0, cap: float = 1.0) -> float:
    """Share of the forecast at or below `value`, between the quantiles kept of it."""
    known = np.array(quantiles, float)
    known = known[np.isfinite(known)]
    if not len(known) or value < known[0]:
        return min(cap, max(floor, 0.0 if not len(known) else LEVELS[0] / 2))
    levels = np.array(LEVELS[: len(known)])
    beyond = len(known) == len(LEVELS) and value > known[-1]
    rank = (1 + LEVELS[-1]) / 2 if beyond else float(levels[known <= value][-1])
    if not beyond and rank < levels[-1]:
        i = int(np.flatnonzero(known <= value)[-1])
        rank += (levels[i + 1] - levels[i]) * (value - known[i]) / (known[i + 1] - known[i])
    return min(cap, max(floor, rank))


def _as_yesterday(today: Day, yesterday: Day, now: float) -> float:
    """What would be left if today went on as yesterday did from this hour, scaled by how today has gone so far."""
    out = []
    for so_far, then, end in zip(today.at(now), yesterday.at(now - 24), yesterday.at(yesterday.deadline), strict=True):
        out.append(so_far * end / then if then > 0 else so_far + end - then)
    return max(0.0, out[1] - out[0])
