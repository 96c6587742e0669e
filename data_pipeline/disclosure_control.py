"""Counts of people below district level are told in bands, in every route, at every slot, never exactly (domain 5.2).

The bands overlap, and a count is told in the first band whose end it is clear of by MARGIN. So one person more or
fewer changes no word that the attacker may not also read as the same, and this is the whole proof (docs/disclosure.md):
whoever is counted below a district could live in the subdistrict next door, with all that was ever reported of them,
and every figure of the district, every balance and the whole day's course would be as they are. No sum, no difference,
no earlier version can therefore give a small count back, and no cell has to be chosen to hide with another.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from data_pipeline.declare import Feed, Line, Pack
from data_pipeline.intake.cells.place import WHOLE_CITY, WHOLE_DISTRICT

AGE_H = 6  # an exact age beside a small count could be somebody's
MARGIN = 2  # people that a count may be away from what it is without leaving its band
BANDS = (
    (0, 9), (5, 19), (15, 49), (40, 99), (80, 199), (150, 399), (300, 799), (600, 1_499), (1_200, 2_999),
    (2_500, 5_999), (5_000, 11_999), (10_000, 29_999),
)  # fmt: skip
MOST = 25_000  # from here on there is no upper end
OPEN = "open"  # the column that says whether anybody is there


def band(value: float) -> str:
    """What is told of a count. A nought has no word of its own: its band is that of the small counts."""
    found = next((b for b in BANDS if value + MARGIN <= b[1]), None)
    return f"{found[0]:,}–{found[1]:,}" if found else f"≥{MOST:,}"


WORDS = (*(band(high - MARGIN) for _, high in BANDS), band(MOST * 2))
FEWEST = WORDS[0]


def size(word: str) -> int:
    """The place of a band among the bands, for an order that tells no more than they do."""
    return WORDS.index(word)


def protect(
    frame: pd.DataFrame, people: Sequence[str], below: Any, rates: Sequence[str] = (), ages: Sequence[str] = ()
) -> pd.DataFrame:
    """The frame as it may leave the server. `below`: rows about people below district level; no other is touched.

    `people` become bands; `rates` are not told; `ages`, in hours, are rounded up to 6 and told only where the band
    of those who are open begins above nought: an age is a person.
    """
    if not below.any():
        return frame
    out = frame.astype({c: object for c in (*people, *rates, *ages) if c in frame.columns})
    rows = below.to_numpy()
    there = (frame[OPEN] if OPEN in frame else pd.Series(0, index=frame.index)).astype(float) + MARGIN > BANDS[0][1]
    for column in (c for c in people if c in frame.columns):
        out.loc[rows, column] = [None if pd.isna(v) else band(float(v)) for v in frame.loc[rows, column]]
    for column in (c for c in rates if c in frame.columns):
        out.loc[rows, column] = None
    for column in (c for c in ages if c in frame.columns):
        out.loc[rows, column] = np.ceil(frame.loc[rows, column].astype(float) / AGE_H) * AGE_H
        out.loc[rows & ~there.to_numpy(), column] = None
    return out


def about_people(pack: Pack, feed: str, row: Mapping[str, Any]) -> bool:
    """Whether a row of this feed is told in bands below district level; `row` has the columns of its kind.

    Kinds are declared in the vocabulary (`people`); a feed that names none counts people in every row. Where figures
    cut across several kinds (issues by type, by priority), rows that are not about people would give back those that
    are: they are told in bands with them.
    """
    own = pack.feeds[feed]
    if not any(c.people for c in own.columns):
        return False
    kinds = [own[n] for n in own.key if own[n].type == "enum"]
    marked = [c for c in kinds if any(t.people for t in pack.terms(c.vocab or ""))]
    if not marked or len(kinds) > 1:
        return True
    (kind,) = marked
    return any(t.people for t in pack.terms(kind.vocab or "") if t.code == row.get(kind.name))


def told_in_bands(pack: Pack, feed: Feed, key: Mapping[str, Any]) -> bool:
    """Whether the row of this key is about people and speaks of a place below a district: a subdistrict or a site."""
    whole = all(key.get(n) in (None, "", WHOLE_DISTRICT, WHOLE_CITY) for n in feed.key if feed[n].type == "subdistrict")
    named = any(feed[n].type == "code" for n in feed.key)
    return (named or not whole) and about_people(pack, feed.id, key)


def counts_people(pack: Pack, line: Line) -> bool:
    """Whether a line's figures below district level are told in bands: as its rows are, or as it declares."""
    if line.worst_of:
        return any(counts_people(pack, pack.lines[x]) for x in line.worst_of)
    feed = pack.feeds[line.feed]
    kinds = [feed[n] for n in feed.key if feed[n].type == "enum"]
    named = [c for c in kinds if any(t.people for t in pack.terms(c.vocab or ""))]
    return about_people(pack, feed.id, {c.name: line.item for c in named}) if named else line.people
