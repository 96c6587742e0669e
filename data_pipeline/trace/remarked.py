"""Remarks on figures: as a page, a machine or a command line writes one, and those that stand beside a figure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from data_pipeline.core.errors import BoardError
from data_pipeline.declare import Pack
from data_pipeline.store.log.remarks import Remark

FIELDS = ("figure", "area", "day", "says")


@dataclass(frozen=True)
class About:
    """Remarks on one of these figures in one of these areas (none named: any), on days from `since` to `until`."""

    figures: Collection[str] = ()
    areas: Collection[str] = ()
    since: date = date.min
    until: date = date.max

    def holds(self, of: Remark) -> bool:
        named = (not self.figures or of.figure in self.figures) and (not self.areas or of.area in self.areas)
        return named and self.since <= of.ops_day <= self.until


def remark_of(pack: Pack, asked: Mapping[str, str], today: date, at: datetime) -> Remark:
    """FIELDS as texts; without an area the city, without a day this one. `by` is whoever enters it. Raises BoardError
    remark_figure, remark_area, remark_day."""
    figure, area = asked.get("figure", "").strip(), asked.get("area", "").strip() or pack.operation.city_code
    if figure not in pack.lines and figure not in pack.gauges:
        raise BoardError("remark_figure", given=figure[:40])
    if not takes(pack, area):
        raise BoardError("remark_area", given=area[:40])
    return Remark(figure, area, _day(asked.get("day", "").strip(), today), at, "", asked.get("says", ""))


def takes(pack: Pack, area: str) -> bool:
    """The city and districts alone: what is said of a single neighbourhood may be said of somebody."""
    return area == pack.operation.city_code or any(d.code == area for d in pack.districts)


def plain(found: Iterable[Remark]) -> list[dict[str, Any]]:
    return [asdict(of) for of in found]


def _day(text: str, today: date) -> date:
    """Not of a day to come."""
    try:
        day = date.fromisoformat(text) if text else today
    except ValueError:
        raise BoardError("remark_day", given=text[:40]) from None
    if day > today:
        raise BoardError("remark_day", given=text)
    return day
