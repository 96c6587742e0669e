"""People newly found positive, by subdistrict and step: published totals by district and day, spread over the day."""

import numpy as np

from data_pipeline.sample.figures import outcome
from data_pipeline.sample.queue import share_out
from data_pipeline.sample.shapes import NOTIFIED, Profile
from data_pipeline.sample.world import World


def found(world: World) -> np.ndarray:
    """(steps, subdistricts); every district's day adds up to its published new infected people."""
    places, rng = world.places, world.rng("positives")
    totals = np.array([[outcome(day, code).infected for code in places.home] for day in world.grid.days])
    return spread(world, totals, NOTIFIED, rng)


def spread(world: World, totals: np.ndarray, profile: Profile, rng: np.random.Generator) -> np.ndarray:
    """Whole numbers by (step, subdistrict) from totals by (day, district), exact in every district and day."""
    grid, places = world.grid, world.places
    weight = places.people * places.heat
    pieces = []
    for day in totals:
        drift = weight * rng.gamma(20, 1 / 20, places.n)
        subs = share_out(day.astype(float), drift, places.group, rng.uniform(0.05, 0.95))
        shape = grid.shape(profile) * rng.gamma(12, 1 / 12, (places.g, grid.per_day))
        shape /= shape.sum(1, keepdims=True)
        pieces.append(rng.multinomial(subs, shape[places.group]).T)
    return np.concatenate(pieces)
