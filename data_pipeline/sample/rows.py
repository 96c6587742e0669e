"""Rows of one feed before they become files: columns in slot order, without the two columns the slot itself gives."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

Values = np.ndarray | pa.Array


@dataclass(frozen=True)
class Rows:
    """`slot` and `area` (rows,) numbers of Grid.slots and Places areas; `columns` by declared name."""

    slot: np.ndarray
    area: np.ndarray
    columns: dict[str, pa.Array]

    def __len__(self) -> int:
        return len(self.slot)

    def take(self, which: np.ndarray) -> "Rows":
        """Some of the rows, by number or by mask."""
        at = np.flatnonzero(which) if which.dtype == bool else which
        return Rows(self.slot[at], self.area[at], {k: v.take(pa.array(at)) for k, v in self.columns.items()})

    def part(self, start: int, stop: int) -> "Rows":
        """A run of rows, without copying."""
        columns = {k: v.slice(start, stop - start) for k, v in self.columns.items()}
        return Rows(self.slot[start:stop], self.area[start:stop], columns)

    def bounds(self, slots: int) -> np.ndarray:
        """(slots + 1,) where each slot's rows begin."""
        return np.searchsorted(self.slot, np.arange(slots + 1))


def text(labels: Sequence[str], codes: np.ndarray) -> pa.Array:
    """The label of each code; an empty label is a blank cell."""
    return pa.array([label or None for label in labels], pa.string()).take(pa.array(codes))


def lattice(area: np.ndarray, fixed: Mapping[str, Sequence[str]], values: Mapping[str, np.ndarray]) -> Rows:
    """One row per slot and entity: `area` (entities,), `fixed` texts by entity, `values` (slots, entities).

    NaN is a blank cell; a float column whose every cell is blank stays a column of blanks.
    """
    slots = len(next(iter(values.values())))
    entities = np.arange(len(area))
    columns: dict[str, pa.Array] = {k: text(v, np.tile(entities, slots)) for k, v in fixed.items()}
    for name, value in values.items():
        columns[name] = _numbers(np.broadcast_to(value, (slots, len(area))).ravel())
    return Rows(np.repeat(np.arange(slots), len(area)), np.tile(area, slots), columns)


def _numbers(values: np.ndarray) -> pa.Array:
    if values.dtype.kind != "f":
        return pa.array(values)
    return pa.array(values, mask=np.isnan(values))


def stack(parts: Iterable[Rows]) -> Rows:
    """All parts in slot order; a column that a part lacks is blank there."""
    parts = list(parts)
    table = pa.concat_tables([pa.table(p.columns) for p in parts], promote_options="permissive")
    slot, area = np.concatenate([p.slot for p in parts]), np.concatenate([p.area for p in parts])
    order = np.argsort(slot, kind="stable")
    table = table.take(pa.array(order)).combine_chunks()
    columns = {name: table.column(name).combine_chunks() for name in table.column_names}
    return Rows(slot[order], area[order], columns)
