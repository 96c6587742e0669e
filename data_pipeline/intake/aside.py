"""Rows of a file that are no records of the feed: blanks, totals, notes, the header again. Set aside, and said."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from data_pipeline.declare import Feed
from data_pipeline.intake.arrow import pc
from data_pipeline.intake.cells.total import is_total
from data_pipeline.intake.headers import Headers, Matcher, key_of, keys_of
from data_pipeline.intake.notes import NOTE, are_column_numbers, goes_on, is_note, is_prose
from data_pipeline.intake.refusal import Refusal
from data_pipeline.intake.texts import Texts
from data_pipeline.intake.wholes import Wholes

NEAR_HEADER = 3  # rows in which the numbers of columns may stand


@dataclass(frozen=True)
class Aside:
    """`code`: units_row, blank_row, total_row, note_row, header_again, column_numbers."""

    line: int
    code: str
    cells: tuple[str, ...]


def set_aside(texts: Texts, headers: Headers, matcher: Matcher, districts: int = 0) -> tuple[Texts, list[Aside]]:
    """The rows that are records, and the others with the reason. `districts`: how many the whole has. Raises Refusal
    `second_table`."""
    if not len(texts):
        return texts, []
    found: dict[int, str] = {}
    found |= dict.fromkeys(map(int, np.flatnonzero(texts.lines == headers.units_line)), "units_row")
    found |= dict.fromkeys(_headers_again(texts, headers, matcher), "header_again")
    found |= dict.fromkeys(map(int, _blank(texts)), "blank_row")
    found |= dict.fromkeys(_column_numbers(texts, found), "column_numbers")
    found = dict.fromkeys(map(int, _notes(texts)), "note_row") | found
    totals = [int(at) for at in _totals(texts, headers, matcher.feed) if int(at) not in found]
    wholes = Wholes(texts, headers, matcher.feed, [*totals, *found], districts) if totals else None
    records = wholes.among(totals) if wholes else set()
    found |= dict.fromkeys((at for at in totals if at not in records), "total_row")
    found |= dict.fromkeys(_tail(texts, found), "note_row")
    if not found:
        return texts, []
    aside = [Aside(int(texts.lines[at]), code, tuple(texts.row(at))) for at, code in sorted(found.items())]
    mask = np.ones(len(texts), bool)
    mask[list(found)] = False
    return texts.keep(mask), aside


def _column_numbers(texts: Texts, found: Mapping[int, str]) -> list[int]:
    """Right below the header, or below the header where a page repeats it."""
    below = [0, *(at + 1 for at, code in found.items() if code == "header_again")]
    near = {at + k for at in below[:1000] for k in range(NEAR_HEADER)}
    return [at for at in sorted(near) if at < len(texts) and are_column_numbers(texts.row(at))]


def _tail(texts: Texts, found: Mapping[int, str]) -> list[int]:
    """Below the last record: single cells that speak, and what goes on with a note above it."""
    width, notes, maybe = texts.table.num_columns, [], []
    for at in range(len(texts) - 1, -1, -1):
        cells = texts.row(at)
        if found.get(at) == "note_row" or (at not in found and is_prose(cells, width)):
            notes += [*maybe, at]
            maybe = []
        elif at not in found and goes_on(cells, width):
            maybe.append(at)
        elif at not in found:
            break
    return [at for at in notes if at not in found]


def _blank(texts: Texts) -> np.ndarray:
    """Rows without a single filled cell: narrowed down column by column."""
    words, _ = texts.distinct(0)
    rows = texts.where(0, np.flatnonzero(_empty(pa.array(words, pa.string()))).tolist())
    for i in range(1, texts.table.num_columns):
        rows = rows[_empty(texts.column(i).take(pa.array(rows)))]
        if not len(rows):
            break
    return rows


def _empty(cells: pa.Array | pa.ChunkedArray) -> np.ndarray:
    return pc.equal(pc.utf8_trim_whitespace(cells), "").to_numpy(zero_copy_only=False)


def _words_of(texts: Texts, headers: Headers, feed: Feed) -> list[int]:
    """Columns in which words may stand: all that do not hold figures."""
    numeric = [i for i, c in enumerate(headers.columns) if c and feed[c].is_number]
    return [i for i in range(texts.table.num_columns) if i not in numeric]


def _totals(texts: Texts, headers: Headers, feed: Feed) -> np.ndarray:
    rows = [np.zeros(0, np.int64)]
    for i in _words_of(texts, headers, feed):
        words, _ = texts.distinct(i)
        if hits := [k for k, w in enumerate(words) if is_total(w)]:
            rows.append(texts.where(i, hits))
    return np.unique(np.concatenate(rows))


def _notes(texts: Texts) -> list[int]:
    words, _ = texts.distinct(0)
    hits = [k for k, w in enumerate(words) if NOTE.match(w.strip())]
    return [at for at in texts.where(0, hits) if is_note(texts.row(at))] if hits else []


def _headers_again(texts: Texts, headers: Headers, matcher: Matcher) -> list[int]:
    """Rows that repeat the header. A row that is the header of another table makes the file two files: refused."""
    rows = []
    for at in _candidates(texts, headers, matcher):
        cells = texts.row(at)
        same = sum(key_of(c) == key_of(h) for c, h in zip(cells, headers.own, strict=True) if c.strip())
        filled = sum(bool(c.strip()) for c in cells)
        if same == filled:
            rows.append(at)
        elif matcher.count([keys_of([c]) for c in cells]) * 2 >= max(filled, 4):
            raise Refusal("second_table", line=int(texts.lines[at]))
    return rows


def _candidates(texts: Texts, headers: Headers, matcher: Matcher) -> list[int]:
    """Rows whose first declared cells are words that the declaration knows as headers."""
    rows: set[int] = set()
    for i in [i for i, c in enumerate(headers.columns) if c][:3]:
        words, _ = texts.distinct(i)
        if hits := [k for k, w in enumerate(words) if len(w) <= 40 and matcher.find([w])]:
            rows.update(int(r) for r in texts.where(i, hits)[:1000])
    return sorted(rows)
