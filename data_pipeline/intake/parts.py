"""Control totals (全区, 全市) against the sum of their parts: when all parts are there, or they exceed the whole."""

from collections import Counter
from collections.abc import Iterable, Sequence

import duckdb
import numpy as np
import pyarrow as pa

from data_pipeline.declare import Feed, Pack
from data_pipeline.intake.judge import LIMITS
from data_pipeline.intake.report import Problem
from data_pipeline.intake.say import kept, labels
from data_pipeline.intake.totals import TOLERANCE, summable


def check_parts(pack: Pack, feed: Feed, table: pa.Table, areas: pa.Array, past: pa.Table | None,
                lines: np.ndarray) -> Iterable[Problem]:  # fmt: skip
    """Doubts about the file's control totals, and about known ones that the file's rows no longer add up to."""
    names = [c.name for c in feed.columns if summable(c)]
    mine = table.append_column("area_code", areas).append_column("_line", pa.array(lines))
    if not names or not _any_whole(pack, mine, past):
        return
    with duckdb.connect(":memory:", config=LIMITS) as con:
        con.register("mine", mine)
        con.register(
            "past",
            past.append_column("_line", pa.nulls(past.num_rows, pa.int64())) if past is not None else mine.slice(0, 0),
        )
        con.register("places", _places(pack))
        rows = con.execute(_sql(feed, names)).fetchall()
    for line, place, n, expected, *figures in rows:
        for name, whole, added in zip(names, figures[::2], figures[1::2], strict=True):
            if whole is None or added is None or _fits(float(whole), float(added), n >= expected):
                continue
            area = pack.area[place]
            facts = {"sum": kept(added), "parts": n, "where_zh": area.zh, "where_en": area.en} | labels(feed, name)
            yield Problem(line or 0, name, kept(whole), "parts_differ", "confirm", facts)


def _fits(whole: float, added: float, complete: bool) -> bool:
    room = max(TOLERANCE * max(abs(whole), abs(added)), 0.5)
    return abs(whole - added) <= room if complete else added <= whole + room


def _any_whole(pack: Pack, mine: pa.Table, past: pa.Table | None) -> bool:
    """Is there a row above the leaves at all?"""
    tables = [mine, past] if past is not None else [mine]
    found = {v for t in tables for v in t.column("area_code").unique().to_pylist()}
    levels = {pack.area[a].level for a in found if a in pack.area}
    return ("city" in levels and len(levels - {"outside"}) > 1) or {"district", "subdistrict"} <= levels


def _places(pack: Pack) -> pa.Table:
    """code, level, parent, and how many parts should speak for it."""
    expected = Counter(a.parent for a in pack.areas if not a.is_quasi and a.level != "outside")
    areas = [a for a in pack.areas if a.level != "outside"]
    return pa.table({
        "code": [a.code for a in areas], "level": [a.level for a in areas], "parent": [a.parent for a in areas],
        "expected": [expected[a.code] for a in areas],
    })  # fmt: skip


def _sql(feed: Feed, names: Sequence[str]) -> str:
    """Current rows (the file's before the known ones), the parts of each place added up, beside the place's own row."""
    town = [c.name for c in feed.columns if c.type in ("district", "subdistrict")]
    dims = [_id(k) for k in feed.key if k not in town]
    by = ", ".join(dims)
    keys = ", ".join(dict.fromkeys([*dims, "area_code"]))
    sums = ", ".join(f"sum({_id(n)}) as {_id(n)}" for n in names)
    told = ", ".join(f"w.{_id(n)}, p.{_id(n)}" for n in names)
    on = " and ".join(["w.area_code = p.parent", *(f"w.{d} is not distinct from p.{d}" for d in dims)])
    return f"""
with every as (select * from mine union all by name select * from past),
now as (select * from every qualify row_number() over (partition by {keys} order by _line nulls last) = 1),
placed as (select n.*, a.level, a.parent, a.expected from now n join places a on a.code = n.area_code),
towns as (select {by}, parent, {sums}, count(distinct area_code) as n, count(_line) as news
    from placed where level = 'subdistrict' group by {by}, parent),
of_district as (
    select {by}, parent as area_code, {", ".join(_id(n) for n in names)}, news from towns
    union all by name
    select {by}, area_code, {", ".join(_id(n) for n in names)}, count(_line) over (partition by {keys}) as news
    from placed w where level = 'district'
    and not exists (select 1 from towns p where {on})),
districts as (select {by}, a.parent, {sums}, count(distinct d.area_code) as n, sum(news) as news
    from of_district d join places a on a.code = d.area_code group by {by}, a.parent),
parts as (select * from towns union all by name select * from districts)
select w._line, w.area_code, p.n, w.expected, {told} from placed w join parts p on {on}
where w.level in ('district', 'city') and (w._line is not null or p.news > 0)
order by w._line nulls last, w.area_code, {", ".join(f"w.{d}" for d in dims) or "1"}"""


def _id(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
