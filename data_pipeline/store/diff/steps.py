"""SELECTs that tell, row by row, what loads do to what was known (queries/generated/steps/). One shape for both kinds
of feed:

load_id, row_no, kind, named (what names the row), was_named (renamed rows), before and after (the values).
"""

from collections.abc import Sequence

from data_pipeline.declare import Feed
from data_pipeline.store.tables.schema import identity, value_columns

PLACES = ("district", "subdistrict", "code")  # key columns that may be renamed while everything else stays


def place_columns(feed: Feed) -> list[str]:
    return [name for name in feed.key if feed[name].type in PLACES]


def packed(columns: Sequence[str], table: str) -> str:
    """The columns as one value that can be compared, NULLs and all."""
    return f"struct_pack({', '.join(f'{name} := {table}.{name}' for name in columns)})"


def same(columns: Sequence[str], left: str, right: str) -> str:
    return " and ".join(f"{left}.{name} is not distinct from {right}.{name}" for name in columns)


def steps_sql(feed: Feed) -> str:
    """Of loads $first to $last; of a feed whose every file replaces the whole, $first alone, which replaces $before."""
    return _replaced(feed) if feed.snapshot else _appended(feed)


def _appended(feed: Feed) -> str:
    """Loads $first to $last of a feed whose files add to each other, each against what was known at its own moment.

    Of what was seen then, the latest earlier line of the ledger counts, and a cell left blank leaves what was known,
    unless its row takes back: `before` and `after` are what stood, not what the rows say. A file holds a key once. The
    days of the batch are looked up first, so that the scan skips the rest of history. Most rows meet no other of their
    key: they are new, and only the few that do are compared.
    """
    key, values = ", ".join(identity(feed)), value_columns(feed)
    known = ", ".join(f"arg_max({name}, load_id) as {name}" for name in values)
    after = ", ".join(
        f"{name} := case when o.takes_back then o.{name} else coalesce(o.{name}, b.{name}) end" for name in values
    )
    return f"""-- One row per row of loads $first to $last of {feed.id}, and what it does to what was known.
with days as (
    select min(ops_day) as low, max(ops_day) as high from raw.{feed.id} where load_id between $first and $last
),
near as (
    select r.*
    from raw.{feed.id} as r
    where r.load_id <= $last and r.ops_day between (select low from days) and (select high from days)
),
met as (
    select {key} from near group by {key} having count(*) > 1 and max(load_id) >= $first
),
own as (
    select * from near as n
    where load_id >= $first and exists (from met as t where {same(identity(feed), "t", "n")})
),
heard as (
    select o.load_id as own_load, o.row_no as own_row, n.*,
        max(n.load_id) filter (n.takes_back) over (partition by o.load_id, o.row_no) as taken
    from own as o
    inner join near as n on {same(identity(feed), "n", "o")} and n.load_id < o.load_id
    inner join meta.spans as s
        on n.load_id = s.load_id and s.seen_from <= o.received_at
        and (s.seen_to is null or s.seen_to > o.received_at)
),
stood as (
    select own_load, own_row, {known}
    from heard
    where taken is null or load_id >= taken
    group by own_load, own_row
),
steps as (
    select o.load_id, o.row_no, {packed(identity(feed), "o")} as named, struct_pack({after}) as after,
        case when b.own_load is not null then {packed(values, "b")} end as before
    from own as o
    left join stood as b on o.load_id = b.own_load and o.row_no = b.own_row
)
select load_id, row_no, named, null::struct({_typed(feed)}) as was_named, before, after,
    case when before is null then 'new' when before is distinct from after then 'restated' else 'unchanged' end as kind
from steps
union all
select load_id, row_no, null, null, null, null, 'new'
from near as n
where load_id >= $first and not exists (from met as t where {same(identity(feed), "t", "n")})"""


def _replaced(feed: Feed) -> str:
    """Load $first of a snapshot feed against the load it replaces, $before (0: none). Keys that no longer come are
    withdrawn; a withdrawn and a new row that differ in nothing but the place are one renamed row, the commonest pair
    first."""
    values, places = value_columns(feed), place_columns(feed)
    rest = [name for name in (*identity(feed), *values) if name not in places]
    return f"""-- One row per row of load $first of {feed.id}, or of $before that it replaces, and what became of it.
with old as (select * from raw.{feed.id} where load_id = $before),
new as (select * from raw.{feed.id} where load_id = $first::integer),
came as (from new where not exists (from old where {same(identity(feed), "old", "new")})),
went as (from old where not exists (from new where {same(identity(feed), "old", "new")})),
pairs as (
    select c.row_no, w.row_no as was_row_no, {packed(identity(feed), "w")} as was_named,
        count(*) over (partition by {_places(places, "w")}, {_places(places, "c")}) as together
    from came as c
    inner join went as w on {same(rest, "w", "c")}
),
moves as (
    from pairs
    qualify row_number() over (partition by row_no order by together desc, was_row_no) = 1
        and row_number() over (partition by was_row_no order by together desc, row_no) = 1
)
select $first::integer as load_id, new.row_no, {packed(identity(feed), "new")} as named, m.was_named,
    case when old.load_id is not null then {packed(values, "old")} end as before, {packed(values, "new")} as after,
    case when m.row_no is not null then 'renamed' when old.load_id is null then 'new'
        when {packed(values, "old")} is distinct from {packed(values, "new")} then 'restated'
        else 'unchanged' end as kind
from new
left join old on {same(identity(feed), "old", "new")}
left join moves as m on new.row_no = m.row_no
union all
select $first::integer, null, {packed(identity(feed), "w")}, null, {packed(values, "w")}, null, 'withdrawn'
from went as w
where w.row_no not in (select was_row_no from moves)"""


def _places(places: Sequence[str], table: str) -> str:
    return ", ".join(f"{table}.{name}" for name in places) or "1"


def _typed(feed: Feed) -> str:
    kinds = {c.name: c.sql_type for c in feed.columns} | {"ops_day": "DATE"}
    return ", ".join(f"{name} {kinds[name]}" for name in identity(feed))
