"""What a reader adds who knows how bands are chosen, but not the key: one unknown more for each cut of each place.

A count told in a band is at least the cut below it and less than the cut above, and the cuts of all counts of a place
(line, column, slot) stand within SHIFT of the place's own. So all that is told of a place tells of its cuts as well.
"""

from collections.abc import Mapping
from datetime import datetime

import numpy as np
from scipy import sparse

from data_pipeline.publish.disclosure_control import BANDS, MARGIN, MOST, SHIFT, place_cuts
from tests.disclosure.system import System
from tests.disclosure.told import ANY, Cell, Interval

CUT = "cut"
TOLD: tuple[Interval, ...] = (*BANDS, (MOST, float("inf")))
EVER = datetime.min
Cuts = dict[Cell, Interval]


def is_cut(cell: Cell) -> bool:
    return cell.line == CUT


def knowing(of: System, learned: Mapping[Cell, Interval] | None = None) -> System:
    """The same system with the cuts among its unknowns. `learned`: what is known of them already."""
    drawn, known = _any_key(), learned or {}
    width = len(of.cells) + len(BANDS) * len({c.area for c in of.cells})
    cells = [_cut(area, k) for area in sorted({c.area for c in of.cells}) for k in range(len(BANDS))]
    ends = [known.get(c, drawn[int(c.column)]) for c in cells]
    at = {c: len(of.cells) + i for i, c in enumerate(cells)}
    rows, least = _orders(of, at)
    wide = sparse.csr_matrix((of.rows.data, of.rows.indices, of.rows.indptr), (len(of.floor), width))
    truth = [float(place_cuts(c.area)[int(c.column)]) for c in cells]
    return System(
        [*of.cells, *cells],
        np.r_[of.low, [e[0] for e in ends]],
        np.r_[of.high, [e[1] for e in ends]],
        np.r_[of.truth, truth],
        sparse.csr_matrix(sparse.vstack([wide, rows])),
        np.r_[of.floor, least],
        np.r_[of.ceiling, np.full(len(least), np.inf)],
    )


def learned(of: System, low: np.ndarray, high: np.ndarray) -> Cuts:
    """What is left of each cut."""
    return {c: (low[i], high[i]) for i, c in enumerate(of.cells) if is_cut(c)}


def _any_key() -> list[Interval]:
    """The first and the last place of each cut, over all keys, as a place has it."""
    begins = [low for low, _ in TOLD[1:]]
    clear = MARGIN + SHIFT
    return [(low + clear, high + 1 - clear) for low, (_, high) in zip(begins, BANDS, strict=True)]


def _orders(of: System, at: Mapping[Cell, int]) -> tuple[sparse.csr_matrix, list[float]]:
    """least <= rows @ x: the count is not below its lower cut, and below its upper one, wherever both may stand."""
    data, least = [], []
    for i, c in enumerate(of.cells):
        if (of.low[i], of.high[i]) == ANY:
            continue
        k = TOLD.index((of.low[i], of.high[i]))
        for n, sign, apart in ((k - 1, 1.0, 0.0 - SHIFT), (k, -1.0, 1.0 - SHIFT)):
            if (cut := at.get(_cut(c.area, n))) is not None:
                data += [(sign, len(least), i), (-sign, len(least), cut)]
                least.append(apart)
    values, row, column = zip(*data, strict=True) if data else ((), (), ())
    return sparse.csr_matrix((values, (row, column)), shape=(len(least), len(of.cells) + len(at))), least


def _cut(area: str, k: int) -> Cell:
    return Cell(CUT, area, EVER, str(k))
