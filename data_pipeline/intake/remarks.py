"""Doubts about what is said below the header: notes under the table, rows between its rows, a column of units.

Nothing is multiplied by a remark: it may speak of another table, or of one figure of many.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import pyarrow as pa

from data_pipeline.declare import Feed, Pack
from data_pipeline.intake.arrow import pc
from data_pipeline.intake.cells.unit import ONE, units_of, vocabulary
from data_pipeline.intake.headers import Headers
from data_pipeline.intake.qualifiers import Said, has_unit, title_says, verdict
from data_pipeline.intake.report import Problem
from data_pipeline.intake.said import unit_column, units_in
from data_pipeline.intake.say import shown
from data_pipeline.intake.texts import Texts

CLAUSE = re.compile(r"[，。；,;]")
FEW = 2  # filled cells of a row that is no record
MOST = 50  # doubts of one file


def few_filled(texts: Texts, rows: np.ndarray) -> np.ndarray:
    """Those of these rows in which so few cells are filled that they may be remarks."""
    if not len(rows):
        return rows
    cells = texts.table.take(pa.array(rows)).columns
    return rows[sum(pc.not_equal(pc.utf8_trim_whitespace(c), "").to_numpy().astype(int) for c in cells) <= FEW]


def remarks(cells: Sequence[str], line: int) -> list[Said]:
    """Units that a row of few words states, and words in it that change what all figures are."""
    filled = [c for c in cells if c.strip()]
    return [] if len(filled) > FEW else [s for c in filled for s in _of(c, line)]


def _of(text: str, line: int) -> Iterator[Said]:
    words = vocabulary()["meaning"]
    yield from (s for s in title_says(text, line) if has_unit(s.text))
    for clause in CLAUSE.split(text):
        plain = clause.casefold()
        if any(w in plain for w in words["note"]) or any(w in plain for w in words["all"]):
            yield from (s for s in title_says(clause, line) if not has_unit(s.text))


def remark_doubts(
    rows: Iterable[tuple[int, Sequence[str]]], headers: Headers, feed: Feed, pack: Pack
) -> Iterator[Problem]:
    """`rows`: those that are no records, with their lines."""
    remarked = dict.fromkeys(s for line, cells in rows for s in remarks(cells, line))
    for said in [s for s in remarked if not _as_read(s, headers, feed, pack)][:MOST]:
        yield Problem(said.line, "", shown(said.text), "note_says", "confirm", {})


def _as_read(said: Said, headers: Headers, feed: Feed, pack: Pack) -> bool:
    """Does it only say what the figures were read as?"""
    heard = False
    for i, name in enumerate(headers.columns):
        if name is None or not feed[name].is_number:
            continue
        found = verdict(said, feed[name], units_of(feed[name], pack))
        if found == "ask" or (found is not None and found != headers.factors.get(i, ONE)):
            return False
        heard = heard or found is not None
    return heard or not has_unit(said.text)


def units_doubt(headers: Headers, texts: Texts, feed: Feed, pack: Pack, line: int) -> Iterator[Problem]:
    """About a column that names units which no figure of the row is read in. `line`: of the header."""
    at = unit_column(headers, texts)
    if at is None:
        return
    read = [(i, feed[c]) for i, c in enumerate(headers.columns) if c and feed[c].is_number]
    known = [(units_of(column, pack), headers.factors.get(i, ONE)) for i, column in read]
    odd = [u for u in units_in(texts, at) if all(units.factor(u) != factor for units, factor in known)]
    if odd:
        facts = {"header": headers.sent[at]}
        yield Problem(line, "", shown("、".join(odd)), "units_column", "confirm", facts)
