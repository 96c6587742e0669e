"""Targets of a place of its own: by district, by zone, for certain days, each with its source.

One precedence, nearest first: the place itself, the district around it, its zone, the whole operation; of one place
a target of certain days over one without an end, then the one that began last. Worked out once here, as one row per
target, area and span of days; SQL and Python both read those rows.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from data_pipeline.declare.model import Declared
from data_pipeline.declare.tables import Area, Target

ENDLESS = date.max


class LocalTarget(Declared):
    """Other levels of a declared target, at one `area` (the whole operation's code: everywhere) or in one `zone`.

    What the target means and how it is summed stays as declared. `valid_to`: the last day; none: until further notice.
    A blank `responsible` is the target's own.
    """

    metric: str
    item: str = ""
    area: str = ""
    zone: str = ""
    valid_from: date
    valid_to: date | None = None
    target: float | None = None
    amber: float | None = None
    red: float | None = None
    responsible_zh: str = ""
    responsible_en: str = ""
    source: str = ""

    @model_validator(mode="after")
    def _somewhere(self) -> Self:
        if bool(self.area) == bool(self.zone):
            raise PydanticCustomError("area_or_zone", "either an area or a zone")
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise PydanticCustomError("ends_before", "ends before it begins")
        return self


class Zoned(Declared):
    """The zone in which a district or subdistrict lies from a day on, until it is put into another."""

    area: str
    zone: str
    valid_from: date
    source: str = ""


class TargetHere(LocalTarget):
    """What one area is held to on the days from `valid_from` to `valid_to`, both among them. `zone`: through which it
    holds there; "" where through the place itself."""

    valid_to: date = ENDLESS

    @model_validator(mode="after")
    def _somewhere(self) -> Self:
        return self

    def of(self, held: Target) -> Target:
        """The declared target with this place's levels, owner and source."""
        own = {n: getattr(self, n) for n in ("target", "amber", "red", "valid_from", "source")}
        named = {n: v for n in ("responsible_zh", "responsible_en") if (v := getattr(self, n))}
        return held.model_copy(update=own | named)


def targets_here(
    local: Sequence[LocalTarget], zones: Sequence[Zoned], areas: Sequence[Area], whole: str
) -> tuple[TargetHere, ...]:
    """Where and when a target differs from the operation's, in the declared order of targets and areas. A zone holds
    for the subdistricts of a district too, except those that are put into a zone themselves."""
    named = {z.area for z in zones}
    keys = dict.fromkeys((row.metric, row.item) for row in local)
    out: list[TargetHere] = []
    for metric, item in keys:
        rows = [row for row in local if (row.metric, row.item) == (metric, item)]
        for area in areas:
            own = [z for z in zones if z.area == (area.code if area.code in named else area.parent)]
            for row, first, last in _spans(rows, own, area, whole):
                here = {"area": area.code, "valid_from": first, "valid_to": last}
                out.append(TargetHere.model_validate(row.model_dump() | here))
    return tuple(out)


def _spans(
    rows: Sequence[LocalTarget], zones: Sequence[Zoned], area: Area, whole: str
) -> Iterator[tuple[LocalTarget, date, date]]:
    """The row that holds, and its first and last day; days without one are left out."""
    ends = (row.valid_to + timedelta(days=1) for row in rows if row.valid_to is not None)
    days = sorted({*(row.valid_from for row in rows), *ends, *(z.valid_from for z in zones)})
    held = [(_held(rows, zones, area, whole, day), day) for day in days]
    for row, run in groupby(held, key=lambda one: one[0]):
        first = next(run)[1]
        after = next((day for other, day in held if day > first and other is not row), None)
        if row is not None:
            yield row, first, ENDLESS if after is None else after - timedelta(days=1)


def _held(rows: Sequence[LocalTarget], zones: Sequence[Zoned], area: Area, whole: str, day: date) -> LocalTarget | None:
    """Of those of the day the nearest; None where the operation's own holds."""
    begun = [z for z in zones if z.valid_from <= day]
    zone = max(begun, key=lambda z: z.valid_from).zone if begun else ""
    near = {whole: 1, area.parent: 3 if area.parent != whole else 1, area.code: 4 if area.code != whole else 1}
    ranked = [
        (rank, row.valid_to is not None, row.valid_from, n)
        for n, row in enumerate(rows)
        if row.valid_from <= day <= (row.valid_to or ENDLESS)
        and (rank := near.get(row.area, 0) if row.area else 2 * (zone != "" and row.zone == zone))
    ]
    return rows[max(ranked)[3]] if ranked else None
