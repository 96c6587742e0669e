"""A file of transfer reports as a city would send it: Chinese headers, every rule kept, as many rows as asked."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from tests.support.samples import pack

CLASSES = ("POS", "CONTACT", "CONTACT2", "RETURN")
HOURS = (8, 10, 12, 14, 16, 18, 20, 22, 24)
LAST_DAY = date(2022, 4, 6)


def write_transfer(path: Path, rows: int, seed: int = 1) -> Path:
    """`rows` rows, newest day last, in the order day, subdistrict, class, hour."""
    keys = _keys(rows)
    figures = _figures(len(keys), np.random.default_rng(seed))
    frame = pd.concat([keys, figures], axis=1).head(rows)
    feed = pack().feeds["transfer"]
    frame = frame[[n for n in feed.names if n in frame.columns]]
    frame.columns = [feed[n].zh for n in frame.columns]
    frame.to_csv(path, index=False)
    return path


def _keys(rows: int) -> pd.DataFrame:
    """Whole days, so that no row repeats another's key."""
    places = [(a.parent, a.zh) for a in pack().areas if a.level == "subdistrict" and a.parent]
    per_day = len(places) * len(CLASSES) * len(HOURS)
    days = -(-rows // per_day)
    first = LAST_DAY - timedelta(days=days - 1)
    index = pd.MultiIndex.from_product([range(days), range(len(places)), CLASSES, HOURS])
    day = pd.Series(index.get_level_values(0)).map(lambda n: pd.Timestamp(first) + pd.Timedelta(days=n))
    place = index.get_level_values(1)
    moment = day + pd.to_timedelta(pd.Series(index.get_level_values(3)), unit="h")
    return pd.DataFrame(
        {
            "report_date": day.dt.strftime("%Y-%m-%d"),
            "as_of": moment.dt.strftime("%Y-%m-%d %H:%M"),
            "district_code": np.array([p[0] for p in places])[place],
            "subdistrict": np.array([p[1] for p in places])[place],
            "person_class": index.get_level_values(2),
        }
    )


def _figures(n: int, rng: np.random.Generator) -> pd.DataFrame:
    """Cumulative within a day (n is a multiple of the hours); the balance and the bands hold exactly."""
    shape = (n // len(HOURS), len(HOURS))
    carry = np.repeat(rng.integers(0, 40, shape[0]), len(HOURS)).reshape(shape)
    new = rng.integers(0, 12, shape).cumsum(axis=1)
    waiting, transit, unfit = (rng.integers(0, top, shape) for top in (15, 6, 2))
    # arrived must not fall during the day, so what is still open never exceeds what the least balance allows
    arrived = np.maximum.accumulate(np.maximum(carry + new - waiting - transit - unfit, 0), axis=1)
    open_now = np.maximum(carry + new - arrived, 0)
    picked = np.maximum.accumulate(arrived + np.minimum(transit, open_now), axis=1)
    transit = picked - arrived
    unfit = np.minimum(unfit, open_now - transit)
    waiting = open_now - transit - unfit
    bands = _bands(waiting + unfit, rng)
    named = {
        "carry_in": carry,
        "notified_today": new,
        "dispatched_today": picked,
        "picked_up_today": picked,
        "arrived_today": arrived,
        "cancelled_today": np.zeros(shape, int),
        "waiting_now": waiting,
        "in_transit_now": transit,
        "unsuitable_now": unfit,
        "wait_0_6h": bands[0],
        "wait_6_12h": bands[1],
        "wait_12_24h": bands[2],
        "wait_24h_plus": bands[3],
        "oldest_wait_h": _oldest(bands),
        "vehicles_available": rng.integers(0, 9, shape),
        "trips_today": picked // 8,
    }
    return pd.DataFrame({name: values.ravel() for name, values in named.items()})


def _bands(total: np.ndarray, rng: np.random.Generator) -> list[np.ndarray]:
    left, bands = total, []
    for share in (0.6, 0.6, 0.7):
        part = rng.binomial(left, share)
        bands.append(part)
        left = left - part
    return [*bands, left]


def _oldest(bands: list[np.ndarray]) -> np.ndarray:
    return np.select([b > 0 for b in reversed(bands)], [26.5, 13.0, 7.5, 2.5], default=0.0)
