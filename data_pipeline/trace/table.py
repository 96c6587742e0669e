"""The rows of a trace as a sheet that may be shown and exported, and the figure itself as it may be told."""

from collections.abc import Sequence
from functools import cache, partial
from typing import Any

import pandas as pd

from data_pipeline.declare import Pack
from data_pipeline.intake.lines import line_of
from data_pipeline.publish.disclosure_control import NEVER_BELOW, Count, band, rows_of, slot_name
from data_pipeline.publish.sheet import Column, Kind, Sheet
from data_pipeline.trace.bench import OLDEST, PARTS, PLACES, SUMMED
from data_pipeline.trace.cells import in_bands
from data_pipeline.trace.types import Trace
from data_pipeline.words import say

DISTRICT, AREA = PLACES
TIMES = ("h", "work_hour", "day")  # units of a gauge that counts nobody
CAME: tuple[tuple[str, Kind], ...] = (
    ("told_at", "moment"),
    ("received_at", "moment"),
    ("sender", "text"),
    ("file_name", "text"),
    ("row_no", "number"),
    ("load_id", "number"),
)


def table(pack: Pack, of: Trace, name: str, notes: Sequence[tuple[str, str]], lang: str) -> Sheet:
    """One row per row under the figure, in the order of Trace.rows; no more than its `most`."""
    rows = of.rows.iloc[: of.most]
    frame = rows.assign(**_labels(pack, rows, of.kinds, lang), row_no=rows["row_no"].map(line_of))
    return Sheet.of(name, notes, _columns(pack, of, lang), frame, below=in_bands(pack, rows))


def values(of: Trace) -> dict[str, Any]:
    """The figure's own values; of a subdistrict, counts of people in bands and shares of them not at all."""
    figures: dict[str, Any] = dict(of.figure.values)
    if of.figure.level != "subdistrict" or not of.people:
        return figures
    own = Count(of.figure.area, rows_of(of.figure.says), slot_name(of.figure.as_of))
    bands = {name: band(float(figures[name]), own._replace(column=name)) for name in SUMMED}
    return figures | bands | dict.fromkeys(NEVER_BELOW)


def parts_shown(of: Trace) -> tuple[str, ...]:
    """The parts that a table has columns for: not those that nobody told, nor counts beside a time."""
    parts = of.parts
    if not of.figure.is_line and of.people and of.figure.of.unit in TIMES:
        parts = parts[:1]
    return tuple(p for p in parts if bool(of.rows[p].notna().to_numpy().any()))


def _columns(pack: Pack, of: Trace, lang: str) -> list[Column]:
    def own(name: str, kind: Kind = "text", **more: bool) -> Column:
        return Column(name, say(lang, f"number.col_{name}"), kind, **more)

    kinds = [Column(k, _title(pack, of, k, lang)) for k in of.kinds]
    parts = [own(p, "number", **_counts(of, p)) for p in parts_shown(of)]
    came = [own(name, kind) for name, kind in CAME if name in of.rows]
    return [own("district"), own("place"), *kinds, *parts, *_facts(pack, of, lang), *came]


def _facts(pack: Pack, of: Trace, lang: str) -> list[Column]:
    """Columns of the files themselves, where the rows say nothing each on its own."""
    feeds = [pack.feeds[f] for f in dict.fromkeys(of.rows["feed"])]
    found = {n: next(f[n] for f in feeds if n in f) for n in of.facts if n in of.rows}
    return [Column(n, c.name_in(lang), "number", people=c.people, age=c.unit == "h") for n, c in found.items()]


def _counts(of: Trace, part: str) -> dict[str, bool]:
    """What a part is, where people are counted."""
    if not of.people:
        return {}
    if of.figure.is_line:
        return {"age": part in OLDEST, "people": part in SUMMED}
    is_value = part == PARTS[False][0]
    if is_value and of.figure.of.unit in TIMES:
        return {"age": True}
    return {"rate": True} if is_value and of.figure.of.unit != "person" else {"people": True}


def _labels(pack: Pack, rows: pd.DataFrame, kinds: Sequence[str], lang: str) -> dict[str, list[str]]:
    """Each place and kind is named once, however many rows have it."""
    area = cache(lambda code: _area(pack, code, lang))
    named = {"district": [area(c) for c in rows[DISTRICT]] if DISTRICT in rows else [""] * len(rows)}
    whole = rows[AREA] == rows[DISTRICT] if {*PLACES} <= {*rows} else pd.Series(False, index=rows.index)
    named["place"] = (
        ["" if w else area(c) for c, w in zip(rows[AREA], whole, strict=True)] if AREA in rows else [""] * len(rows)
    )
    for kind in kinds:
        label = cache(partial(_label, pack, kind, lang))
        named[kind] = [label(f, v) for f, v in zip(rows["feed"], rows[kind], strict=True)]
    return named


def _area(pack: Pack, code: Any, lang: str) -> str:
    return pack.area[code].name(lang) if code in pack.area else "" if code is None or code != code else str(code)


def _label(pack: Pack, kind: str, lang: str, feed: str, value: Any) -> str:
    if value is None or value != value:
        return ""
    vocab = pack.feeds[feed][kind].vocab if kind in pack.feeds[feed] else None
    return pack.term(vocab, value, lang) if vocab else str(value)


def _title(pack: Pack, of: Trace, kind: str, lang: str) -> str:
    feed = next(pack.feeds[f] for f in of.rows["feed"] if kind in pack.feeds[f])
    return feed[kind].name_in(lang)
