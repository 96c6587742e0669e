"""The attack on every line and district, and its table."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from data_pipeline.declare import Line, Pack
from data_pipeline.publish.disclosure_control import counts_people
from tests.disclosure.attack import FEW, attack, propagate
from tests.disclosure.collect import Haul
from tests.disclosure.rule import Cuts, knowing, learned
from tests.disclosure.system import SUMS, TYPES, WITHIN, system
from tests.disclosure.told import ANY


@dataclass
class Tally:
    """Of one line: `cells` below district level, `told` exactly, `hidden` counts of 1 to 9, and what came of them."""

    line: str
    cells: int = 0
    exact: int = 0
    hidden: int = 0
    narrow: int = 0
    recovered: list[str] = field(default_factory=list)


def lines_about_people(pack: Pack) -> list[Line]:
    return [x for x in pack.lines.values() if counts_people(pack, x) and not x.worst_of]


def families(lines: Iterable[str]) -> list[tuple[str, ...]]:
    """Lines over the same rows stand in one system."""
    linked = [{whole, *parts} for whole, parts in SUMS] + [{part, whole} for part, whole in WITHIN]
    linked.append({"issues", *(x for x in lines if x.startswith(TYPES))})
    found: list[set[str]] = []
    for group in [*({x} for x in lines), *linked]:
        own = group & set(lines)
        near = [f for f in found if f & own]
        found = [f for f in found if not f & own] + [own.union(*near)]
    return sorted(tuple(sorted(f)) for f in found if f)


def added(one: Sequence[Tally], other: Sequence[Tally]) -> list[Tally]:
    """Of the same lines, in other districts."""
    return [
        Tally(
            a.line,
            a.cells + b.cells,
            a.exact + b.exact,
            a.hidden + b.hidden,
            a.narrow + b.narrow,
            a.recovered + b.recovered,
        )
        for a, b in zip(one, other, strict=True)
    ]


def run(haul: Haul, lines: Sequence[str], districts: Sequence[str], rounds: int, enough: int = FEW) -> Iterator[Tally]:
    """One tally a line, in the order given."""
    tally = {x: Tally(x) for x in lines}
    for cell, so in haul.truth.items():
        if cell.line in tally and haul.district[cell.area] in districts:
            said = haul.below.get(cell, ANY)
            tally[cell.line].cells += 1
            tally[cell.line].exact += said == (so, so)
    of_cuts = {d: _cuts(haul, lines, d) for d in districts}
    for family in families(lines):
        for district in districts:
            of = knowing(system(haul, family, district), of_cuts[district])
            if of.cells:
                found = attack(of, rounds=rounds, enough=enough)
                for cell, width in zip(found.hidden, found.width, strict=True):
                    tally[cell.line].hidden += 1
                    tally[cell.line].narrow += 1 < width < FEW
                    if width <= 1:
                        tally[cell.line].recovered.append(f"{cell} = {haul.truth[cell]:.0f}")
    yield from tally.values()


def _cuts(haul: Haul, lines: Sequence[str], district: str) -> Cuts:
    """What all lines together tell of where the bands of a district's places begin."""
    of = knowing(system(haul, lines, district))
    return learned(of, *propagate(of))
