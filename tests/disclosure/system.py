"""The attacker's system: one unknown a figure, its interval, and every equation that the board's figures obey.

An equation or order that is not so in the data (a restatement, an adjustment) is left out: the attacker gets the
benefit of every doubt, and the system always has the truth among its solutions.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy import sparse

from tests.disclosure.collect import LEDGER, Haul
from tests.disclosure.told import ANY, Cell

Term = tuple[float, Cell]
# lines over the same rows: the first is the sum of the others
SUMS = (
    ("quarantine", ("contact", "contact2")),
    ("chase", ("stage_verify",)),
    ("issues", ("issues_p1", "issues_p2", "issues_p3")),
    ("issues", ("issues_level_subdistrict", "issues_level_district", "issues_level_city")),
)
WITHIN = (("medical_p1", "issues_p1"), ("medical_p1", "issue_medical_access"))
TYPES = "issue_"  # every line of one type; together they are all issues
GROWS = ("new_due", "done", "cancelled")


@dataclass
class System:
    cells: list[Cell]
    low: np.ndarray
    high: np.ndarray
    truth: np.ndarray
    rows: sparse.csr_matrix  # floor <= rows @ x <= ceiling
    floor: np.ndarray
    ceiling: np.ndarray


def system(haul: Haul, lines: Sequence[str], district: str) -> System:
    cells = sorted(c for c in haul.truth if c.line in lines and haul.district[c.area] == district)
    at = {c: i for i, c in enumerate(cells)}
    said = [haul.below.get(c, ANY) for c in cells]
    truth = np.array([haul.truth[c] for c in cells])
    kept, floor, ceiling = [], [], []
    for terms, low, high in (*_rows(haul, cells), *_sums(haul, cells, district)):
        value = sum(k * truth[at[c]] for k, c in terms)
        if low - 1e-6 <= value <= high + 1e-6:
            kept.append(terms)
            floor.append(low)
            ceiling.append(high)
    data = [(k, i, at[c]) for i, terms in enumerate(kept) for k, c in terms]
    shape = (len(kept), len(cells))
    values, row, column = zip(*data, strict=True) if data else ((), (), ())
    matrix = sparse.csr_matrix((values, (row, column)), shape=shape)
    low, high = (np.array([s[i] for s in said], dtype=float) for i in (0, 1))
    return System(cells, low, high, truth, matrix, np.array(floor), np.array(ceiling))


def _rows(haul: Haul, cells: Sequence[Cell]) -> Iterator[tuple[list[Term], float, float]]:
    """What holds in one place: the balance, what is due, the day's course, lines over the same rows."""
    own = set(cells)
    before_it = {b: a for a, b in pairwise(haul.slots)}
    sums = (*SUMS, ("issues", tuple(sorted({x.line for x in own if x.line.startswith(TYPES)}))))
    for c in cells:

        def of(column: str, line: str = c.line, cell: Cell = c) -> Cell:
            return Cell(line, cell.area, cell.as_of, column)

        if c.column == "open":
            yield [(1, of("carry_in")), (1, of("new_due")), (-1, of("done")), (-1, of("cancelled")), (-1, c)], 0, 0
        if c.column == "due":
            yield [(1, of("carry_in")), (1, of("new_due")), (-1, of("cancelled")), (-1, c)], 0, 0
        before = Cell(c.line, c.area, before_it.get(c.as_of, c.as_of), c.column)
        if before in own and before != c:
            if c.column in GROWS:
                yield [(1, c), (-1, before)], 0, np.inf
            elif c.column == "carry_in":
                yield [(1, c), (-1, before)], 0, 0
        for whole, parts in sums:
            if c.line == whole and (there := [p for p in parts if of(c.column, p) in own]):
                yield [(1, c), *((-1.0, of(c.column, p)) for p in there)], 0, 0
        for part, whole in WITHIN:
            if c.line == part and of(c.column, whole) in own:
                yield [(1, of(c.column, whole)), (-1, c)], 0, np.inf


def _sums(haul: Haul, cells: Sequence[Cell], district: str) -> Iterator[tuple[list[Term], float, float]]:
    """What is published of the district is the sum of its places."""
    groups: dict[Cell, list[Term]] = {}
    for c in cells:
        groups.setdefault(Cell(c.line, district, c.as_of, c.column), []).append((1, c))
    for whole, terms in groups.items():
        if whole in haul.above and whole.column in LEDGER:
            yield terms, *haul.above[whole]
