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
    below = reads(alone, {view.name: view for view in plan(alone)[0]}, part)
    alone = replace(alone, feeds={feed.id: feed for feed in below.feeds})
    return PartOf(part, f"{part} {figure}", alone, {view.name: view for view in plan(alone)[0]})


def reads(pack: Pack, views: Mapping[str, View], part: str) -> Reads:
    below, asked = set[str](), {part}
    while asked:
        name = asked.pop()
        below.add(name)
        asked |= (views[name].reads if name in views else frozenset()) - below
    feeds = tuple(feed for feed in pack.feeds.values() if f"known.{feed.id}" in below)
    return Reads(feeds, bool(below & {"ref.targets", "ref.changed_targets"}))
