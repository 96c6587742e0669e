"""`bulletin`: the official daily figures, exactly as published, for the day before."""

from datetime import date, timedelta

import numpy as np

from data_pipeline.sample import figures
from data_pipeline.sample.rows import Rows, lattice
from data_pipeline.sample.world import World

CITY_ONLY = ("deaths_new", "discharged_new", "in_hospital_now", "discharged_cum", "severe_now", "critical_now")


def days(world: World) -> list[date]:
    """Days whose bulletin appears on the mornings of the grid's days, and on the one after; published ones only."""
    first = world.grid.first_day - timedelta(days=1)
    span = (world.grid.last_day - first).days + 1
    return [d for i in range(span) if (d := first + timedelta(days=i)) in figures.published()]


def rows(world: World, day: date) -> Rows:
    """One row for each district and one for the city."""
    places, by_district, city = world.places, figures.published()[day], figures.published_city()[day]
    table = np.array([[getattr(by_district[code], m) for m in figures.MEASURES] for code in places.home])
    table = np.vstack([table, table.sum(0)])
    values = {m: table[None, :, i] for i, m in enumerate(figures.MEASURES)}
    for name in CITY_ONLY:
        values[name] = np.array([[np.nan] * places.g + [float(city[name])]])
    values["split_available"] = np.ones((1, places.g + 1), dtype=int)
    fixed = {"source_url": [""] * places.g + [city["source_url"]]}
    return lattice(places.n + np.arange(places.g + 1), fixed, values)
