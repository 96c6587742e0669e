"""in_force.<feed>: what is in force at each slot of a day. Generated from the declarations, like known.<feed>.

A figure told at one slot stands until its place speaks again, or until a control total (全区, 全市) and the parts it
stands for take turns: carried past that, both would be added. Told at the same slot, the parts are the figure and the
total only checks them. Few rows are totals and few slots lack a place, so only those take the long way.
"""

from collections.abc import Sequence

from data_pipeline.declare import Feed

CITY = "(select o.city_code from ref.operation as o)"


def in_force_sql(feed: Feed) -> str:
    """One SELECT: the columns of known.<feed>, as_of (the slot it stands at) and told_at (the slot that told it)."""
    district, sorts = district_of(feed), sorts_of(feed)
    leaf = ("ops_day", *(("area_code",) if district else ()), *sorts)
    return f"""-- One row per {", ".join(leaf[1:])} and slot at which it stands; told_at is the slot it was told at.
with told as (
    {as_told(feed)}
),

slot as (
    select ops_day, as_of, count(*) over (partition by ops_day) as slots
    from (select distinct ops_day, as_of from told)
),
{_spoke(district, sorts) if district else _all_spoke()}
leaf as (
    select {", ".join(leaf)}, min(as_of) as since, count(*) as times
    from spoke
    group by {", ".join(leaf)}
),

gap as (
    select {_names("l", leaf)}, s.as_of
    from leaf as l
    inner join slot as s on l.ops_day = s.ops_day and l.since < s.as_of
    where l.times < s.slots
        and not exists (select 1 from spoke as t where {same("t", "l", leaf)} and t.as_of = s.as_of)
),

carried as (
    select {_names("g", leaf)}, g.as_of, max(t.as_of) as told_at
    from gap as g
    inner join spoke as t on {same("g", "t", leaf)} and t.as_of < g.as_of
    group by {_names("g", leaf)}, g.as_of
)

select *, as_of as told_at
from spoke
union all
select t.* replace (c.as_of as as_of), t.as_of as told_at
from carried as c
inner join spoke as t on {same("c", "t", leaf)} and c.told_at = t.as_of{_unless_turned(district, sorts)}"""


def as_told(feed: Feed) -> str:
    if feed.as_of_column is None:  # figures of a whole day stand at its end
        return f"select *, ops_day + interval 24 hour as as_of from known.{feed.id}"
    if feed.as_of_column != "as_of":
        return f"select * rename ({feed.as_of_column} as as_of) from known.{feed.id}"
    return f"select * from known.{feed.id}"


def _all_spoke() -> str:
    return """
spoke as (
    select * from told
),
"""


def _spoke(district: str, sorts: Sequence[str]) -> str:
    """Who spoke: every part, and a total where it is alone. A head says which of the two there were at a slot."""
    by = ", ".join(("ops_day", *sorts, district, "as_of"))
    whole = ("ops_day", *sorts, "as_of")
    return f"""
district_head as (
    select {by}, bool_or(area_code = {district}) as total, bool_or(area_code <> {district}) as parts
    from told
    group by {by}
),

city_head as (
    select {", ".join(whole)}, bool_or({district} = {CITY}) as total, bool_or({district} <> {CITY}) as parts
    from district_head
    group by {", ".join(whole)}
),

spoke as (
    select * from told where area_code <> {district}
    union all
    select t.*
    from told as t
    inner join district_head as d on {same("t", "d", (*whole, district))}
    inner join city_head as c on {same("t", "c", whole)}
    where t.area_code = t.{district} and not d.parts and not (t.{district} = {CITY} and c.parts)
),
"""


def _unless_turned(district: str | None, sorts: Sequence[str]) -> str:
    """Nothing is carried past the moment its other half spoke: in its district, or for the whole city."""
    if not district:
        return ""
    whole = ("ops_day", *sorts)
    between = "h.as_of > c.told_at and h.as_of <= c.as_of"
    return f"""
where not exists (
    select 1
    from district_head as h
    where {same("h", "t", (*whole, district))} and {between}
        and case when t.area_code = t.{district} then h.parts else h.total and not h.parts end
)
and not exists (
    select 1
    from city_head as h
    where {same("h", "t", whole)} and {between}
        and case when t.{district} = {CITY} then h.parts else h.total and not h.parts end
)"""


def district_of(feed: Feed) -> str | None:
    """The key column that says which district: without one, rows are named by site or team and have no totals."""
    return next((name for name in feed.key if feed[name].type == "district"), None)


def sorts_of(feed: Feed) -> tuple[str, ...]:
    """What tells rows of one place and moment apart."""
    other = (feed.day_column, feed.as_of_column)
    return tuple(n for n in feed.key if n not in other and feed[n].type not in ("district", "subdistrict"))


def _names(table: str, columns: Sequence[str]) -> str:
    return ", ".join(f"{table}.{name}" for name in columns)


def same(left: str, right: str, columns: Sequence[str]) -> str:
    return " and ".join(f"{left}.{name} = {right}.{name}" for name in columns)
