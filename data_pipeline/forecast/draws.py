"""The random numbers of a forecast. They depend on the seed and on each area alone, so the district page, the city
page and a what-if see the same paths, and an area more or less changes nobody else's figure."""

import zlib

import numpy as np

from data_pipeline.core.caches import remembered

SEED = 20220406
PATHS = 2000
# Share of the variance of the standing luck that all areas have in common: weather, orders, fatigue. With 0.5 the
# city's band holds about as often as the districts' do on the sample operation; the districts' own do not depend on it.
SHARED = 0.5


@remembered("normals", 1024)
def normals(area: str, seed: int = SEED, paths: int = PATHS) -> np.ndarray:
    """(paths,) an area's standing luck, one draw for the whole of a path; partly the luck of all areas together."""
    own, all_areas = (
        np.random.default_rng([seed, zlib.crc32(name.encode())]).standard_normal(paths, np.float32)
        for name in (area, "")
    )
    return _frozen(np.float32(SHARED**0.5) * all_areas + np.float32((1 - SHARED) ** 0.5) * own)


@remembered("slots", 256)
def slots(step: int, count: int, seed: int = SEED, paths: int = PATHS) -> np.ndarray:
    """(paths,) which of `count` recent slots step number `step` repeats. The same for all areas: a bad hour of the
    whole city stays a bad hour of the whole city."""
    return _frozen(np.random.default_rng([seed, step, count]).integers(0, count, paths))


def gamma(normal: np.ndarray, cv: float) -> np.ndarray:
    """Normal draws as draws of Gamma(mean 1, CV `cv`), by Wilson and Hilferty; the same draw widens smoothly with CV.

    Up to a CV of 0.5 the error is under 1 % of the spread.
    """
    if cv <= 0:
        return np.ones_like(normal)
    ninth = cv * cv / 9
    return np.maximum(0, 1 - ninth + normal * np.float32(np.sqrt(ninth))) ** 3


def _frozen(array: np.ndarray) -> np.ndarray:
    array.flags.writeable = False
    return array
