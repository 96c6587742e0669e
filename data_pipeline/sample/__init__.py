"""The sample operation: 1 to 6 April 2022 as a stream of files, simulated, and scaled to what was published."""

from collections.abc import Iterator

from data_pipeline.declare import Pack
from data_pipeline.intake.delivery import Delivery
from data_pipeline.sample import bulletin
from data_pipeline.sample.operation import SEED, Simulation, tell, worlds
from data_pipeline.sample.places import widened
from data_pipeline.sample.senders import Post
from data_pipeline.sample.tables import bulk
from data_pipeline.sample.world import World

__all__ = ["SEED", "Simulation", "bulk", "deliveries", "widened"]


def deliveries(pack: Pack, of: Simulation | None = None) -> Iterator[Delivery]:
    """Every file of the operation in the order it is received; the same for the same arguments."""
    sent = [d for w in worlds(pack, of or Simulation()) for d in _mail(w)]
    yield from sorted(sent, key=lambda d: (d.at, d.name))


def _mail(world: World) -> Iterator[Delivery]:
    post, slots = Post(world), world.grid.slots
    for feed, rows in tell(world).items():
        bounds = rows.bounds(len(slots))
        for slot, start, stop in zip(slots, bounds[:-1], bounds[1:], strict=True):
            if stop > start:
                yield from post.slot(slot, feed, rows.part(start, stop))
    for day in bulletin.days(world):
        yield post.bulletin(day)
