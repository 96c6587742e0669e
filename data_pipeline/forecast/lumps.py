"""Reports that come in lumps, flat for hours and then a leap: neither is a place's pace, the mean over both is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from data_pipeline.forecast.increments import Spans
from data_pipeline.forecast.profile import Profile, area_under

EXPECTED = 5.0  # items that a flat stretch would usually have brought: of fewer, none may be luck
FAINT = 0.2  # of its mean pace: no more than this is flat where leaps are seen
LEAP = 1.6  # times its mean pace: what comes after a flat stretch
STILL = 3  # slots without movement are no longer a lump in the making, unless longer ones were seen


@dataclass(frozen=True)
class Lump:
    """Of one place. `cycle`: hours from leap to leap. `waiting`: hours of work, by the usual shape, of the flat stretch
    since the `last` leap, which the next one is expected to bring."""

    cycle: float
    last: float
    waiting: float


def evened(spans: Spans, shape: Profile) -> tuple[Spans, dict[int, Lump]]:
    """One line's intervals, each flat stretch and its leap spread evenly over both; and the places that report so
    today. A flat stretch that no leap has ended yet says nothing of a place's pace."""
    weight = area_under(shape.done, spans.start, spans.hours)
    done, usable, found = spans.done.copy(), spans.usable.copy(), {}
    flat, leap = _moved(spans, weight)
    for area in np.unique(spans.area[flat]):
        rows = np.flatnonzero(spans.area == area)
        blocks = [b for b in _blocks(rows, flat, leap) if spans.day[b[0]] == spans.day[b[-1]]]
        for b in (_with_opening(b, spans) for b in blocks):
            done[b] = done[b].sum() * weight[b] / weight[b].sum()
        today = [b for b in blocks if spans.day[b[0]] == spans.day[rows[-1]]]
        waiting = _waiting(rows, flat, max([STILL - 1, *(len(b) - 1 for b in today)]))
        if today or not done[waiting].any():
            usable[waiting] = False
        if today:
            found[int(area)] = _lump(spans, today, float(weight[waiting].sum()))
    return replace(spans, done=done, usable=usable), found


def _lump(spans: Spans, today: Sequence[np.ndarray], waiting: float) -> Lump:
    end = today[-1][-1]
    return Lump(max(float(spans.hours[b].sum()) for b in today), float(spans.start[end] + spans.hours[end]), waiting)


def _with_opening(block: np.ndarray, spans: Spans) -> np.ndarray:
    """With the day's opening just before it: where in those hours the lump before fell nobody knows."""
    before = block[0] - 1
    own = before >= 0 and spans.area[before] == spans.area[block[0]] and spans.day[before] == spans.day[block[0]]
    return np.append(before, block) if own and spans.first[before] and spans.usable[before] else block


def _moved(spans: Spans, weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which intervals brought next to nothing where the place's mean pace would have, and which far more than that."""
    known = spans.usable & ~spans.dry
    size = int(spans.area.max(initial=0)) + 1
    total, hours = (np.bincount(spans.area, x * known, minlength=size) for x in (spans.done, weight))
    usual = np.divide(total, hours, out=np.zeros(size), where=hours > 0)[spans.area] * weight
    flat = known & ~spans.first & (spans.done <= FAINT * usual) & (np.minimum(usual, spans.open) >= EXPECTED)
    return flat, spans.usable & (spans.done >= LEAP * usual) & (spans.done > 0)


def _blocks(rows: np.ndarray, flat: np.ndarray, leap: np.ndarray) -> Iterator[np.ndarray]:
    """The intervals of each flat stretch that a leap has ended, with it."""
    begin = None
    for n, row in enumerate(rows):
        if flat[row]:
            begin = n if begin is None else begin
        elif begin is not None:
            if leap[row]:
                yield rows[begin : n + 1]
            begin = None


def _waiting(rows: np.ndarray, flat: np.ndarray, most: int) -> np.ndarray:
    """The flat stretch at the end; none where it is longer than a lump in the making."""
    moving = np.flatnonzero(~flat[rows])
    end = rows[moving[-1] + 1 :] if len(moving) else rows
    return end if len(end) <= most else rows[:0]


def awaited(pace: np.ndarray, lumps: Sequence[Lump | None], edges: np.ndarray, now: float) -> np.ndarray:
    """(S, J) hours of work of each step, with what the next leap brings in the step in which it is expected."""
    out = np.repeat(pace[None, :], len(lumps), axis=0)
    for i, lump in enumerate(lumps):
        if lump:
            step = np.searchsorted(edges[1:], max(lump.last + lump.cycle - now, 0.0) - 1e-9)
            out[i, min(int(step), out.shape[1] - 1)] += lump.waiting
    return out


def widened(done: np.ndarray, lumps: Sequence[Lump | None], pace: np.ndarray, at: int) -> np.ndarray:
    """(S, K) levels that spread, over the steps to the deadline, as far as the last leap before it may lie from it:
    anywhere within a cycle. Their mean stays."""
    out, sign = done.copy(), np.where(np.arange(done.shape[1]) % 2, 1.0, -1.0)
    for i, lump in enumerate(lumps):
        ahead = pace[i, :at].sum()
        if lump and ahead > 0:
            out[i] += out[i].mean() * sign * min(1.0, lump.cycle * (at / 12) ** 0.5 / ahead)
    return np.maximum(out, 0.0)


def of_areas(found: Mapping[int, Lump], areas: np.ndarray) -> list[Lump | None]:
    return [found.get(int(a)) for a in areas]
