"""standing.<feed>: what is in force at each slot of a day. Generated from the declarations, like known.<feed>.

A figure told at one slot stands until its place speaks again, or until a control total (全区, 全市) and the parts it
stands for take turns: carried past that, both would be added. Told at the same slot, the parts are the figure and the
total only checks them.
"""

from collections.abc import Sequence

from data_pipeline.declare import Feed

CITY = "(select o.city_code from ref.operation as o)"
SAYS = "-- One row per {grain} and slot of the day at which it stands; told_at is the slot that told it."


def standing_sql(feed: Feed) -> str:
    """One SELECT over known.<feed>, with every column of it, as_of and told_at."""
    district, sorts = _district(feed), _sorts(feed)
    told = f"select * from known.{feed.id}"
    if feed.as_of_column is None:  # figures of a whole day stand at its end
        told = f"select *, ops_day + interval 24 hour as as_of from known.{feed.id}"
    elif feed.as_of_column != "as_of":
        told = f"select * rename ({feed.as_of_column} as as_of) from known.{feed.id}"
    leaf = ("ops_day", *(("area_code",) if district else ()), *sorts)
    again = f"lead(t.as_of) over (partition by {_names('t', leaf)} order by t.as_of)"
    says = SAYS.format(grain=", ".join(leaf[1:]))
    if not district:
        return _standing(says, told, "", f"{again} as until\n    from told as t")
    turns = _turns(district, sorts)
    until = f"""least(
            {again},
            case when t.area_code = t.{district} then d.parts_from else d.total_from end,
            case when t.{district} = {CITY} then c.parts_from else c.total_from end
        ) as until
    from told as t
    inner join district_turn as d on {_same("t", "d", ("ops_day", "as_of", district, *sorts))}
    inner join city_turn as c on {_same("t", "c", ("ops_day", "as_of", *sorts))}
    where not (t.area_code = t.{district} and d.parts) and not (t.{district} = {CITY} and c.parts)"""
    return _standing(says, told, turns, until)


def _standing(says: str, told: str, turns: str, until: str) -> str:
    return f"""{says}
with told as (
    {told}
),
{turns}
slot as (
    select distinct ops_day, as_of from told
),

lasting as (
    select
        t.*,
        {until}
)

select l.* exclude (until) replace (s.as_of as as_of), l.as_of as told_at
from lasting as l
inner join slot as s
    on l.ops_day = s.ops_day and l.as_of <= s.as_of and (l.until is null or s.as_of < l.until)"""


def _turns(district: str, sorts: Sequence[str]) -> str:
    """When, after each slot, the parts speak again and when the total speaks alone: by district, then for the city."""
    by = ", ".join(("ops_day", *sorts, district))
    whole = ", ".join(("ops_day", *sorts))
    return f"""
district_head as (
    select {by}, as_of, bool_or(area_code = {district}) as total, bool_or(area_code <> {district}) as parts
    from told
    group by {by}, as_of
),

city_head as (
    select {whole}, as_of, bool_or({district} = {CITY}) as total, bool_or({district} <> {CITY}) as parts
    from district_head
    group by {whole}, as_of
),

district_turn as (
{_turn("district_head", by)}
),

city_turn as (
{_turn("city_head", whole)}
),
"""


def _turn(head: str, by: str) -> str:
    return f"""    select
        *,
        min(as_of) filter (where parts) over later as parts_from,
        min(as_of) filter (where total and not parts) over later as total_from
    from {head}
    window later as (partition by {by} order by as_of rows between 1 following and unbounded following)"""


def _district(feed: Feed) -> str | None:
    """The key column that says which district: without one, rows are named by site or team and have no totals."""
    return next((name for name in feed.key if feed[name].type == "district"), None)


def _sorts(feed: Feed) -> tuple[str, ...]:
    """What tells rows of one place and moment apart."""
    other = (feed.day_column, feed.as_of_column)
    return tuple(n for n in feed.key if n not in other and feed[n].type not in ("district", "subdistrict"))


def _names(table: str, columns: Sequence[str]) -> str:
    return ", ".join(f"{table}.{name}" for name in columns)


def _same(left: str, right: str, columns: Sequence[str]) -> str:
    return " and ".join(f"{left}.{name} = {right}.{name}" for name in columns)
