"""The rows under a figure: those that say something in its SQL when alone, or without which it is another."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from math import isclose
from typing import Any

import pandas as pd
import pyarrow as pa

from data_pipeline.declare import Feed, Pack
from data_pipeline.query.fetched import fetched
from data_pipeline.store.snapshot.snapshots import DaySnapshot
from data_pipeline.store.tables.views import View
from data_pipeline.trace.bench import OLDEST, PARTS, PLACES, SUMMED, Bench, Held
from data_pipeline.trace.chain import below, feeds_of, own_view
from data_pipeline.trace.types import Adds, Check, Figure, Parts

NEAR = 1e-9
ROW = ("load_id", "row_no")  # names a received row
MANY = 60  # values a column of kinds may have
ADDED = ("sum", "rounded", "ratio")
SCALES = (1, 100, 1000, 10_000)  # a share as such, in percent, per 1,000, per 10,000


def candidates(of: DaySnapshot, pack: Pack, views: Mapping[str, View], figure: Figure) -> list[Held]:
    """All rows the figure's SQL could read for its area: of its day up to its slot, and of the days before."""
    held = []
    for name in received_views(of, views, figure):
        (feed,) = feeds_of(pack, below(views, name))
        there = _columns(of, name)
        where, asked = _where(figure, there)
        with of.reading(f"select * from {name}") as own:
            rows = fetched(own.execute(f"select * from {name} where {where}", asked))
        held.append(Held(name, rows, entity_key(pack.feeds[feed], there)))
    return held


def received_views(of: DaySnapshot, views: Mapping[str, View], figure: Figure) -> list[str]:
    """The nearest views under the figure that keep received rows as they came: those of the clean layer, or, where one
    sums already (a bulletin's city), what that one reads."""
    found: set[str] = set()
    for name in (n for n in below(views, own_view(figure.says)) if n.startswith("clean.")):
        keeps = {*ROW} <= set(_columns(of, name))
        found |= {name} if keeps else {n for n in views[name].reads if n.startswith(("in_force.", "known."))}
    return sorted(found)


def references_of(of: DaySnapshot, views: Mapping[str, View], figure: Figure) -> dict[str, pa.Table]:
    """The reference tables that the figure's SQL reads, as known then."""
    found = {}
    for name in below(views, own_view(figure.says)):
        if name.startswith("ref."):
            with of.reading(f"select * from {name}") as own:
                found[name] = fetched(own.execute(f"select * from {name}"))
    return found


def _columns(of: DaySnapshot, name: str) -> list[str]:
    with of.reading(f"select * from {name}") as own:
        return [c[0] for c in own.execute(f"select * from {name} limit 0").description or ()]


def entity_key(feed: Feed, there: Sequence[str]) -> tuple[str, ...]:
    """What names a place and kind that speaks at every slot; the area's code stands for its names."""
    names = [n for n in feed.key if n not in (feed.day_column, feed.as_of_column) and feed[n].type != "subdistrict"]
    return tuple(dict.fromkeys(n for n in (*names, *PLACES) if n in there))


def _where(figure: Figure, there: Sequence[str]) -> tuple[str, dict[str, Any]]:
    parts = ["ops_day <= $day"]
    asked: dict[str, Any] = {"day": figure.ops_day}
    if "as_of" in there:
        parts.append("as_of <= $slot")
        asked["slot"] = figure.as_of
    place = {"district": "district_code", "subdistrict": "area_code"}.get(figure.level)
    if place in there:
        parts.append(f"{place} = $area")
        asked["area"] = figure.area
    return " and ".join(parts), asked


def under(bench: Bench, pack: Pack, figure: Figure) -> tuple[pd.DataFrame, Check]:
    """(name, entity and what each says, check). Leaves exactly these kept on the bench."""
    shown = figure.parts(PARTS[figure.is_line])
    alone = bench.apart()
    if len(alone):
        adds = how_they_add(alone, shown, figure.is_line)
        if adds not in ADDED and (own := _told_for_the_city(bench, pack, alone, shown)) is not None:
            return own, Check("alone", True, _main(shown, figure))
        adds = "alone" if len(alone) == 1 and adds not in ADDED else adds
        bench.keep(alone)
        if _same(again := bench.together(), shown):
            return alone, Check(adds, True, _main(again, figure))
    bench.keep_all()
    _whittle(bench, pack, figure)
    left = bench.kept().merge(alone, on=["name", "entity"], how="left")
    again = bench.together()
    adds = how_they_add(left, shown, figure.is_line) if len(left) else "made"
    return left, Check(adds, _same(again, shown), _main(again, figure))


def _told_for_the_city(bench: Bench, pack: Pack, alone: pd.DataFrame, shown: Parts) -> pd.DataFrame | None:
    """The city's own row, where that alone is the figure and the districts' stand beside it (a bulletin)."""
    own = [
        r[r["area_code"] == pack.operation.city_code].assign(name=n)
        for n in bench.names
        if "area_code" in (r := bench.rows(n))
    ]
    entities = pd.concat(own)[["name", "entity"]].drop_duplicates() if own else alone.iloc[:0]
    found = alone.merge(entities, on=["name", "entity"])
    if len(found) != 1:
        return None
    bench.keep(found)
    return found if _same(bench.together(), shown) else None


def how_they_add(rows: pd.DataFrame, shown: Parts, is_line: bool) -> Adds:
    """How what each row says alone gives what all say together."""
    return _line_adds(rows, shown) if is_line else _gauge_adds(rows, shown)


def _line_adds(rows: Any, shown: Parts) -> Adds:
    if not all(_near(rows[c].max(), shown[c]) for c in OLDEST):
        return "made"
    if all(_near(rows[c].sum(), shown[c]) for c in SUMMED):
        return "sum"
    half_each = len(rows) / 2  # tonnes with decimals are added first and rounded then
    return (
        "rounded"
        if all((v := shown[c]) is not None and abs(rows[c].sum() - v) <= half_each for c in SUMMED)
        else "made"
    )


def _gauge_adds(rows: Any, shown: Parts) -> Adds:
    value, numer, denom = PARTS[False]
    if shown[value] is None or shown[value] != shown[value]:
        return "made"
    if _near(rows[numer].sum(min_count=1), shown[numer]):
        if _near(shown[value], shown[numer]):
            return "sum"
        one = rows[denom].nunique() == 1 and _near(rows[denom].max(), shown[denom])  # residents of the area
        if (one or _near(rows[denom].sum(min_count=1), shown[denom])) and _is_share(*(shown[c] for c in PARTS[False])):
            return "ratio"
    if _near(rows[value].max(), shown[value]):
        return "max"
    return "min" if _near(rows[value].min(), shown[value]) else "made"


def _is_share(value: float | None, numer: float | None, denom: float | None) -> bool:
    return bool(denom) and numer is not None and any(_near(value, scale * numer / denom) for scale in SCALES)


def _whittle(bench: Bench, pack: Pack, figure: Figure) -> None:
    """Drop, kind by kind, the rows without which the figure is the same."""
    goal = bench.together()
    for name in bench.names:
        for kinds in _kinds(bench.rows(name), pack):
            _drop(bench, name, kinds, goal)


def _drop(bench: Bench, name: str, kinds: Sequence[set[int]], goal: Parts) -> None:
    """All of these kinds at once where they change nothing, else the halves of them."""
    before = bench.kept()
    drop: Any = (before["name"] == name) & before["entity"].isin(sorted(set[int]().union(*kinds)))
    if not drop.any():
        return
    if not drop.all():
        bench.keep(before.loc[~drop])
        if _same(bench.together(), goal):
            return
        bench.keep(before)
    if (half := len(kinds) // 2) > 0:
        _drop(bench, name, kinds[:half], goal)
        _drop(bench, name, kinds[half:], goal)


def _kinds(rows: pd.DataFrame, pack: Pack) -> Iterator[list[set[int]]]:
    """Entities by what they have in common: the city's own rows, then the values of each column of kinds."""
    if "area_code" in rows:
        yield [set(rows.loc[rows["area_code"] == pack.operation.city_code, "entity"])]
    enums = {c.name for f in pack.feeds.values() for c in f.columns if c.type == "enum"}
    for column in sorted(enums & set(rows.columns)):
        values = rows.groupby(column)["entity"]
        if values.ngroups <= MANY:
            yield [set(entities) for _, entities in values]


def at_slot(rows: pd.DataFrame, ops_day: date, as_of: datetime) -> pd.DataFrame:
    """Those of the figure's own slot; a feed of whole days has only its day."""
    if "as_of" in rows:
        return rows.loc[rows["as_of"] == as_of]
    return rows.loc[rows["ops_day"] == ops_day]


def _main(values: Parts, figure: Figure) -> float | None:
    found = values.get("open" if figure.is_line else "value")
    return None if found is None else float(found)


def _same(one: Parts, other: Parts) -> bool:
    return bool(one) and all(_near(one[name], other.get(name)) for name in one)


def _near(one: float | None, other: float | None) -> bool:
    if one is None or one != one or other is None or other != other:
        return (one is None or one != one) and (other is None or other != other)
    return isclose(float(one), float(other), rel_tol=NEAR, abs_tol=NEAR)
