"""A whole simulated operation: the shared curves first, then each feed told from them."""

from dataclasses import dataclass
from datetime import date, timedelta

from data_pipeline.core.errors import BoardError
from data_pipeline.declare import Pack
from data_pipeline.sample import capacity, figures, issues, screening, supply, support, tasks, transfer
from data_pipeline.sample.beds import bed_stay, room_stay, transit_stay
from data_pipeline.sample.grid import Grid
from data_pipeline.sample.movement import flows
from data_pipeline.sample.places import cities, places
from data_pipeline.sample.positives import found
from data_pipeline.sample.rows import Rows
from data_pipeline.sample.sites import register
from data_pipeline.sample.world import World

FEEDS = {"screening", "transfer", "capacity", "supply", "tasks", "issues", "support", "bulletin"}


SEED = 20220406


@dataclass(frozen=True)
class Simulation:
    """What is simulated. The days default to the pack's. `slot_h`: hours between slots, 0.25 to 8. `cities` needs a
    pack that has as many: `widened(pack, cities)`."""

    seed: int = SEED
    first_day: date | None = None
    last_day: date | None = None
    slot_h: float = 2
    cities: int = 1

    def days(self, pack: Pack) -> tuple[date, date]:
        """The days asked for, else the pack's own, else the six of the meeting."""
        first = self.first_day or pack.operation.first_day or date(2022, 4, 1)
        return first, self.last_day or pack.operation.last_day or first + timedelta(days=5)


def worlds(pack: Pack, of: Simulation) -> list[World]:
    """One world for each of the pack's first cities."""
    here = cities(pack)
    if not here or not pack.feeds.keys() >= FEEDS or not _published_districts(pack):
        raise BoardError("sample_pack", pack=pack.id)
    if of.cities > len(here):
        raise BoardError("sample_cities", found=len(here), asked=of.cities)
    grid = Grid(*of.days(pack), of.slot_h)
    return [World(pack, grid, places(pack, city), of.seed, i) for i, city in enumerate(here[: of.cities])]


def _published_districts(pack: Pack) -> bool:
    """The first city's districts are those whose outcomes were published."""
    known = figures.published()[figures.nearest(figures.ORIGIN)]
    return known.keys() <= {d.code for d in pack.districts}


def tell(world: World) -> dict[str, Rows]:
    """Every feed that speaks at slots, by feed id, each in slot order."""
    people = flows(world, found(world))
    sites = register(world.places)
    stays = [bed_stay(world, sites, people), room_stay(world, sites, people), transit_stay(world, sites, people)]
    return {
        "screening": screening.rows(world, people),
        "transfer": transfer.rows(world, people),
        "capacity": capacity.rows(world, sites, stays),
        "supply": supply.rows(world),
        "tasks": tasks.rows(world, people),
        "issues": issues.rows(world),
        "support": support.rows(world, sites),
    }
