"""Which views of a wall an operation has something for. One whose work has no stages has no view of
them, one without beds no runway; a day that is told of once has no course."""

from collections.abc import Callable, Iterable

from data_pipeline.declare import Pack
from data_pipeline.declare.boundaries import outlines
from pages.components.charts.funnel import staged
from pages.views.wall.asked import VIEWS
from pages.views.wall.gauges import COVER, FREE, NEEDS, RUNWAY

HAS: dict[str, Callable[[Pack], object]] = {
    "burndown": lambda pack: not pack.operation.is_daily,
    "humane": lambda pack: any(x.tier == "humane" for x in pack.lines.values()),
    "map": lambda pack: outlines(pack.root),
    "funnel": staged,
    "runway": lambda pack: {*RUNWAY, *FREE} & {*pack.gauges},
    "cover": lambda pack: any(g.sql == COVER for g in pack.gauges.values()),
    "needs": lambda pack: {*NEEDS} & {*pack.gauges},
    "district": lambda pack: not pack.operation.is_daily,
    "changes": lambda pack: pack.operation.meetings,
}


def fitting(pack: Pack, views: Iterable[str] = VIEWS) -> tuple[str, ...]:
    """Of these views those that the operation has something for; where that is none of them, the tiles."""
    return tuple(v for v in views if v not in HAS or HAS[v](pack)) or ("tiles",)
