"""Files of another shape, told in a mapping and turned into rows of the feed.

A wide file has one column a place or a class: `*=confirmed_new@district_code` (every header that names a district
holds new confirmed cases), `*_确诊=confirmed_new@district_code` (the part at `*` names the district), or one header by
itself: `浦东=confirmed_new@district_code:310115`. A long file has one row a figure: `类别=@kind`, `人数=@count`, and
where a kind is not the name of a column `类别:新增病例=confirmed_new` (or nothing: left out).
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from data_pipeline.declare import Column, Feed, Pack
from data_pipeline.intake.cells.label import knows_label
from data_pipeline.intake.cells.place import WHOLE_CITY, places_of
from data_pipeline.intake.cells.read import tidy
from data_pipeline.intake.cells.total import is_total
from data_pipeline.intake.headers import Matcher, key_of
from data_pipeline.intake.refusal import Refusal
from data_pipeline.intake.seems import COUNT, KIND

ANY = "*"
OPENED = re.compile(r"[(（\[［【]")
TARGET = re.compile(r"(?P<figure>[a-z][a-z0-9_]*)@(?P<column>[a-z][a-z0-9_]*)(?::(?P<value>.+))?")


def is_shape(target: str) -> bool:
    """Does this target of a mapping tell a file's shape, not a column?"""
    return target in (KIND, COUNT) or bool(TARGET.fullmatch(target))


@dataclass(frozen=True)
class Spread:
    """Headers like `header` hold `figure`, of what `value` (or else the part at the *) names in `column`."""

    header: str
    figure: str
    column: str
    value: str = ""

    @cached_property
    def form(self) -> re.Pattern[str]:
        parts = [re.escape(key_of(p)) for p in self.header.split(ANY)]
        return re.compile("(.+)".join(parts))

    def names(self, header: str) -> str | None:
        """What stands at the *, or the value told for this header; None where the header is another."""
        found = self.form.fullmatch(key_of(header))
        if not found:
            return None
        return self.value or (_at_star(self.header, header) if found.groups() else None)


def _at_star(form: str, header: str) -> str:
    """The part of a header as it is written, without what stands around it."""
    before, _, after = (tidy(p)[0] for p in form.partition(ANY))
    plain = tidy(header)[0]
    return plain.removeprefix(before).removesuffix(after).strip(" _-·/（）()")


@dataclass(frozen=True)
class Shape:
    """How a file is to be turned. `kinds`: what a cell of the kind column is, by its key; "" leaves it out."""

    kind: str = ""
    count: str = ""
    kinds: Mapping[str, str] | None = None
    spreads: tuple[Spread, ...] = ()

    @property
    def is_long(self) -> bool:
        return bool(self.kind and self.count)


class Asked(NamedTuple):
    """A mapping taken apart: its plain part, in which headers of the shape are left out, and the shape, if it tells
    one."""

    plain: dict[str, str]
    shape: Shape | None


def shape_of(feed: Feed, mapping: Mapping[str, str] | None) -> Asked:
    """Raises Refusal `mapping_unknown`."""
    mapping = dict(mapping or {})
    kind = next((h for h, t in mapping.items() if t == KIND), "")
    count = next((h for h, t in mapping.items() if t == COUNT), "")
    spreads = tuple(_spread(feed, h, t) for h, t in mapping.items() if TARGET.fullmatch(t))
    prefix = f"{kind}:"
    kinds = {h.removeprefix(prefix): t for h, t in mapping.items() if kind and h.startswith(prefix)}
    for cell, target in kinds.items():
        if target and not (target in feed and feed[target].is_number):
            raise Refusal("mapping_unknown", value=cell, target=target)
    plain = {h: t for h, t in mapping.items() if not is_shape(t) and not (kind and h.startswith(prefix))}
    plain |= dict.fromkeys((h for h in (kind, count) if h), "")
    if not (kind and count) and not spreads:
        return Asked(plain, None)
    return Asked(plain, Shape(kind, count, {key_of(c): t for c, t in kinds.items()}, spreads))


def _spread(feed: Feed, header: str, target: str) -> Spread:
    found = TARGET.fullmatch(target)
    assert found is not None
    figure, column = found["figure"], found["column"]
    if figure not in feed or column not in feed or not feed[figure].is_number or feed[column].is_number:
        raise Refusal("mapping_unknown", value=header, target=target)
    return Spread(header, figure, column, found["value"] or "")


@dataclass(frozen=True)
class Named:
    """A header that holds a figure of something: `value` as it will stand in the column's cells."""

    header: str
    figure: str
    column: str
    value: str


def spread_over(headers: Iterable[str], shape: Shape, feed: Feed, pack: Pack) -> list[Named]:
    """Which of these headers the shape spreads. One that names a total is the whole only beside all its parts."""
    found = []
    reads = {s.column: value_of(feed[s.column], pack) for s in shape.spreads}
    for header in dict.fromkeys(headers):
        for spread in shape.spreads:
            if value := _value(spread, header, reads[spread.column]):
                found.append(Named(header, spread.figure, spread.column, value))
                break
    parts = {n.value for n in found if not is_total(n.value)}
    if len(parts) < places_of(pack).districts:
        return [n for n in found if not is_total(n.value)]
    return [replace(n, value=WHOLE_CITY) if is_total(n.value) else n for n in found]


def _value(spread: Spread, header: str, reads: Callable[[str], bool]) -> str:
    """What a header names by this spread, with or without what stands in brackets behind it; "" where it is another."""
    named = spread.names(header) or ""
    if spread.value:
        return named
    return next((v for v in (named, OPENED.split(named)[0].strip()) if v and reads(v)), "")


def value_of(column: Column, pack: Pack) -> Callable[[str], bool]:
    """Is a text a value of that column: a place, a label of its vocabulary?"""
    if column.type == "district":
        return places_of(pack).knows
    return knows_label(pack.terms(column.vocab or "")) if column.type == "enum" else lambda _: False


def kind_of_cell(cell: str, shape: Shape, matcher: Matcher) -> str | None:
    """The column that a cell of the kind column names, "" where it is left out; None where it is none."""
    asked = (shape.kinds or {}).get(key_of(cell))
    if asked is not None:
        return asked
    match = matcher.find([cell])
    return match.column if match and matcher.feed[match.column].is_number else None
