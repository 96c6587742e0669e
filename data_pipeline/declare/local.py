"""Targets of a place of its own: by district, by zone, for certain days, each with its source.

A pack declares them (targets_local.csv), and lines of the ledger set and withdraw them. One precedence, nearest first:
the place itself, the district around it, its zone, the whole operation; of one place a target of certain days over one
without an end, then the one that began last. Worked out once (queries/ref/held_here.sql), as one row per target, area
and span of days; SQL and Python both read those rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from data_pipeline.declare.model import Declared
from data_pipeline.declare.tables import Target, TargetChange

ENDLESS = date.max


class LocalTarget(Declared):
    """Other levels of a declared target, at one `area` (the whole operation's code: everywhere) or in one `zone`.

    What the target means and how it is summed stays as declared. `valid_to`: the last day; none: until further notice.
    A blank `responsible` is the target's own. `withdrawn`: from that first day on (where it ends, in those days) the
    place has none of its own of that kind.
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
    withdrawn: bool = False

    @property
    def key(self) -> tuple[object, ...]:
        """A later one with the same key takes its place."""
        return self.metric, self.item, self.area, self.zone, self.valid_from, self.valid_to is None

    def of_whole(self, held: Target) -> Target:
        """The declared target with this place's levels, owner and source."""
        own = {n: getattr(self, n) for n in ("target", "amber", "red", "valid_from", "source")}
        named = {n: v for n in ("responsible_zh", "responsible_en") if (v := getattr(self, n))}
        return held.model_copy(update=own | named)

    @model_validator(mode="after")
    def _somewhere(self) -> Self:
        if bool(self.area) == bool(self.zone):
            raise PydanticCustomError("area_or_zone", "either an area or a zone")
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise PydanticCustomError("ends_before", "ends before it begins")
        return self


AnyChange = TargetChange | LocalTarget


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


@dataclass(frozen=True)
class HeldTo:
    """As known at one moment. `local`: as declared and set of places; `here`: what follows of each area and day."""

    targets: tuple[Target, ...]
    local: tuple[LocalTarget, ...]
    here: tuple[TargetHere, ...]
    version: str


def nothing_held() -> HeldTo:
    return HeldTo((), (), (), "")


def here_on(here: Sequence[TargetHere], day: date, area: str = "") -> list[TargetHere]:
    """Those of that day; of one area, or of all."""
    return [x for x in here if x.valid_from <= day <= x.valid_to and area in ("", x.area)]


def standing_on(local: Sequence[LocalTarget], day: date) -> list[LocalTarget]:
    """Of each place, zone and kind the one that holds that day, as they were declared and set."""
    found: dict[tuple[object, ...], LocalTarget] = {}
    for row in local:
        of = (row.metric, row.item, row.area, row.zone, row.valid_to is None)
        if row.valid_from <= day <= (row.valid_to or ENDLESS) and (
            of not in found or row.valid_from >= found[of].valid_from
        ):
            found[of] = row
    return [row for row in found.values() if not row.withdrawn]


def turned(target: Target, change: AnyChange) -> bool:
    """Would what needs support be better than what is at risk?"""
    if change.amber is None or change.red is None or target.direction not in ("up", "down"):
        return False
    return (change.red - change.amber if target.direction == "up" else change.amber - change.red) > 0
