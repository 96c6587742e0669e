"""Counts of people below district level are told in bands, in every route, at every slot, never exactly (domain 5.2).

The bands overlap, and where one gives way to the next is drawn within their overlap for each place, with a key that
the store keeps to itself (store/secret.py). A place has the same bands on every page and export, at every slot, so the
same count always has the same word; and one person more or fewer is always within the word that is told. What whoever
knows all this but not the key can still learn, by comparing two words of one place, is told in docs/disclosure.md.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from data_pipeline.core.settings import settings
from data_pipeline.declare import Feed, Line, Pack
from data_pipeline.intake.cells.place import WHOLE_CITY, WHOLE_DISTRICT
from data_pipeline.store.log.secret import NAME, secret

AGE_H = 6  # an exact age beside a small count could be somebody's
MARGIN = 1  # people that a count may be away from what it is without leaving its band
BANDS = (
    (0, 19), (10, 49), (40, 99), (80, 199), (150, 399), (300, 799), (600, 1_499), (1_200, 2_999),
    (2_500, 5_999), (5_000, 11_999), (10_000, 29_999),
)  # fmt: skip
MOST = 25_000  # from here on there is no upper end
OPEN = "open"  # the column that says whether anybody is there
# Of a line below a district: a share; and what is due, which is what came less what was taken off. Beside the word of
# what came its own would say that somebody was taken off, and the district says how many.
NEVER_BELOW = ("rate", "due")


WORDS = (*(f"{low:,}–{high:,}" for low, high in BANDS), f"≥{MOST:,}")
FEWEST = WORDS[0]
_OVERLAPS = tuple(zip([low for low, _ in BANDS[1:]] + [MOST], [high for _, high in BANDS], strict=True))


def band(value: float, place: str) -> str:
    """What is told of a count in a place (the code of a subdistrict, else of the district). A nought has no word of its
    own: its band is that of the small counts."""
    return WORDS[bisect_right(cuts(place), value)]


def cuts(place: str) -> tuple[int, ...]:
    """The first count of each band but the lowest, in this place."""
    given = settings()
    return _drawn(secret(given.secret or Path(given.store.partition(":")[2]) / NAME), place)


@cache
def _drawn(key: bytes, place: str) -> tuple[int, ...]:
    """Anywhere in the overlap, MARGIN clear of its ends."""

    def draw(of: int) -> int:
        return int.from_bytes(blake2b(f"{of} {place}".encode(), key=key, digest_size=8).digest(), "big")

    return tuple(low + MARGIN + draw(n) % (high - low + 2 - 2 * MARGIN) for n, (low, high) in enumerate(_OVERLAPS))


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
    own = places(frame)
    out = frame.astype({c: object for c in (*people, *rates, *ages) if c in frame.columns})
    rows = below.to_numpy()
    there = frame[OPEN].fillna(0).astype(float) >= own.map(lambda p: cuts(p)[0]) if OPEN in frame else below & False
    for column in (c for c in people if c in frame.columns):
        told = zip(frame.loc[rows, column], own[rows], strict=True)
        out.loc[rows, column] = [None if pd.isna(v) else band(float(v), p) for v, p in told]
    for column in (c for c in rates if c in frame.columns):
        out.loc[rows, column] = None
    for column in (c for c in ages if c in frame.columns):
        out.loc[rows, column] = np.ceil(frame.loc[rows, column].astype(float) / AGE_H) * AGE_H
        out.loc[rows & ~there.to_numpy(), column] = None
    return out


def places(frame: pd.DataFrame) -> pd.Series:
    """In whose bands each row is told: its subdistrict's, else its district's."""
    named = next((c for c in ("area_code", "district_code") if c in frame), None)
    return pd.Series([str(p) for p in frame[named]] if named else "", index=frame.index, dtype=object)


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


def place_of(feed: Feed, key: Mapping[str, Any]) -> str:
    """In whose bands the row of this key is told: its subdistrict's, else its district's, else its site's."""
    named = {feed[n].type: str(key[n]) for n in feed.key if key.get(n) not in (None, "", WHOLE_DISTRICT, WHOLE_CITY)}
    return next((named[t] for t in ("subdistrict", "district", "code") if t in named), "")


def counts_people(pack: Pack, line: Line) -> bool:
    """Whether a line's figures below district level are told in bands: as its rows are, or as it declares."""
    if line.worst_of:
        return any(counts_people(pack, pack.lines[x]) for x in line.worst_of)
    feed = pack.feeds[line.feed]
    kinds = [feed[n] for n in feed.key if feed[n].type == "enum"]
    named = [c for c in kinds if any(t.people for t in pack.terms(c.vocab or ""))]
    return about_people(pack, feed.id, {c.name: line.item for c in named}) if named else line.people
