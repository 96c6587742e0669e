"""The cells of a file as texts: a table, the line of each row, and each column's distinct texts (found once)."""

import numpy as np
import pyarrow as pa


class Texts:
    """`table`: text columns, one per column of the file; `lines`: int64, where each row begins in the file; `parts`:
    which part of its line a row is, where a line makes several."""

    def __init__(
        self,
        table: pa.Table,
        lines: np.ndarray,
        found: dict[int, tuple[list[str], np.ndarray]] | None = None,
        parts: np.ndarray | None = None,
    ):
        self.table = table
        self.lines = lines
        self.parts = parts
        self._found = found if found is not None else {}

    def __len__(self) -> int:
        return len(self.lines)

    def column(self, i: int) -> pa.ChunkedArray:
        return self.table.column(i)

    def distinct(self, i: int) -> tuple[list[str], np.ndarray]:
        """The distinct texts of a column, and for each row which of them it has. After `keep`, some may have no row."""
        if i not in self._found:
            encoded = self.column(i).combine_chunks().dictionary_encode()
            if isinstance(encoded, pa.ChunkedArray):
                encoded = encoded.unify_dictionaries().combine_chunks()
            self._found[i] = (encoded.dictionary.to_pylist(), encoded.indices.to_numpy(zero_copy_only=False))
        return self._found[i]

    def where(self, i: int, positions: list[int]) -> np.ndarray:
        """The rows whose text in column i is one of these distinct ones."""
        words, index = self.distinct(i)
        wanted = np.zeros(len(words), bool)
        wanted[positions] = True
        return np.flatnonzero(wanted[index])

    def row(self, at: int) -> list[str]:
        return [self.table.column(i)[at].as_py() for i in range(self.table.num_columns)]

    def keep(self, mask: np.ndarray) -> "Texts":
        """Only the rows where the mask is true."""
        if mask.all():
            return self
        found = {i: (words, index[mask]) for i, (words, index) in self._found.items()}
        parts = self.parts[mask] if self.parts is not None else None
        return Texts(self.table.filter(pa.array(mask)), self.lines[mask], found, parts)
