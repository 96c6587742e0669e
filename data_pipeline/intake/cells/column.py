"""Whole columns of texts into typed Arrow arrays. Python reads each distinct text once; clean figures not at all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pyarrow as pa

from data_pipeline.intake.arrow import pc
from data_pipeline.intake.cells.moment import Spoken
from data_pipeline.intake.cells.number import MAX_NUMBER
from data_pipeline.intake.cells.read import Read
from data_pipeline.intake.texts import Texts

ARROW = {
    "date": pa.date32(),
    "timestamp": pa.timestamp("us"),
    "district": pa.string(),
    "subdistrict": pa.string(),
    "enum": pa.string(),
    "code": pa.string(),
    "int": pa.int64(),
    "decimal": pa.decimal128(18, 3),
    "flag": pa.bool_(),
}
EPOCH = date(1970, 1, 1)
DAY_US = 86_400_000_000


@dataclass(frozen=True)
class Noted:
    """A distinct text with something to say about it: where it is first seen (row index) and in how many rows."""

    text: str
    read: Read
    first: int
    rows: int


@dataclass(frozen=True)
class ColumnRead:
    """`faults`: per row the index into `problems`, -1 where there is none; absent when no row has one."""

    values: pa.Array
    changes: tuple[Noted, ...] = ()
    problems: tuple[Noted, ...] = ()
    faults: np.ndarray | None = field(default=None)


def read_texts(texts: Texts, i: int, reader: Callable[[str], Read], kind: pa.DataType) -> ColumnRead:
    """Read every distinct text of column i once, and spread the answers over the rows."""
    words, index = texts.distinct(i)
    reads = [reader(w) for w in words]
    values = pa.array([r.value for r in reads], kind)
    return noted(values.take(pa.array(index)), words, reads, index)


def noted(values: pa.Array, words: Sequence[str], reads: Sequence[Read], index: np.ndarray) -> ColumnRead:
    """Rows' values together with what is to be said about their texts."""
    rows = np.bincount(index, minlength=len(words)) if any(r.change or r.problem for r in reads) else np.zeros(0)
    if not rows.size:
        return ColumnRead(values)
    first = np.zeros(len(words), np.int64)
    first[index[::-1]] = np.arange(len(index))[::-1]
    every = [Noted(w, r, int(first[i]), int(rows[i])) for i, (w, r) in enumerate(zip(words, reads, strict=True))]
    bad = [i for i, r in enumerate(reads) if r.problem and rows[i]]
    faults = None
    if bad:
        number = np.full(len(words), -1, np.int32)
        number[bad] = np.arange(len(bad))
        faults = number[index]
    changes = tuple(t for t in every if t.read.change and not t.read.problem and t.rows)
    return ColumnRead(values, changes, tuple(every[i] for i in bad), faults)


def read_numbers(texts: Texts, i: int, reader: Callable[[str], Read], kind: pa.DataType) -> ColumnRead:
    """Figures. A column of plain digits is cast as a whole; any other goes by its distinct texts."""
    return _cast(texts.column(i), kind) or read_texts(texts, i, reader, kind)


def _cast(texts: pa.ChunkedArray, kind: pa.DataType) -> ColumnRead | None:
    """The column as figures if every byte of it is a digit (or point, or minus) or a cell is blank; else None.

    Looking at the bytes comes first: Arrow alone would also take 0x1F for a number.
    """
    allowed = np.zeros(256, bool)
    allowed[list(b"0123456789-" if pa.types.is_integer(kind) else b"0123456789-.")] = True
    if not all(allowed[_bytes(chunk)].all() for chunk in texts.chunks):
        return None
    try:
        values = pc.cast(_blank_is_null(texts), kind).combine_chunks()
    except pa.ArrowInvalid:
        return None
    if isinstance(values, pa.ChunkedArray):
        values = pa.concat_arrays(values.chunks) if values.num_chunks else pa.array([], kind)
    span = pc.min_max(values).as_py()
    if span["max"] is not None and max(abs(span["max"]), abs(span["min"])) > MAX_NUMBER:
        return None
    return ColumnRead(values)


def _bytes(chunk: pa.Array) -> np.ndarray:
    """The bytes of a text array's cells, one after the other."""
    _, offsets, data = chunk.buffers()
    if data is None or not len(chunk):
        return np.zeros(0, np.uint8)
    ends = np.frombuffer(offsets, np.int32)[chunk.offset : chunk.offset + len(chunk) + 1]
    return np.frombuffer(data, np.uint8)[ends[0] : ends[-1]]


def _blank_is_null(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    blank = pc.equal(texts, "")
    return pc.if_else(blank, pa.scalar(None, pa.string()), texts) if pc.any(blank).as_py() else texts


def read_moments(texts: Texts, i: int, reader: Callable[[str], Read], days: pa.Array) -> ColumnRead:
    """Moments. One written without a date belongs to its row's own day (`days`, date32); 24:00 is next day's 00:00."""
    words, index = texts.distinct(i)
    reads = [reader(w) for w in words]
    spoken: list[Spoken | None] = [r.value for r in reads]
    borrows = np.array([s is not None and s.day is None for s in spoken], bool)
    own = pa.array([_instant(s) if s else None for s in spoken], pa.int64()).take(pa.array(index))
    if borrows.any():
        whole = pc.multiply(days.cast(pa.int32()).cast(pa.int64()), DAY_US)
        own = pc.if_else(pa.array(borrows[index]), pc.add(own, whole), own)
    return noted(own.cast(pa.timestamp("us")), words, reads, index)


def _instant(spoken: Spoken) -> int:
    """Microseconds: since 1970, or of one without a date since its day's 00:00."""
    return ((spoken.day - EPOCH).days if spoken.day else 0) * DAY_US + spoken.seconds * 1_000_000
