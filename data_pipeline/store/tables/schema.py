"""The tables that follow from a pack's declarations (raw, ref, meta) and what is known of each feed: the text is
committed."""

from data_pipeline.declare import Feed, Pack
from data_pipeline.query import catalogue
from data_pipeline.store.tables.reference import CHANGED, CHANGED_LOCAL, references

SCHEMAS = ("ref", "meta", "raw", "known")
LOAD_COLUMNS = {
    "load_id": "INTEGER", "feed": "VARCHAR", "sha256": "VARCHAR", "file_name": "VARCHAR", "sheet": "VARCHAR",
    "sender": "VARCHAR", "received_at": "TIMESTAMP", "records": "INTEGER", "accepted": "INTEGER", "refused": "INTEGER",
    "mode": "VARCHAR", "new_rows": "INTEGER", "restated_rows": "INTEGER", "unchanged_rows": "INTEGER",
    "withdrawn_rows": "INTEGER", "renamed_rows": "INTEGER",
}  # fmt: skip
SPAN_COLUMNS = {"load_id": "INTEGER", "seen_from": "TIMESTAMP", "seen_to": "TIMESTAMP"}
ENTERED = {"seq": "INTEGER", "known_from": "TIMESTAMP", "sender": "VARCHAR", "reason": "VARCHAR"}
TARGET_COLUMNS, LOCAL_COLUMNS = ENTERED | CHANGED, ENTERED | CHANGED_LOCAL
MOVED_COLUMNS = {"load_id": "INTEGER", "raised": "INTEGER", "lowered": "INTEGER", "change": "DOUBLE"}
CONFIRMED_COLUMNS = {"load_id": "INTEGER", "mark": "VARCHAR"}
WAITING_COLUMNS = {"seq": "INTEGER", "kind": "VARCHAR", "state": "VARCHAR"}
HEAD_COLUMNS = {"seq": "INTEGER", "hash": "VARCHAR", "fingerprint": "VARCHAR"}
TOKEN_COLUMNS = {"token": "VARCHAR", "load_id": "INTEGER", "received_at": "TIMESTAMP"}

NOW = "coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp)"

# views above these, by hand, in the order in which they stand on each other
OF_TARGETS = ("ref/changed_targets", "ref/targets", "ref/changed_local", "ref/local_targets", "ref/days_here",
              "ref/held_here", "ref/targets_here")  # fmt: skip
VIEWS = (*OF_TARGETS, "meta/seen_loads", "meta/arrived")


def create_sql(pack: Pack) -> str:
    """The tables, and above them their views and what is known of each feed."""
    return "\n\n".join((schema_sql(pack), above_sql(pack)))


def above_sql(pack: Pack) -> str:
    above = {"meta.told": told_sql(pack)} | {name.replace("/", "."): catalogue.house(name) for name in VIEWS}
    above |= {f"known.{feed.id}": known_sql(feed) for feed in pack.feeds.values()}
    return "\n\n".join(f"create view {n} as\n{sql};" for n, sql in above.items())


def schema_sql(pack: Pack) -> str:
    """What is kept of each row received, and what follows from the ledger and the declarations."""
    return "\n\n".join((base_sql(pack), *(raw_sql(feed) for feed in pack.feeds.values()))) + "\n"


def told_sql(pack: Pack) -> str:
    """meta.told: what each load speaks of."""
    says = "-- One row per load, slot and district that it speaks of."
    return f"{says}\n" + "\nunion all\n".join(scope_sql(feed) for feed in pack.feeds.values())


def scope_sql(feed: Feed) -> str:
    at = feed.as_of_column or "ops_day + interval 24 hour"
    return f"""select distinct
    load_id, '{feed.id}' as feed, ops_day, {at} as as_of, {feed.district_column or "null::varchar"} as district_code
from raw.{feed.id}"""


def rows_sql(feed: Feed) -> str:
    """raw.<feed> over the files that whoever asks has named (`rows_<feed>`): rows of tokens that a line of the ledger
    names, and those laid beside for a preview."""
    of = {"load_id": "t", "received_at": "t"}  # what the ledger's line says; the rest stands in the file
    columns = (f"{of.get(name, 'r')}.{name}::{kind} as {name}" for name, kind in raw_columns(feed).items())
    return f"""create view raw.{feed.id} as
select {", ".join(columns)}
from read_parquet(getvariable('rows_{feed.id}'), hive_partitioning = false) as r
inner join beside.tokens as t on r.token = t.token
union all
select * from beside.{feed.id};"""


def base_sql(pack: Pack) -> str:
    parts = [
        f"-- Generated from the declarations of the pack {pack.id}; change those, not this file.",
        *(f"create schema if not exists {name};" for name in SCHEMAS),
        *(r.ddl for r in references(pack)),
        _table("meta.loads", "One row per file loaded; load_id is its line in the ledger.", LOAD_COLUMNS),
        _table("meta.spans", "One row per while a load is visible; seen_to is null while it is.", SPAN_COLUMNS),
        _table("meta.targets", "One row per target changed; seq is its line in the ledger.", TARGET_COLUMNS),
        _table(
            "meta.targets_local", "One row per target of a place changed; seq is its line in the ledger.", LOCAL_COLUMNS
        ),
        _table("meta.head", "One row: the ledger line all this stands for, and what made it.", HEAD_COLUMNS),
        _table(
            "meta.moved", "One row per load that restated figures: cells raised, lowered, median change.", MOVED_COLUMNS
        ),
        _table("meta.confirmed", "One row per doubt that was confirmed with a load.", CONFIRMED_COLUMNS),
        _table("meta.waiting", "One row per line of the ledger that needed a second person.", WAITING_COLUMNS),
    ]
    return "\n\n".join(parts)


def raw_columns(feed: Feed) -> dict[str, str]:
    """Columns of raw.<feed>: as declared, then where and when a row belongs, then where it came from."""
    columns = {c.name: c.sql_type for c in feed.columns} | {"ops_day": "DATE"}
    if feed.has_area:
        columns["area_code"] = "VARCHAR"
    return columns | {"load_id": "INTEGER", "row_no": "INTEGER", "received_at": "TIMESTAMP", "takes_back": "BOOLEAN"}


def known_columns(feed: Feed) -> list[str]:
    """Columns of known.<feed>: what stands takes nothing back any more."""
    return [name for name in raw_columns(feed) if name != "takes_back"]


def value_columns(feed: Feed) -> list[str]:
    """What a row says, beside what names it."""
    return [name for name in feed.names if name not in feed.key and name != feed.day_column]


def identity(feed: Feed) -> tuple[str, ...]:
    """What names a row: the operating day first (it is the day column), so that a filter on it reaches the scan."""
    return ("ops_day", *(name for name in feed.key if name != feed.day_column))


def _table(name: str, says: str, columns: dict[str, str]) -> str:
    body = ",\n".join(f"    {column} {kind}" for column, kind in columns.items())
    return f"-- {says}\ncreate table if not exists {name} (\n{body}\n);"


def raw_sql(feed: Feed, schema: str = "raw") -> str:
    return _table(f"{schema}.{feed.id}", f"One row per row received of {feed.id}: {feed.grain_en}.", raw_columns(feed))


def beside_sql(pack: Pack) -> str:
    """Rows laid beside for a preview or a load that is not acknowledged yet; and the tokens that count."""
    tokens = _table("beside.tokens", "One row per load: under which token its rows lie.", TOKEN_COLUMNS)
    return "\n\n".join(("create schema beside;", tokens, *(raw_sql(f, "beside") for f in pack.feeds.values())))


def known_sql(feed: Feed) -> str:
    """known.<feed>: one SELECT."""
    return _replaced(feed) if feed.snapshot else _added_to(feed)


def _added_to(feed: Feed) -> str:
    """A later line of the ledger restates an earlier one, cell by cell: a cell left blank, or of a column that the file
    does not have, leaves what was known. Only a row that takes back ends what was known before it."""
    key = identity(feed)
    cells = ",\n    ".join(_cell(feed, name) for name in known_columns(feed))
    return f"""-- One row per key of {feed.id} as it stood at known_at (unset: now): every cell as it was last told.
with seen as (
    select load_id
    from meta.spans
    where seen_from <= {NOW} and (seen_to is null or seen_to > {NOW})
),

floor as (
    select {", ".join(f"t.{name}" for name in key)}, max(t.load_id) as load_id
    from raw.{feed.id} as t
    inner join seen as s on t.load_id = s.load_id
    where t.takes_back
    group by all
)

select
    {cells}
from raw.{feed.id} as r
inner join seen as s on r.load_id = s.load_id
left join floor as f
    on {f"{chr(10)}    and ".join(f"r.{name} is not distinct from f.{name}" for name in key)}
where f.load_id is null or r.load_id >= f.load_id
group by {", ".join(f"r.{name}" for name in key)}"""


def _cell(feed: Feed, name: str) -> str:
    if name in identity(feed):
        return f"r.{name}"
    return f"max(r.load_id) as {name}" if name == "load_id" else f"arg_max(r.{name}, r.load_id) as {name}"


def _replaced(feed: Feed) -> str:
    return f"""-- One row per row of {feed.id} as it stood at known_at (unset: now): the latest file replaces all.
select {", ".join(f"r.{name}" for name in known_columns(feed))}
from raw.{feed.id} as r
{_latest_load(feed)}"""


def _latest_load(feed: Feed) -> str:
    """A snapshot replaces the whole feed: only the last visible load of the ledger speaks."""
    return f"""where r.load_id = (
    select l.load_id
    from meta.loads as l
    inner join meta.spans as s
        on l.load_id = s.load_id
        and s.seen_from <= {NOW}
        and (s.seen_to is null or s.seen_to > {NOW})
    where l.feed = '{feed.id}'
    order by l.load_id desc
    limit 1
)"""
