"""When the queue ran dry: what was done then says how much came, not how fast the work can go."""

from dataclasses import replace

import numpy as np

from data_pipeline.forecast.increments import Spans
from data_pipeline.forecast.remainder import Remainder
from data_pipeline.forecast.table import over

DRY = 0.25  # open work, above the usual remainder, as a share of what a slot does: no more means the queue ran dry
LAG = 1.5  # hours; a line whose shortest hours of work are longer has a backlog, not a long road
NEAR = 1.5  # times the shortest hours of work: still only what is under way
FEW = 0.10  # share of the intervals that sets the shortest


def with_dry(spans: Spans, stays: Remainder, lag: np.ndarray) -> Spans:
    """`lag`: by line, from hours_under_way."""
    enough = stays.enough(spans.line, spans.area, spans.owed)
    pair = spans.line * (spans.area.max(initial=0) + 1) + spans.area
    mean = over(np.bincount(pair, spans.done), np.bincount(pair, spans.hours))[pair] * spans.hours
    out = spans.open - enough <= DRY * np.maximum(spans.done, mean)
    return replace(spans, dry=out | (hours_of_work(spans) <= NEAR * lag[spans.line]))


def hours_under_way(spans: Spans, lines: int) -> np.ndarray:
    """(lines,) hours an item is under way even when nobody waits, such as on the road; 0 for a line with a backlog.

    The shortest hours of work the line shows are those of a queue that is empty but for what is under way.
    """
    work = hours_of_work(spans)
    lag = np.zeros(lines)
    for i in range(lines):
        low, high = np.searchsorted(spans.line, [i, i + 1])
        known = work[low:high][spans.usable[low:high] & np.isfinite(work[low:high])]
        shortest = np.quantile(known, FEW) if len(known) else 0.0
        if 0 < shortest <= LAG:
            lag[i] = np.median(known[known <= NEAR * shortest])
    return lag


def hours_of_work(spans: Spans) -> np.ndarray:
    """Open work at the end of each interval over the interval's pace; infinity where nothing was done."""
    return np.divide(
        spans.open * spans.hours, spans.done, out=np.full(len(spans), np.inf), where=(spans.done > 0) & ~spans.first
    )
