"""Rows by their key: which rows name the same thing twice, and which row speaks of the same thing one slot earlier."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from data_pipeline.intake.parallel import over

ROOM = 1 << 62


def codes(columns: Sequence[pa.Array | pa.ChunkedArray]) -> np.ndarray:
    """One int64 per row, equal exactly when the rows agree in every one of these columns (nulls are equal)."""
    total: np.ndarray | None = None
    size = 1
    for own, n in over(_codes, columns, len(columns[0]) if columns else 0):
        if total is None:
            total, size = own, n
            continue
        if size * n >= ROOM:
            _, total = np.unique(total, return_inverse=True)
            size = int(total.max(initial=0)) + 1
        total, size = total * n + own, size * n
    return total if total is not None else np.zeros(0, np.int64)


def _codes(column: pa.Array | pa.ChunkedArray) -> tuple[np.ndarray, int]:
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    encoded = array.dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.unify_dictionaries().combine_chunks()
    n = len(encoded.dictionary)
    return encoded.indices.fill_null(n).to_numpy(zero_copy_only=False).astype(np.int64), n + 1


@dataclass(frozen=True)
class Twice:
    """Rows whose key stands more than once. `copies`: later rows equal to the first in every column; `clash`: all rows
    of a key that is told in different ways."""

    copies: np.ndarray
    clash: np.ndarray
    first: dict[int, int]  # a clashing row -> the first row of its key


def find_twice(table: pa.Table, key: Sequence[str], ok: np.ndarray) -> Twice:
    """Among the rows that are ok. Nothing is sorted unless a key does repeat."""
    rows = np.flatnonzero(ok)
    whole = codes([table.column(name) for name in key])[rows]
    none = np.zeros(0, np.int64)
    if not len(rows) or not _repeats(whole):
        return Twice(none, none, {})
    order = np.argsort(whole, kind="stable")
    ordered = whole[order]
    group = np.concatenate(([0], np.cumsum(ordered[1:] != ordered[:-1])))
    starts = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))
    again = np.bincount(group)[group] > 1
    members, first = rows[order][again], rows[order][starts][group][again]
    marks = codes([c.take(pa.array(np.concatenate((members, first)))) for c in table.columns])
    same = marks[: len(members)] == marks[len(members) :]
    differs = np.bincount(group[again], ~same, minlength=group[-1] + 1)[group[again]] > 0
    copies = members[~differs & (members != first)]
    clash = np.sort(members[differs])
    return Twice(np.sort(copies), clash, dict(zip(members[differs].tolist(), first[differs].tolist(), strict=True)))


def numbered(whole: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The distinct numbers, none below zero, in order, and for each row which of them it has (int32)."""
    top = int(whole.max(initial=-1)) + 1
    if top > 8 * len(whole) + 1024:
        distinct, which = np.unique(whole, return_inverse=True)
        return distinct, which.astype(np.int32)
    seen = np.zeros(top, bool)  # dense: looked up instead of sorted
    seen[whole] = True
    return np.flatnonzero(seen), (np.cumsum(seen, dtype=np.int32) - 1)[whole]


def _repeats(whole: np.ndarray) -> bool:
    low, span = int(whole.min()), int(whole.max() - whole.min()) + 1
    if span <= 8 * len(whole) + 1024:  # dense: count instead of sorting
        return bool(np.bincount(whole - low).max() > 1)
    ordered = np.sort(whole)
    return bool((ordered[1:] == ordered[:-1]).any())
