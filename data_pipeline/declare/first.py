"""Which feed makes the board show something first: where an operation that has received nothing begins."""

from collections import Counter

from data_pipeline.declare import Feed, Line, Pack


def first_feed(pack: Pack) -> Feed:
    """The feed that most headline lines of work are counted from, else most lines of any kind; of equal ones the one
    declared first."""
    lines = [x for x in pack.lines.values() if x.tier == "headline"] or [*pack.lines.values()]
    counted = Counter(x.feed for x in lines if x.feed in pack.feeds)
    return max(pack.feeds.values(), key=lambda feed: counted[feed.id])


def lines_of(pack: Pack, feed: Feed) -> list[Line]:
    """The lines of work that show figures once this feed has come."""
    return [x for x in pack.lines.values() if x.feed == feed.id and x.tier != "detail"]


def trains(pack: Pack) -> bool:
    """Is a simulated day the way to see its board? Not where it has figures of its own, or is simulated itself."""
    return not pack.operation.last_day and not pack.operation.simulated
