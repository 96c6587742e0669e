"""One simulated city on one time grid, and the curves that several feeds are told from, so that feeds agree."""

from dataclasses import dataclass

import numpy as np

from data_pipeline.declare import Pack
from data_pipeline.sample.grid import Grid
from data_pipeline.sample.places import Places


@dataclass(frozen=True)
class World:
    pack: Pack
    grid: Grid
    places: Places
    seed: int
    city_no: int = 0

    def rng(self, topic: str) -> np.random.Generator:
        """A stream of its own for each topic: changing one feed leaves the others as they were."""
        return np.random.default_rng([self.seed, self.city_no, *topic.encode()])

    def spells(self, topic: str, n: int) -> np.ndarray:
        """(steps, n) slow good and bad spells around 1: AR(1), coefficient 0.6 an hour, spread about 12 %."""
        rng, steps = self.rng(f"spells {topic}"), self.grid.steps
        keep = 0.6**self.grid.step_h
        shock = rng.normal(0, 0.12 * (1 - keep**2) ** 0.5, (steps, n))
        spell = np.zeros((steps, n))
        for k in range(1, steps):
            spell[k] = keep * spell[k - 1] + shock[k]
        return np.exp(spell)


@dataclass(frozen=True)
class Flow:
    """Transfer of one class of people: cumulative curves, (steps + 1, subdistricts), from the grid's start."""

    new: np.ndarray
    dispatched: np.ndarray
    picked: np.ndarray
    arrived: np.ndarray
    cancelled: np.ndarray
    held_in: np.ndarray  # found unfit to move
    held_out: np.ndarray  # fit again, and picked up

    @property
    def open(self) -> np.ndarray:
        return self.new - self.arrived - self.cancelled

    @property
    def in_transit(self) -> np.ndarray:
        return self.picked - self.arrived

    @property
    def held(self) -> np.ndarray:
        return self.held_in - self.held_out


Flows = dict[str, Flow]  # by person class
