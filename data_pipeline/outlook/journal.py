"""Every forecast that was shown, kept beside the store: one file per operating day, slot and data version.

They are not part of the truth (the received files are); they are the evidence of what was said, and are never
rewritten: a second viewer of the same version adds nothing.
"""

import io
import os
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from data_pipeline.clock import Moment
from data_pipeline.forecast.keep import COLUMNS, kept
from data_pipeline.forecast.types import Projection
from data_pipeline.store import durable

FOLDER = "forecasts"


def keep(root: Path, version: str, moment: Moment, said: Iterable[Projection]) -> Path | None:
    """Write what was said at this moment; None where that version of it has been kept already."""
    folder = root / FOLDER / f"{moment.ops_day:%Y-%m-%d}"
    file = folder / f"{moment.as_of:%dT%H%M}-{version}.parquet"
    if file.exists():
        return None
    rows = kept(said)
    if rows.empty:
        return None
    data = io.BytesIO()
    rows.to_parquet(data, index=False)
    with durable.disk():
        durable.make_folder(root / FOLDER)
        durable.make_folder(folder)
        part = folder / f"{durable.token()}.part"
        durable.write(part, data.getvalue())
        os.replace(part, file)
    return file


def read(root: Path, first: date, last: date) -> pd.DataFrame:
    """Rows of forecast.keep of the operating days from `first` to before `last`. Of several versions of one slot the
    first stands: it is the one that was acted on."""
    found = []
    for day in range((last - first).days):
        folder = root / FOLDER / f"{first + timedelta(days=day):%Y-%m-%d}"
        files = sorted(folder.glob("*.parquet"), key=lambda f: f.stat().st_mtime_ns) if folder.is_dir() else []
        found += [pd.read_parquet(f) for f in files]
    if not found:
        return pd.DataFrame(columns=pd.Index(COLUMNS))
    return pd.concat(found, ignore_index=True).drop_duplicates(["line", "area_code", "as_of"])
