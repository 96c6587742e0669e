"""The sample operation: 1 to 6 April 2022 as a stream of files, simulated, and scaled to what was published."""

from collections.abc import Iterator
from datetime import date, timedelta

from data_pipeline.declare import Pack
from data_pipeline.intake.delivery import Delivery
from data_pipeline.sample import bulletin
from data_pipeline.sample.operation import tell, worlds
from data_pipeline.sample.places import widened
from data_pipeline.sample.senders import Post
from data_pipeline.sample.tables import bulk
from data_pipeline.sample.world import World

__all__ = ["SEED", "bulk", "deliveries", "widened"]

SEED = 20220406


def deliveries(
    pack: Pack,
    seed: int = SEED,
    first_day: date | None = None,
    last_day: date | None = None,
    slot_h: float = 2,
    cities: int = 1,
) -> Iterator[Delivery]:
    """Every file of the operation in the order it is received; the same for the same arguments.

    The days default to the pack's. `slot_h` hours between slots, 0.25 to 8. `cities` needs a pack that has as many:
    `widened(pack, cities)`.
    """
    first, last = days(pack, first_day, last_day)
    sent = [d for w in worlds(pack, seed, first, last, slot_h, cities) for d in _mail(w)]
    yield from sorted(sent, key=lambda d: (d.at, d.name))


def days(pack: Pack, first_day: date | None, last_day: date | None) -> tuple[date, date]:
    """The days asked for, else the pack's own, else the six of the meeting."""
    first = first_day or pack.operation.first_day or date(2022, 4, 1)
    return first, last_day or pack.operation.last_day or first + timedelta(days=5)


def _mail(world: World) -> Iterator[Delivery]:
    post, slots = Post(world), world.grid.slots
    for feed, rows in tell(world).items():
        bounds = rows.bounds(len(slots))
        for slot, start, stop in zip(slots, bounds[:-1], bounds[1:], strict=True):
            if stop > start:
                yield from post.slot(slot, feed, rows.part(start, stop))
    for day in bulletin.days(world):
        yield post.bulletin(day)
