"""Total rows that are records: one called 合计 is the whole's own figure where no other row reports it."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from data_pipeline.declare import Feed
from data_pipeline.intake.arrow import pc
from data_pipeline.intake.cells.place import CITY_WORDS, DISTRICT_WORDS
from data_pipeline.intake.cells.read import not_reported
from data_pipeline.intake.cells.total import is_total, is_whole
from data_pipeline.intake.headers import Headers
from data_pipeline.intake.texts import Texts

MOST = 2_000  # total rows looked at


class Wholes:
    """`aside`: rows that are no records of a part, totals among them; `districts`: how many there are, since a total of
    some of them is not the city."""

    def __init__(self, texts: Texts, headers: Headers, feed: Feed, aside: Sequence[int], districts: int) -> None:
        self.texts, self.districts = texts, districts
        self.district = headers.position(feed.district_column) if feed.district_column else None
        town = next((c.name for c in feed.columns if c.type == "subdistrict"), None)
        self.town = headers.position(town) if town else None
        places = (self.district, self.town)
        self.keys = [p for k in feed.key if (p := headers.position(k)) is not None and p not in places]
        self.figures = [i for i, c in enumerate(headers.columns) if c and feed[c].is_number]
        self.others = np.ones(len(texts), bool)
        self.others[list(aside)] = False

    def among(self, totals: Sequence[int]) -> set[int]:
        """Which of these total rows are records of a whole."""
        return {at for at in totals[:MOST] if self.speaks(at)}

    def speaks(self, at: int) -> bool:
        place, beside = self._place(at)
        if place is None or not all(self._cell(i, at) for i in self.keys):
            return False
        rows = self.others if beside is None else self.others & beside
        if not rows.any():
            return True
        words, index = self.texts.distinct(place)
        there = {words[k] for k in np.unique(index[rows])}
        if there & {*CITY_WORDS, *DISTRICT_WORDS, "全区", "全市"}:
            return False  # the whole speaks for itself
        if place == self.district and len({w for w in there if w.strip()}) < self.districts:
            return False
        return any(self._cell(i, at) and not self._told(i, rows) for i in self.figures)

    def _place(self, at: int) -> tuple[int | None, np.ndarray | None]:
        """The column in which this row names a whole, and the rows that are parts of it (None: all)."""
        town = self._cell(self.town, at) if self.town is not None else ""
        district = self._cell(self.district, at) if self.district is not None else ""
        if self.town is not None and is_whole(town) and district and not is_total(district):
            assert self.district is not None
            words, index = self.texts.distinct(self.district)
            return self.town, index == words.index(self.texts.column(self.district)[at].as_py())
        if self.district is not None and is_whole(district) and (self.town is None or is_whole(town)):
            return self.district, None
        return None, None

    def _cell(self, i: int, at: int) -> str:
        text = str(self.texts.column(i)[at].as_py()).strip()
        return "" if not_reported(text) else text

    def _told(self, i: int, rows: np.ndarray) -> bool:
        """Does any of these rows report a figure here?"""
        cells = pc.utf8_trim_whitespace(self.texts.column(i).filter(pa.array(rows)))
        return any(not not_reported(c) for c in pc.unique(cells).to_pylist() if c)
