"""Which rows are told in bands, and a cell of the file as it may be shown."""

from functools import cache
from typing import Any

import pandas as pd

from data_pipeline.declare import Feed, Pack
from data_pipeline.publish.disclosure_control import Count, about_people, band
from data_pipeline.trace.bench import PLACES

UNTOLD = "—"


def below_district(pack: Pack, rows: pd.DataFrame) -> Any:
    """Rows of a subdistrict, a site or a team."""
    named = [f.id for f in pack.feeds.values() if any(f[n].type == "code" for n in f.key)]
    own = rows["feed"].isin(named)
    district, area = PLACES
    return own | (rows[area] != rows[district]) if {*PLACES} <= {*rows} else own


def in_bands(pack: Pack, rows: pd.DataFrame) -> pd.Series:
    """Of rows received (`feed`, places, kinds): those about people below district level."""
    kinds = [
        *dict.fromkeys(c.name for f in pack.feeds.values() for c in f.columns if c.type == "enum" and c.name in rows)
    ]
    about = cache(lambda feed, *of: about_people(pack, feed, dict(zip(kinds, of, strict=True))))
    told = [about(*of) for of in zip(rows["feed"], *(rows[k] for k in kinds), strict=True)]
    return below_district(pack, rows) & pd.Series(told, index=rows.index, dtype=bool)


def shown_cell(text: str, column: str | None, feed: Feed, *, banded: Count | None) -> str:
    """A cell of the file as it may be shown. `banded`: which counts its row tells; None: as it is. Of a row told in
    bands, the age of the oldest is left to the table beside it: the line does not know which of its counts it belongs
    to."""
    if banded is None or column is None or column not in feed or not text.strip():
        return text
    if feed[column].unit == "h":
        return UNTOLD
    if not feed[column].people:
        return text
    try:
        return band(float(text.replace(",", "")), banded._replace(column=column))
    except ValueError:  # a figure written otherwise
        return UNTOLD
