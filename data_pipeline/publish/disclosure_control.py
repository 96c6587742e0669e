"""Counts of people below district level are told in bands, in every route, at every slot, never exactly (domain 5.2).

The bands overlap, and where one gives way to the next is drawn within their overlap with a key that the store keeps to
itself (store/secret.py): for each place, and shifted a little for each of its counts (line, column, slot). So a count
has the same word on every page and export of its line; one person more or fewer is always within the word that is told;
and two words of one place say next to nothing of the difference between the two counts. What whoever knows all this but
not the key can still learn is told in docs/disclosure.md.
"""

from bisect import bisect_right
from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from data_pipeline.core.caches import remembered
from data_pipeline.core.settings import settings
from data_pipeline.declare import Feed, Gauge, Line, Pack
from data_pipeline.declare.feed import Cells
from data_pipeline.intake.cells.place import WHOLE_CITY, WHOLE_DISTRICT
from data_pipeline.store.log.secret import NAME, secret

AGE_H = 6  # an exact age beside a small count could be somebody's
MARGIN = 1  # people that a count may be away from what it is without leaving its band
SHIFT = 2  # people by which the cuts of one count stand higher or lower than its place's: two are 4 apart at most
BANDS = (
    (0, 19),
    (10, 49),
    (40, 99),
    (80, 199),
    (150, 399),
    (300, 799),
    (600, 1_499),
    (1_200, 2_999),
    (2_500, 5_999),
    (5_000, 11_999),
    (10_000, 29_999),
)
MOST = 25_000  # from here on there is no upper end
OPEN = "open"  # the column that says whether anybody is there
ROWS, AT = "rows_named", "as_of"  # columns that say which counts a row tells
# Of a line below a district: a share; and what is due, which is what came less what was taken off. Beside the word of
# what came its own would say that somebody was taken off, and the district says how many.
NEVER_BELOW = ("rate", "due")


WORDS = (*(f"{low:,}–{high:,}" for low, high in BANDS), f"≥{MOST:,}")
FEWEST = WORDS[0]
_OVERLAPS = tuple(zip([low for low, _ in BANDS[1:]] + [MOST], [high for _, high in BANDS], strict=True))


class Count(NamedTuple):
    """Which count it is: of a place (code of the subdistrict, else of the district), in the rows of a line or of a
    kind, in a column, at a slot."""

    place: str
    rows: str = ""
    at: str = ""
    column: str = ""


def band(value: float, of: Count, key: bytes | None = None) -> str:
    """What is told of a count. A nought has no word of its own: its band is that of the small counts. `key`: of this
    board (band_key), where many are told at once."""
    return WORDS[bisect_right(cuts(of, key), value)]


def cuts(of: Count, key: bytes | None = None) -> tuple[int, ...]:
    """The first number of each band but the lowest, for this count."""
    key = key or band_key()
    drawn = blake2b(" ".join(of).encode(), key=key, digest_size=len(BANDS)).digest()
    return tuple(at + d % (2 * SHIFT + 1) - SHIFT for at, d in zip(_drawn(key, of.place), drawn, strict=True))


def place_cuts(place: str) -> tuple[int, ...]:
    """Where the cuts of a place's counts lie about."""
    return _drawn(band_key(), place)


def band_key() -> bytes:
    given = settings()
    return secret(given.secret or Path(given.store.partition(":")[2]) / NAME)


@remembered("ranges", 8000)
def _drawn(key: bytes, place: str) -> tuple[int, ...]:
    """Anywhere in the overlap, so that each of the place's counts stays MARGIN clear of its ends."""

    def draw(of: int) -> int:
        return int.from_bytes(blake2b(f"{of} {place}".encode(), key=key, digest_size=8).digest(), "big")

    clear = MARGIN + SHIFT
    return tuple(low + clear + draw(n) % (high - low + 2 - 2 * clear) for n, (low, high) in enumerate(_OVERLAPS))


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
    own, key = counts(frame), band_key()
    out = frame.astype({c: object for c in (*people, *rates, *ages) if c in frame.columns})
    rows = below.to_numpy()
    for column in (c for c in people if c in frame.columns):
        pairs = zip(frame.loc[rows, column], own[rows], strict=True)
        each = ((v, n._replace(column=column)) for v, n in pairs)
        out.loc[rows, column] = [None if pd.isna(v) else band(float(v), of, key) for v, of in each]
    for column in (c for c in rates if c in frame.columns):
        out.loc[rows, column] = None
    there = out[OPEN].isin(WORDS[1:]).to_numpy() if OPEN in people and OPEN in frame else ~rows
    for column in (c for c in ages if c in frame.columns):
        out.loc[rows, column] = np.ceil(frame.loc[rows, column].astype(float) / AGE_H) * AGE_H
        out.loc[rows & ~there, column] = None
    return out


def counts(frame: pd.DataFrame) -> pd.Series:
    """Which counts each row tells, but for their column: of its subdistrict, else its district, in the rows that it
    names (ROWS), at its slot (AT)."""
    place = next((c for c in ("area_code", "district_code") if c in frame), None)
    named = [frame[c] if c in frame else pd.Series("", index=frame.index) for c in (place, ROWS, AT)]
    found = [Count(str(p), str(r), slot_name(a)) for p, r, a in zip(*named, strict=True)]
    return pd.Series(found, index=frame.index, dtype=object)


def slot_name(slot: Any) -> str:
    return f"{slot:%Y-%m-%d %H:%M}" if hasattr(slot, "strftime") else str(slot)


def rows_of(of: Line | Gauge) -> str:
    """The name of a figure's rows: those of its kind, where each is a row of the file."""
    return f"{of.feed} {of.item}" if of.sql == of.feed and of.item else of.id


def rows_named(feed: Feed, row: Cells) -> str:
    """The name of the rows of this row's kind."""
    places, times = ("district", "subdistrict"), (feed.day_column, feed.as_of_column)
    kinds = [n for n in feed.key if feed[n].type not in places and n not in times]
    return " ".join([feed.id, *(str(row.get(n)) for n in kinds)])


def about_people(pack: Pack, feed: str, row: Cells) -> bool:
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


def told_in_bands(pack: Pack, feed: Feed, key: Cells) -> bool:
    """Whether the row of this key is about people and speaks of a place below a district: a subdistrict or a site."""
    whole = all(key.get(n) in (None, "", WHOLE_DISTRICT, WHOLE_CITY) for n in feed.key if feed[n].type == "subdistrict")
    named = any(feed[n].type == "code" for n in feed.key)
    return (named or not whole) and about_people(pack, feed.id, key)


def count_of(feed: Feed, key: Cells) -> Count:
    """Which counts the row of this key tells, but for their column."""
    named = {feed[n].type: str(key[n]) for n in feed.key if key.get(n) not in (None, "", WHOLE_DISTRICT, WHOLE_CITY)}
    place = next((named[t] for t in ("subdistrict", "district", "code") if t in named), "")
    at = " ".join(str(key[n]) for n in (feed.day_column, feed.as_of_column or "") if key.get(n))
    return Count(place, rows_named(feed, key), at)


def counts_people(pack: Pack, line: Line) -> bool:
    """Whether a line's figures below district level are told in bands: as its rows are, or as it declares."""
    if line.worst_of:
        return any(counts_people(pack, pack.lines[x]) for x in line.worst_of)
    feed = pack.feeds[line.feed]
    kinds = [feed[n] for n in feed.key if feed[n].type == "enum"]
    named = [c for c in kinds if any(t.people for t in pack.terms(c.vocab or ""))]
    return about_people(pack, feed.id, {c.name: line.item for c in named}) if named else line.people
