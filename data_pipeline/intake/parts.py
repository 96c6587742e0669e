"""Control totals (全区, 全市) against the sum of their parts: when all parts are there, or they exceed the whole."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from data_pipeline.declare import Feed, Pack
from data_pipeline.intake.arrow import pc
from data_pipeline.intake.keys import codes
from data_pipeline.intake.report import Problem
from data_pipeline.intake.say import labels
from data_pipeline.intake.totals import TOLERANCE

CITY, DISTRICT, TOWN = 1, 2, 3
LEVELS = {"city": CITY, "district": DISTRICT, "subdistrict": TOWN}


@dataclass(frozen=True)
class Rows:
    """What is true once the file is in: its rows, and the known ones it does not restate. Per row the line (0: known
    before), the place and its parent (positions in `places`, -1: none), the level, and the other dimensions as one."""

    places: tuple[str, ...]
    line: np.ndarray
    place: np.ndarray
    parent: np.ndarray
    level: np.ndarray
    dims: np.ndarray
    table: pa.Table

    def figures(self, column: str) -> np.ndarray:
        return pc.cast(self.table.column(column), pa.float64()).fill_null(np.nan).to_numpy()


def check_parts(pack: Pack, feed: Feed, table: pa.Table, past: pa.Table | None, lines: np.ndarray) -> Iterable[Problem]:
    """Doubts about the file's control totals, and about known ones that the file's rows no longer add up to. `table`,
    `past`: with area_code."""
    named = {
        code for rows in (table, past) if rows is not None for code in rows.column("area_code").unique().to_pylist()
    }
    if not _added(feed) or len({pack.area[a].level for a in named if a in pack.area} - {"outside"}) < 2:
        return
    rows = _rows(pack, feed, table, past, lines)
    towns = _Sums(rows, rows.level == TOWN, rows.parent, rows.place)
    yield from _compare(pack, feed, rows, towns, DISTRICT)
    # a district speaks through its parts where it sent any, else through its own row
    alone = (rows.level == DISTRICT) & (towns.group_of(rows.place) < 0)
    city = next((i for i, a in enumerate(rows.places) if pack.area[a].level == "city"), -1)
    whole = np.full(len(rows.line), city)
    districts = _Sums(rows, (rows.level == TOWN) | alone, whole, np.where(rows.level == TOWN, rows.parent, rows.place))
    yield from _compare(pack, feed, rows, districts, CITY)


def _added(feed: Feed) -> list[str]:
    return [c.name for c in feed.columns if c.adds_up]


def _rows(pack: Pack, feed: Feed, table: pa.Table, past: pa.Table | None, lines: np.ndarray) -> Rows:
    every, line = table, lines
    dims = [k for k in feed.key if feed[k].type not in ("district", "subdistrict")]
    if past is not None and past.num_rows:
        every = pa.concat_tables([every, past.select(every.column_names)])
        key = codes([every.column(n) for n in (*dims, "area_code")])
        fresh = np.concatenate((np.ones(len(lines), bool), ~np.isin(key[len(lines) :], key[: len(lines)])))
        every, line = (
            every.filter(pa.array(fresh)),
            np.concatenate((lines, np.zeros(past.num_rows, lines.dtype)))[fresh],
        )
    places = tuple(a.code for a in pack.areas)
    at = {code: i for i, code in enumerate(places)}
    encoded = every.column("area_code").combine_chunks().dictionary_encode()
    known = [at.get(code, -1) for code in encoded.dictionary.to_pylist()] + [-1]
    place = np.array(known)[encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)]
    level = np.array([*(LEVELS.get(a.level, 0) for a in pack.areas), 0])[place]
    parent = np.array([*(at.get(a.parent, -1) for a in pack.areas), -1])[place]
    others = codes([every.column(n) for n in dims]) if dims else np.zeros(len(line), np.int64)
    return Rows(places, line, place, parent, level, np.unique(others, return_inverse=True)[1], every)


class _Sums:
    """The leaves added up by the place they belong to and the other dimensions."""

    def __init__(self, rows: Rows, leaves: np.ndarray, whole: np.ndarray, speaker: np.ndarray) -> None:
        """`whole`: the place each row is added to; `speaker`: the part of it the row speaks for."""
        self._rows, self._at = rows, np.flatnonzero(leaves & (whole >= 0))
        self._width = int(rows.dims.max(initial=0)) + 1
        keys = whole[self._at] * self._width + rows.dims[self._at]
        self._groups, self._member = np.unique(keys, return_inverse=True)
        pairs = np.unique(self._member.astype(np.int64) * (len(rows.places) + 1) + speaker[self._at])
        self.parts = np.bincount(pairs // (len(rows.places) + 1), minlength=len(self._groups))
        self.fresh = np.bincount(self._member, rows.line[self._at] > 0, minlength=len(self._groups)) > 0

    def group_of(self, place: np.ndarray) -> np.ndarray:
        """For every row the sum that speaks for this place and its own other dimensions; -1 where there is none."""
        if not len(self._groups):
            return np.full(len(place), -1)
        wanted = place * self._width + self._rows.dims
        found = np.minimum(np.searchsorted(self._groups, wanted), len(self._groups) - 1)
        return np.where(self._groups[found] == wanted, found, -1)

    def of(self, column: str) -> np.ndarray:
        """NaN where no part reports the figure."""
        figures = self._rows.figures(column)[self._at]
        reported = ~np.isnan(figures)
        sums = np.bincount(self._member, np.where(reported, figures, 0), minlength=len(self._groups))
        return np.where(np.bincount(self._member, reported, minlength=len(self._groups)) > 0, sums, np.nan)


def _compare(pack: Pack, feed: Feed, rows: Rows, sums: _Sums, level: int) -> Iterable[Problem]:
    """Doubts about the control totals of one level, against the sums of their parts."""
    group = sums.group_of(rows.place)
    at = np.flatnonzero((rows.level == level) & (group >= 0))
    at = at[(rows.line[at] > 0) | sums.fresh[group[at]]]
    if not len(at):
        return
    expected = Counter(a.parent for a in pack.areas if not a.is_quasi and a.level != "outside")
    complete = sums.parts[group[at]] >= np.array([expected[rows.places[p]] for p in rows.place[at]])
    for name in _added(feed):
        whole, added = rows.figures(name)[at], sums.of(name)[group[at]]
        room = np.maximum(TOLERANCE * np.maximum(np.abs(whole), np.abs(added)), 0.5)
        with np.errstate(invalid="ignore"):
            off = np.where(complete, np.abs(whole - added) > room, added > whole + room)
        for i in np.flatnonzero(off).tolist():
            area = pack.area[rows.places[rows.place[at[i]]]]
            facts = {"sum": f"{added[i]:.15g}", "parts": int(sums.parts[group[at[i]]])}
            facts |= {"where_zh": area.zh, "where_en": area.en} | labels(feed, name)
            yield Problem(int(rows.line[at[i]]), name, f"{whole[i]:.15g}", "parts_differ", "confirm", facts)
