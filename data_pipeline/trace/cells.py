"""Which cells of a received row may be shown: decided over all rows that came for its district and slot."""

from collections.abc import Iterable, Mapping
from math import ceil
from typing import Any, Literal

import pandas as pd

from data_pipeline.declare import Feed, Pack
from data_pipeline.small import AGE_H, BANDS, THRESHOLD, band, small_cells
from data_pipeline.store.slices import Slice
from data_pipeline.trace.bench import PLACES
from data_pipeline.trace.rows import at_slot, entity_key

# open: all of it. small: all but counts of 1 to 9. bands: counts of people as bands. noughts: these as well.
Secrecy = Literal["open", "small", "bands", "noughts"]


def below_district(pack: Pack, rows: pd.DataFrame) -> Any:
    """Rows of a subdistrict, a site or a team."""
    named = [f.id for f in pack.feeds.values() if any(f[n].type == "code" for n in f.key)]
    own = rows["feed"].isin(named)
    district, area = PLACES
    return own | (rows[area] != rows[district]) if {*PLACES} <= {*rows} else own


def linked_columns(feed: Feed) -> list[tuple[str, ...]]:
    """Columns that a rule of the feed checks against each other: one of them can be worked out from the rest."""
    return [rule.columns for rule in feed.rules if len(rule.columns) > 1]


def secrecy(of: Slice, pack: Pack, row: Mapping[str, Any], shown: Iterable[object] = ()) -> Secrecy:
    """How much of the line a row came from may be shown. `row`: one of Trace.rows; `shown`: what its table shows.

    Where one cell is hidden all counts of people are told as bands: what the table hides, the line must not tell."""
    feed, view = pack.feeds[row["feed"]], row["view"]
    people = [c.name for c in feed.columns if c.people]
    if not people or not below_district(pack, pd.DataFrame([row])).iloc[0] or _counts_things(pack, feed, row):
        return "open"
    if BANDS[0] in shown:
        return "noughts"
    with of.reading(f"select * from {view}") as own:
        asked = {"day": row["ops_day"], "district": row[PLACES[0]]}
        found = own.execute(f"select * from {view} where ops_day = $day and {PLACES[0]} = $district", asked)
        rows = found.to_arrow_table().to_pandas()
    rows = at_slot(rows, row["ops_day"], row["as_of"]).reset_index(drop=True)
    kinds = [n for n in entity_key(feed, list(rows)) if n not in PLACES and feed[n].type != "code"]
    there = [c for c in people if c in rows]
    hide = small_cells(rows.loc[:, there], [rows[c] for c in (PLACES[0], *kinds)], linked_columns(feed))
    mine: Any = (rows["load_id"] == row["stands_load"]) & (rows["row_no"] == row["stands_line"])
    own: Any = hide.loc[mine].to_numpy()
    if (own & (rows.loc[mine, there].to_numpy() == 0)).any():
        return "noughts"
    return "bands" if own.any() or set(BANDS) & set(shown) else "small"


def shown_cell(text: str, column: str | None, feed: Feed, how: Secrecy) -> str:
    """A cell of the file as it may be shown."""
    if how == "open" or column is None or column not in feed or not text.strip():
        return text
    is_age = feed[column].unit == "h"
    if not is_age and not feed[column].people:
        return text
    try:
        value = float(text.replace(",", ""))
    except ValueError:  # a figure written otherwise
        return "—"
    if is_age:
        return f"{ceil(value / AGE_H) * AGE_H}"
    if value == 0:
        return band(value) if how == "noughts" else text
    return band(value) if how != "small" or value < THRESHOLD else text


def _counts_things(pack: Pack, feed: Feed, row: Mapping[str, Any]) -> bool:
    """A task type counts buildings or posts where its line says so, though the column also holds people of others."""
    kinds = [n for n in entity_key(feed, feed.names) if n not in PLACES]
    if len(kinds) != 1:
        return False
    lines = [x for x in pack.lines.values() if x.feed == feed.id and x.item and x.item == row.get(kinds[0])]
    return bool(lines) and not any(x.people for x in lines)
