"""Put a trace together."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, cast

import pandas as pd

from data_pipeline.board.board import Board
from data_pipeline.core.clock import AsOf
from data_pipeline.declare import Feed, Gauge, Line, Pack
from data_pipeline.declare.local import TargetHere, here_on
from data_pipeline.declare.tables import Target
from data_pipeline.publish.disclosure_control import AT, ROWS, band, band_key, counts, rows_named, size
from data_pipeline.publish.disclosure_control import counts_people as line_counts_people
from data_pipeline.query.fetched import fetched
from data_pipeline.store.snapshot.snapshots import DaySnapshot
from data_pipeline.store.tables.schema import value_columns
from data_pipeline.store.tables.views import View
from data_pipeline.trace.bench import PARTS, PLACES, Bench
from data_pipeline.trace.chain import PAGE, below, chain, columns_of, feeds_of, own_view
from data_pipeline.trace.rows import at_slot, candidates, entity_key, references_of, under
from data_pipeline.trace.sources import sources
from data_pipeline.trace.types import Figure, Trace

CAME = ("ops_day", "told_at", "received_at", "load_id", "row_no")


def trace(board: Board, moment: AsOf, id: str, area: str) -> Trace | None:
    """The figure of a line or gauge in an area (city, district, subdistrict) as the board shows it at that moment;
    None where it shows none. Works as known at any moment."""
    figure = _figure(board, moment, board.pack.lines.get(id) or board.pack.gauges[id], area)
    if figure is None:
        return None
    of = board.slice(moment.ops_day, moment.known_at)
    views = of.views
    bench = Bench(views, figure, candidates(of, board.pack, views, figure), references_of(of, views, figure))
    try:
        entities, check = under(bench, board.pack, figure)
        facts = () if _says(entities, figure) else _spoken_of(board.pack, views, figure)
        rows, background = _rows(bench, board.pack, views, entities, facts)
        people = counts_people(board.pack, views, figure.says)
    finally:
        bench.close()
    rows = _in_order(_where_told(board, views, figure, rows, moment.known_at), figure, people)
    rows = rows.merge(_loads(of), on="load_id", how="left")
    return Trace(
        figure,
        chain(board.pack, views, figure.says),
        rows,
        _kinds(board.pack, rows),
        PARTS[figure.is_line],
        facts,
        people,
        check,
        background,
    )


def counts_people(pack: Pack, views: Mapping[str, View], of: Line | Gauge) -> bool:
    """A line is as its rows; a gauge as the line of the same kind, else as the columns that its SQL speaks of."""
    if isinstance(of, Line):
        return line_counts_people(pack, of)
    lines = [x for x in pack.lines.values() if of.item and (x.feed, x.item) == (of.feed, of.item)]
    like = [line_counts_people(pack, x) for x in lines]
    if like:
        return any(like)
    columns = columns_of(views, own_view(of))
    feeds = feeds_of(pack, below(views, own_view(of)))
    return any(c.people and c.name in columns for f in feeds for c in pack.feeds[f].columns)


def target_of(targets: Iterable[Target], of: Line | Gauge, moment: AsOf) -> Target | None:
    """The target in force that day: its own item's, else its metric's."""
    held = [t for t in targets if t.metric == of.metric and t.item in (of.item, "") and t.valid_from <= moment.ops_day]
    return max(held, key=lambda t: (t.item == of.item, t.valid_from), default=None)


def held_to(board: Board, of: Line | Gauge, area: str, moment: AsOf) -> tuple[Target | None, TargetHere | None]:
    """The target in force there that day, and which target of its own the place has, if any."""
    whole = target_of(board.targets(moment.known_at), of, moment)
    here = here_on(board.held_to(moment.known_at).here, moment.ops_day, area) if whole else ()
    own = next((x for x in here if whole and (x.metric, x.item) == (whole.metric, whole.item)), None)
    return (own.of_whole(whole), own) if whole and own else (whole, None)


def _figure(board: Board, moment: AsOf, of: Line | Gauge, area: str) -> Figure | None:
    found = board.rows(
        PAGE[isinstance(of, Line)],
        moment.known_at,
        ops_day=moment.ops_day,
        moment=moment.as_of,
        figure=of.id,
        area=area,
    )
    if found.empty:
        return None
    row = cast(Any, found.iloc[0].to_dict())
    says = board.pack.lines[row["part"]] if isinstance(of, Line) else of
    as_of = row["as_of"].to_pydatetime()
    target, here = held_to(board, of, area, moment)
    return Figure(of, says, row["level"], area, moment.ops_day, as_of, row, target, here)


def _says(entities: pd.DataFrame, figure: Figure) -> bool:
    """Does any row say something when it stands alone?"""
    return bool(entities.loc[:, list(PARTS[figure.is_line])].notna().to_numpy().any())


def _spoken_of(pack: Pack, views: Mapping[str, View], figure: Figure) -> tuple[str, ...]:
    """The numbers of the feeds that the figure's own SQL, and the lines and gauges it reads, speak of."""
    own = own_view(figure.says)
    spoken = columns_of(views, own, ("line.", "gauge."))
    feeds = feeds_of(pack, below(views, own))
    return tuple(
        dict.fromkeys(c.name for f in feeds for c in pack.feeds[f].columns if c.is_number and c.name in spoken)
    )


def _rows(
    bench: Bench, pack: Pack, views: Mapping[str, View], entities: pd.DataFrame, facts: Sequence[str]
) -> tuple[pd.DataFrame, int]:
    """The rows of the figure's slot with what each says; and how many others the SQL reads."""
    figure, found, background = bench.figure, [], 0
    for name in bench.names:
        of = entities.loc[entities["name"] == name]
        rows = bench.rows(name)
        rows = rows.loc[rows["entity"].isin(of["entity"].tolist())]
        here = at_slot(rows, figure.ops_day, figure.as_of)
        background += len(rows) - len(here)
        (feed,) = feeds_of(pack, below(views, name))
        kept = [c for c in (*PLACES, *entity_key(pack.feeds[feed], list(rows)), *facts, *CAME) if c in rows]
        here = here.astype({c: float for c in facts if c in here})
        here = here.loc[:, [*dict.fromkeys(kept), "entity"]].merge(of, on="entity", how="left")
        marks = {ROWS: _named(pack.feeds[feed], here), AT: figure.as_of}
        found.append(here.drop(columns=["name", "entity"]).assign(feed=feed, view=name, **marks))
    rows = pd.concat(found, ignore_index=True) if len(found) != 1 else found[0]
    if "told_at" not in rows:
        rows = rows.assign(told_at=figure.as_of)
    rows["told_at"] = rows["told_at"].fillna(figure.as_of)
    return rows, background


def _named(feed: Feed, rows: pd.DataFrame) -> list[str]:
    """rows_named of each: their kinds are few."""
    kinds = [n for n in feed.key if n in rows]
    name = cache(lambda *of: rows_named(feed, dict(zip(kinds, of, strict=True))))
    return [name(*of) for of in zip(*(rows[k] for k in kinds), strict=True)] if kinds else [name()] * len(rows)


def _in_order(rows: pd.DataFrame, figure: Figure, people: bool) -> pd.DataFrame:
    """Most weight first; of people by the band that is told, for an order tells too."""
    column = PARTS[figure.is_line][-2 if figure.is_line else 1]
    weight: Any = rows[column].fillna(0).abs()
    if people:
        pairs, key = zip(weight, counts(rows), strict=True), band_key()
        weight = pd.Series([size(band(float(v), n._replace(column=column), key)) for v, n in pairs], index=rows.index)
    order = rows.assign(_weight=-weight).sort_values(["_weight", *(c for c in PLACES if c in rows)], kind="stable")
    return order.drop(columns="_weight").reset_index(drop=True)


def _where_told(
    board: Board, views: Mapping[str, View], figure: Figure, rows: pd.DataFrame, known_at: datetime
) -> pd.DataFrame:
    """Each row under the latest line that told one of the figure's cells, and, as `others`, what older lines told."""
    rows = rows.assign(others=[()] * len(rows), stands_load=rows["load_id"], stands_line=rows["row_no"])
    spoken = columns_of(views, own_view(figure.says))
    for feed, of in rows.groupby("feed"):
        declared = board.pack.feeds[str(feed)]
        columns = [n for n in value_columns(declared) if n in spoken and declared[n].is_number]
        found = sources(board, declared, of, columns, known_at)
        for at, own in zip(of.index, zip(of["load_id"], of["row_no"], strict=True), strict=True) if found else ():
            if cells := found.get(own):
                for name in ("load_id", "row_no", "received_at"):
                    rows.at[at, name] = getattr(cells[0], name)
                first = cells[0].load_id, cells[0].row_no
                rows.at[at, "others"] = tuple(s for s in cells if (s.load_id, s.row_no) != first)
    return rows


def _kinds(pack: Pack, rows: pd.DataFrame) -> tuple[str, ...]:
    feeds = [pack.feeds[f] for f in dict.fromkeys(rows["feed"])]
    names: Sequence[str] = [n for f in feeds for n in entity_key(f, list(rows)) if n not in PLACES]
    return tuple(dict.fromkeys(names))


def _loads(of: DaySnapshot) -> pd.DataFrame:
    with of.reading("select * from meta.loads") as own:
        return fetched(own.execute("select load_id, file_name, sender from meta.loads")).to_pandas()
