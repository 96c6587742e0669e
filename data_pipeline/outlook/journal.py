"""Every forecast that was shown, kept beside the store: one file per operating day, slot and data version.

They are not part of the truth (the received files are); they are the evidence of what was said, and are never
rewritten: a second viewer of the same version adds nothing.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from data_pipeline.core import durable
from data_pipeline.core.clock import AsOf
from data_pipeline.forecast.keep import COLUMNS, kept
from data_pipeline.forecast.types import Projection
from data_pipeline.store.log import marked

FOLDER = "forecasts"


def keep(root: Path, version: str, moment: AsOf, said: Iterable[Projection]) -> Path | None:
    """Write what was said at this moment; None where that version of it has been kept already."""
    place = root / FOLDER / f"{moment.ops_day:%Y-%m-%d}" / f"{moment.as_of:%dT%H%M}-{version}"
    if marked.find(place):
        return None
    rows = kept(said)
    if rows.empty:
        return None
    durable.make_folder(root / FOLDER)
    return marked.write(place, rows)


def read(root: Path, first: date, last: date) -> pd.DataFrame:
    """Rows of forecast.keep of the operating days from `first` to before `last`. Of several versions of one slot the
    first stands: it is the one that was acted on."""
    found = []
    for day in range((last - first).days):
        folder = root / FOLDER / f"{first + timedelta(days=day):%Y-%m-%d}"
        found += [rows for file in marked.files(folder) if (rows := marked.read(file)) is not None]
    if not found:
        return pd.DataFrame(columns=pd.Index(COLUMNS))
    return pd.concat(found, ignore_index=True).drop_duplicates(["line", "area_code", "as_of"])
