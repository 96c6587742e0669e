"""Who goes to which site: a district's own sites first, then any site with room."""

from dataclasses import dataclass

import numpy as np

from data_pipeline.sample.queue import share_out


@dataclass(frozen=True)
class Sites:
    """Arrays run over sites. `district` is the one a site serves, -1 for all; `pull` draws the pooled, per free bed."""

    district: np.ndarray
    pull: np.ndarray
    own: float  # share of a district's people that its own sites take while they have room

    @property
    def local(self) -> np.ndarray:
        """Numbers of the sites that serve one district, in the order of the districts."""
        found = np.flatnonzero(self.district >= 0)
        return found[np.argsort(self.district[found], kind="stable")]


@dataclass(frozen=True)
class Moving:
    """People on their way: `arrivals` (steps, districts), `leavers` (steps,); `start`: in care before the first."""

    arrivals: np.ndarray
    leavers: np.ndarray
    start: int


def fill(
    sites: Sites, moving: Moving, room: np.ndarray, opening: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """(steps, sites) people entering and leaving; everyone who arrives enters somewhere.

    `room` (steps + 1, sites) people who fit, `opening` (sites,).
    """
    arrivals, leavers = moving.arrivals, moving.leavers
    entered = np.zeros((len(arrivals), len(opening)), dtype=np.int64)
    left, inside = entered.copy(), opening.copy()
    us = rng.uniform(0.05, 0.95, (len(arrivals), 4))
    for k, u in enumerate(us):
        left[k] = np.minimum(_shared(leavers[k], inside, u[0]), inside)
        inside -= left[k]
        entered[k] = _enter(sites, arrivals[k], np.maximum(room[k + 1] - inside, 0), u[1:])
        inside += entered[k]
    return entered, left


def _enter(sites: Sites, arrivals: np.ndarray, free: np.ndarray, u: np.ndarray) -> np.ndarray:
    """(sites,) where the people of one step go; `free` (sites,) is how many each can take."""
    new, local = np.zeros(len(free), dtype=np.int64), sites.local
    beds = np.bincount(sites.district[local], free[local], len(arrivals))
    at_home = np.minimum(np.floor(arrivals * sites.own), np.floor(beds))
    new[local] = share_out(at_home, free[local], sites.district[local], u[0])
    left = free - new
    new += np.minimum(_shared(arrivals.sum() - new.sum(), left * sites.pull, u[1]), left).astype(np.int64)
    return new + _shared(arrivals.sum() - new.sum(), free - new, u[2])  # whoever the pull would have overfilled


def _shared(total: float, weight: np.ndarray, u: float) -> np.ndarray:
    return share_out(np.array([total]), weight, np.zeros(len(weight), dtype=int), u)
