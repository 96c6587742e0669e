"""A synthetic operation whose truth is known: pace and arrivals are AR(1), the night slows down as the default says."""

from datetime import date

import numpy as np
import pandas as pd

from data_pipeline.forecast.profile import PACE
from tests.support.ledger import ledger

KEEP, SPREAD, LOAD = 0.6, 0.15, 0.82  # correlation from hour to hour, its spread, arrivals over daytime pace


def operation(seed: int, areas: int = 16, days: int = 5) -> pd.DataFrame:
    """Two-hourly reports of `days` days from 1 April 2022."""
    rng = np.random.default_rng(seed)
    return pd.concat([_area(rng, f"{seed}-{i:02}", days) for i in range(areas)], ignore_index=True)


def _area(rng: np.random.Generator, area: str, days: int) -> pd.DataFrame:
    base = rng.uniform(40, 400)
    left = base * rng.uniform(2, 5)
    luck = rng.normal(size=2)
    out = []
    for d in range(days):
        done = due = 0.0
        carry, reports = left, []
        for h in range(24):
            luck = KEEP * luck + (1 - KEEP**2) ** 0.5 * rng.normal(size=2)
            can, came = base * np.maximum(0, 1 + SPREAD * luck) * (PACE[h], LOAD)
            went = min(can, left + came)
            left, done, due = left + came - went, done + went, due + came
            if h >= 7 and h % 2:
                reports.append((h + 1, round(done), round(due)))
        hours, dones, dues = zip(*reports, strict=True)
        out.append(ledger(dones, dues, hours=hours, carry_in=round(carry), day=date(2022, 4, 1 + d), area=area))
    return pd.concat(out)
