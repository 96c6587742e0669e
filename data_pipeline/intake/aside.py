"""Rows of a file that are not records of the feed: blank rows, totals, notes, the header again. Set aside, and said."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from data_pipeline.declare import Feed
from data_pipeline.intake.arrow import pc
from data_pipeline.intake.headers import Headers, Matcher, key_of, keys_of
from data_pipeline.intake.refusal import Refusal
from data_pipeline.intake.texts import Texts

TOTAL = re.compile(
    r"(?:合计|小计|总计|共计|总和|汇总)|.{0,8}(?:合计|小计|总计|共计)[:：]?|(?:sub|grand)?[ -]?totals?:?", re.IGNORECASE
)
NOTE = re.compile(
    r"(?:注|备注|说明|附注|填报|填表|制表|审核|复核人|联系|报送|单位负责|数据来源|来源|note|source|remark)s?"
    r"(?:\d|[:：.、(（]|人|单位|时间|日期|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Aside:
    """`code`: units_row, blank_row, total_row, note_row, header_again."""

    line: int
    code: str
    cells: tuple[str, ...]


def is_total(text: str) -> bool:
    return len(text) <= 24 and bool(TOTAL.fullmatch(re.sub(r"\s", "", text)))


def is_note(cells: Sequence[str]) -> bool:
    """One or two cells that begin like a remark under the table."""
    filled = [c.strip() for c in cells if c.strip()]
    return 0 < len(filled) <= 2 and bool(NOTE.match(filled[0]))


def set_aside(texts: Texts, headers: Headers, matcher: Matcher) -> tuple[Texts, list[Aside]]:
    """The rows that are records, and the others with the reason. Raises Refusal `second_table`."""
    if not len(texts):
        return texts, []
    found: dict[int, str] = {}
    for name, rows in (
        ("units_row", np.flatnonzero(texts.lines == headers.units_line)),
        ("header_again", _headers_again(texts, headers, matcher)),
        ("blank_row", _blank(texts)),
        ("total_row", _totals(texts, headers, matcher.feed)),
        ("note_row", _notes(texts)),
    ):
        for at in rows:
            found.setdefault(int(at), name)
    if not found:
        return texts, []
    aside = [Aside(int(texts.lines[at]), code, tuple(texts.row(at))) for at, code in sorted(found.items())]
    mask = np.ones(len(texts), bool)
    mask[list(found)] = False
    return texts.keep(mask), aside


def _blank(texts: Texts) -> np.ndarray:
    """Rows without a single filled cell: narrowed down column by column."""
    rows = np.arange(len(texts))
    for i in range(texts.table.num_columns):
        cells = texts.column(i) if len(rows) == len(texts) else texts.column(i).take(rows)
        rows = rows[pc.equal(pc.utf8_trim_whitespace(cells), "").to_numpy()]
        if not len(rows):
            break
    return rows


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
