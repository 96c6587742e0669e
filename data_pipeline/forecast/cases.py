"""Each forecast beside what came of it."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from data_pipeline.forecast.outcome import Day, Key, days
from data_pipeline.forecast.prepare import lead_hours
from data_pipeline.forecast.table import hour
from data_pipeline.forecast.types import LEVELS, P50

BAND = (0.10, 0.90)


def cases(kept: pd.DataFrame, ledger: pd.DataFrame, notice_h: float | None = None) -> pd.DataFrame:
    """One row per kept forecast whose day is over. Columns: line, level, area_code, as_of, hour, p_miss, missed,
    p_overdue, overdue, p_straight, p_yesterday (0 or 1 each), low, high, inside, open_question, error_h, error_left,
    straight_left, yesterday_left.

    `low` and `high`: how much of the forecast lay before and up to what happened, where outcomes are ordered from
    clearing early, over clearing late, to leaving much. Reports come in slots, so what happened is a bracket, and
    `inside` is the share of the bracket within the band (for a true forecast, 0.8 on average). A forecast that said
    all was cleared already (`open_question` False) named no finish and is not counted in coverage. A line that spoke
    for others is scored under the line that spoke. `notice_h`: as for project().
    """
    known = days(pd.DataFrame(ledger[ledger["level"] != "city"]))
    by_area = {(f.line, f.area_code, f.as_of): f.enough for f in _rows(kept) if f.level != "city" and not f.part}
    areas = sorted({area for _, area, _ in known})
    out = []
    for f in _rows(kept):
        here = areas if f.level == "city" else [f.area_code]
        enough = {a: by_area[f.line, a, f.as_of] for a in here if (f.line, a, f.as_of) in by_area}
        case = None if f.part else _case(f, known, enough, notice_h)
        if case:
            out.append(case)
    return pd.DataFrame(out)


def band_share(low: float, high: float, band: tuple[float, float] = BAND) -> float:
    """Share of the bracket [low, high] that lies in the band; of a point, whether it does."""
    if high - low < 1e-9:
        return float(band[0] <= low <= band[1])
    return max(0.0, min(high, band[1]) - max(low, band[0])) / (high - low)


def _rows(kept: pd.DataFrame) -> Iterable[Any]:
    return kept.itertuples(index=False)


def _case(f: Any, known: dict[Key, Day], enough: dict[str, float], notice_h: float | None) -> dict[str, object] | None:
    """`f`: a row of keep.kept. `enough`: what counts as cleared in each area it spoke of."""
    now, due = hour(f.as_of.to_pydatetime()), hour(f.deadline.to_pydatetime())
    parts = {a: known[f.line, a, due] for a in enough if (f.line, a, due) in known}
    if not parts or len(parts) < len(enough) or now >= due or not all(p.closed for p in parts.values()):
        return None
    cutoff = due - lead_hours(np.ceil(due / 24 - 1) * 24, due, notice_h)
    low, high = np.array([p.cleared(now, enough[a]) for a, p in parts.items()]).max(axis=0)
    missed, left = bool(np.isinf(high)), sum(p.left for p in parts.values())
    straight = max(0.0, f.open + (f.rate_due - f.rate_done) * (due - now))
    yesterday = sum(_as_yesterday(p, known.get((f.line, a, due - 24)), now) for a, p in parts.items())
    ranks = _ranks(f, float(low), float(high), left)
    middle = f.finish[P50]
    return {
        "line": f.line,
        "level": f.level,
        "area_code": f.area_code,
        "as_of": f.as_of,
        "hour": f.as_of.hour,
        "p_miss": f.p_miss,
        "missed": missed,
        "p_overdue": f.p_overdue,
        "overdue": any(p.overdue(cutoff, enough[a]) for a, p in parts.items()),
        "p_straight": float(straight > f.enough),
        "p_yesterday": np.nan if np.isnan(yesterday) else float(yesterday > f.enough),
        "low": ranks[0],
        "high": ranks[1],
        "inside": band_share(*ranks),
        "open_question": bool(middle > 0),
        "error_h": abs(middle - (low + high) / 2) if not missed and middle <= due - now else np.nan,
        "error_left": abs(f.left[P50] - left),
        "straight_left": abs(straight - left),
        "yesterday_left": abs(yesterday - left),
    }


def _ranks(f: Any, low: float, high: float, left: float) -> tuple[float, float]:
    """The bracket of what happened, as ranks in the forecast: by finish when cleared, by what was left when not."""
    cleared = 1 - f.p_miss
    if np.isinf(high):
        return max(cleared, _rank(f.left, left - 0.5)), max(cleared, _rank(f.left, left + 0.5))
    return (_rank(f.finish, low) if low > 0 else 0.0), min(cleared, _rank(f.finish, high))


def _rank(quantiles: list[float], value: float) -> float:
    """Share of the forecast at or below `value`, between the quantiles kept of it."""
    known = np.array([q for q in quantiles if np.isfinite(q)])
    below = int((known <= value).sum())
    if below == 0:
        return LEVELS[0] / 2
    if below == len(known):
        return (1 + LEVELS[-1]) / 2 if len(known) == len(LEVELS) and value > known[-1] else LEVELS[below - 1]
    a, b = known[below - 1], known[below]
    return LEVELS[below - 1] + (LEVELS[below] - LEVELS[below - 1]) * (value - a) / (b - a)


def _as_yesterday(today: Day, yesterday: Day | None, now: float) -> float:
    """What would be left if today went on as yesterday did from this hour, scaled by how today has gone so far."""
    if yesterday is None:
        return np.nan
    out = []
    for so_far, then, end in zip(today.at(now), yesterday.at(now - 24), yesterday.at(yesterday.deadline), strict=True):
        out.append(so_far * end / then if then > 0 else so_far + end - then)
    return max(0.0, out[1] - out[0])
