"""The views that checks ask, for every feed declared: the codes its rows name, and its control totals beside parts."""

from collections.abc import Iterable

from data_pipeline.declare import Column, Feed, Pack
from data_pipeline.store.tables.in_force import CITY, as_told, district_of, same, sorts_of


def coded_sql(pack: Pack) -> str:
    """mart.coded: one row per feed, column, day and code that stands there; `vocab` is '' where the code is an area."""
    says = "-- One row per feed, column, day and code that stands there; vocab is '' where the code is an area."
    parts = (_coded(feed) for feed in pack.feeds.values() if _named(feed))
    return _all(says, parts, {"feed": "VARCHAR", "figure": "VARCHAR", "vocab": "VARCHAR", "code": "VARCHAR",
                              "ops_day": "DATE", "rows": "BIGINT"})  # fmt: skip


def control_sql(pack: Pack) -> str:
    """mart.control: one row per feed, area, slot, sort and figure of a control total told beside its parts.

    `told` is what the total says, `summed` what its parts told at the same slot add up to; `parts` of `expected`
    spoke. A figure that some part left blank has no sum and no row.
    """
    says = "-- One row per feed, area, slot, sort and figure of a control total told beside its parts."
    parts = (_control(feed) for feed in pack.feeds.values() if district_of(feed))
    return _all(says, parts, {"feed": "VARCHAR", "ops_day": "DATE", "as_of": "TIMESTAMP", "area_code": "VARCHAR",
                              "sort": "VARCHAR", "parts": "BIGINT", "expected": "BIGINT", "figure": "VARCHAR",
                              "told": "DOUBLE", "summed": "DOUBLE"})  # fmt: skip


def _all(says: str, parts: Iterable[str], columns: dict[str, str]) -> str:
    typed = ", ".join(f"null::{kind} as {name}" for name, kind in columns.items())
    return f"{says}\n" + ("\nunion all\n".join(parts) or f"select {typed} where false")


def _named(feed: Feed) -> list[tuple[str, str]]:
    """(column, vocabulary) of every column that holds codes."""
    named = [(c.name, c.vocab or "") for c in feed.columns if c.type in ("enum", "district")]
    return named + ([("area_code", "")] if feed.has_area else [])


def _coded(feed: Feed) -> str:
    codes = ", ".join(f"{{'figure': '{name}', 'vocab': '{vocab}', 'code': {name}}}" for name, vocab in _named(feed))
    return f"""select '{feed.id}' as feed, c.figure, c.vocab, c.code, ops_day, count(*) as rows
from (select ops_day, unnest([{codes}]) as c from known.{feed.id})
where c.code is not null
group by all"""


def _control(feed: Feed) -> str:
    """The parts of a district are the rows below it; those of the city its districts, or what lies below them."""
    district, sorts = district_of(feed), sorts_of(feed)
    figures = [c for c in feed.columns if c.adds_up]
    by, at = ("ops_day", *sorts, "as_of"), ", ".join(("ops_day", *sorts, "as_of"))
    sums = ", ".join(map(_sum, figures))
    below, within = _expected("subdistrict", district or ""), _expected("district", CITY)
    pairs = ", ".join(f"{{'figure': '{c.name}', 'told': t.{c.name}::double, 'summed': p.{c.name}}}" for c in figures)
    sort = f"concat_ws(' ', {', '.join(f't.{s}' for s in sorts)})" if sorts else "''"
    return f"""select
    '{feed.id}' as feed, ops_day, as_of, area_code, sort, parts, expected, f.figure, f.told, f.summed
from (
    select t.ops_day, t.as_of, t.area_code, {sort} as sort, p.parts, p.expected, unnest([{pairs}]) as f
    from ({as_told(feed)}) as t
    inner join (
        select {at}, {district} as area_code, count(*) as parts, {below} as expected, {sums}
        from in_force.{feed.id} where told_at = as_of and area_code <> {district} group by {at}, {district}
        union all
        select {at}, {CITY}, count(distinct {district}), {within}, {sums}
        from in_force.{feed.id} where told_at = as_of and {district} <> {CITY} group by {at}
    ) as p on {same("t", "p", (*by, "area_code"))}
    where t.area_code = t.{district}
)
where f.told is not null and f.summed is not null"""


def _sum(column: Column) -> str:
    name = column.name
    return f"case when count({name}) = count(*) then sum({name})::double end as {name}"


def _expected(level: str, parent: str) -> str:
    return (
        f"(select count(*) from ref.areas as a where a.level = '{level}' and a.parent = {parent}"
        " and not coalesce(a.is_quasi, false))"
    )
