"""Which rows a visitor sees: all, or where reading is by district the city's sums and their own districts' alone.

What is judged is judged of all districts; what is shown passes here.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

import pandas as pd

from data_pipeline.access.doors import reading
from data_pipeline.access.visitor import Visitor
from data_pipeline.core.caches import Cache
from data_pipeline.declare import Pack

MARK, NONE = "|", "-"
PACKS = Cache("packs of a sight", 64)
PLACES = ("area_code", "district_code")  # columns of rows, by code


@dataclass(frozen=True)
class Sight:
    """`districts`: codes; None is all."""

    districts: frozenset[str] | None = None

    @property
    def is_whole(self) -> bool:
        return self.districts is None

    def mark(self) -> str:
        """In front of a version: what was drawn for one sight is never taken for another's."""
        if self.districts is None:
            return ""
        return (",".join(sorted(self.districts)) or NONE) + MARK

    def sees(self, pack: Pack, area: str | None) -> bool:
        """The city, one's own districts, and what lies in them."""
        if self.districts is None or not area or area == pack.operation.city_code:
            return True
        of = pack.area.get(area)
        return area in self.districts or (of is not None and of.parent in self.districts)

    def sees_all(self, districts: Collection[str | None]) -> bool:
        """Of what speaks of these districts: nothing in it is anybody else's, or of no district."""
        return self.districts is None or (bool(districts) and set(districts) <= self.districts)

    def pack(self, pack: Pack) -> Pack:
        """As if there were no other districts. Kept: every look asks, and making one fingerprints it whole."""
        if self.districts is None:
            return pack
        own = (a for a in pack.areas if self.sees(pack, a.code))
        return PACKS.get((pack.mark, self.districts), lambda: replace(pack, areas=tuple(own)))

    def rows(self, pack: Pack, frame: pd.DataFrame) -> pd.DataFrame:
        """Those that name no place, the city, or what is one's own."""
        if self.districts is None or frame.empty:
            return frame
        keep = pd.Series(True, index=frame.index)
        for column in (c for c in PLACES if c in frame):
            keep &= frame[column].map(lambda a: self.sees(pack, None if pd.isna(a) else str(a))).astype(bool)
        return frame.loc[keep].reset_index(drop=True)

    def only(self, pack: Pack, areas: Iterable[str]) -> tuple[str, ...]:
        return tuple(a for a in areas if self.sees(pack, a))


WHOLE = Sight()


def sight_of(visitor: Visitor) -> Sight:
    """A screen of the whole city was made by somebody who sees it all."""
    if reading() != "by-district":
        return WHOLE
    if visitor.screen is not None and not visitor.known:
        return Sight(frozenset({visitor.screen.area})) if visitor.screen.area else WHOLE
    return Sight(visitor.person.districts if visitor.known else frozenset())


def parted(version: str) -> tuple[Sight, str]:
    """A version taken apart: whose it is, and the version of everybody."""
    mark, found, rest = version.rpartition(MARK)
    if not found:
        return WHOLE, version
    return Sight(frozenset() if mark == NONE else frozenset(mark.split(","))), rest
