"""What a part of many days is made of: the whole pack, or the one line or gauge that was asked for, with the feeds it
reads. One figure of a day is worked out in a fraction of the time of all of them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from data_pipeline.declare import Feed, Line, Pack
from data_pipeline.declare.doubt import DoubtRules
from data_pipeline.store.tables.views import View, plan


@dataclass(frozen=True)
class Reads:
    """What a part is made of: feeds, and whether targets."""

    feeds: tuple[Feed, ...]
    targets: bool


@dataclass(frozen=True)
class PartOf:
    """`part`: the mart; `name`: by which what is kept of it is told apart."""

    part: str
    name: str
    pack: Pack
    views: Mapping[str, View]

    @property
    def reads(self) -> Reads:
        return reads(self.pack, self.views, self.part)


def of_figure(pack: Pack, part: str, figure: str) -> PartOf | None:
    """That part of this line or gauge alone; None where the pack has neither."""
    of = pack.lines.get(figure) or pack.gauges.get(figure)
    if of is None:
        return None
    names = {figure, *(of.worst_of if isinstance(of, Line) else ())}
    lines = {name: x for name, x in pack.lines.items() if isinstance(of, Line) and name in names}
    gauges = {name: x for name, x in pack.gauges.items() if not isinstance(of, Line) and name in names}
    alone = replace(pack, lines=lines, gauges=gauges, doubts=DoubtRules())
    views = {view.name: view for view in plan(alone)[0]}
    below = _below(views, part)
    feeds = {feed.id: feed for feed in reads(alone, views, part).feeds}
    return PartOf(part, f"{part} {figure}", replace(alone, feeds=feeds), {n: v for n, v in views.items() if n in below})


def reads(pack: Pack, views: Mapping[str, View], part: str) -> Reads:
    below = _below(views, part)
    feeds = tuple(feed for feed in pack.feeds.values() if f"known.{feed.id}" in below)
    return Reads(feeds, bool(below & {"ref.targets", "ref.targets_here"}))


def _below(views: Mapping[str, View], part: str) -> set[str]:
    """Itself, and all that it reads, directly or through others."""
    below, asked = set[str](), {part}
    while asked:
        name = asked.pop()
        below.add(name)
        asked |= (views[name].reads if name in views else frozenset()) - below
    return below
