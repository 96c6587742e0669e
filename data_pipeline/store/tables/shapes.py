"""The SQL of ledgers and readings declared by their columns (declare/shape.py), and of feeds that say no more."""

from collections.abc import Iterator

from data_pipeline.declare import Feed, Pack
from data_pipeline.declare.shape import PLANNED, LedgerShape, ReadingShape
from data_pipeline.store.tables.in_force import CITY


def lines_sql(pack: Pack) -> dict[str, str]:
    """SQL file -> its text, of the lines of this pack."""
    return {name: _ledger(shape, name, item) for shape in pack.ledgers for name, item in shape.cuts.items()}


def gauges_sql(pack: Pack) -> dict[str, str]:
    return {name: _reading(shape, item) for shape in pack.readings for name, item in shape.cuts.items()}


def clean_sql(feed: Feed) -> str:
    """What a feed means whose pack says no more of it: what stands at each slot."""
    district = feed.district_column
    named = f",\n    t.{district} as district_code" if district and district != "district_code" else ""
    return f"""-- One row per {", ".join(n for n in feed.key if n != feed.day_column)} and slot, as it stands there.
select
    t.*{named}
from in_force.{feed.id} as t"""


def _ledger(shape: LedgerShape, name: str, item: str) -> str:
    due, open_ = _sum(shape.new_due), _sum(shape.open or _left(shape))
    if shape.planned:
        due = f"max({PLANNED})::bigint"
        open_ = f"greatest(max({PLANNED}) - sum({shape.done}), 0)::bigint"
    of = f", {item.replace('_', ' ')}" if item else ""
    return f"""-- One row per area{of} and slot: {shape.says}
select
    {item or "null::varchar"} as item,
    ops_day,
    as_of,
    district_code,
    area_code,
    {_sum(shape.carry_in)} as carry_in,
    {due} as new_due,
    {_sum(shape.done)} as done,
    {_sum(shape.cancelled)} as cancelled,
    {open_} as open,
    {f"max({shape.oldest_h})" if shape.oldest_h else "null"}::double as oldest_h,
    {f"max({shape.deadline_at})" if shape.deadline_at else "null::timestamp"} as deadline_at,
    max(received_at) as received_at,
    max(told_at) as told_at
from {_planned(shape, name) if shape.planned else f"clean.{shape.of}"}
where {" and ".join(_conditions(shape))}
group by {f"{item}, " if item else ""}ops_day, as_of, district_code, area_code"""


def _left(shape: LedgerShape) -> str:
    gone = "" if shape.cancelled == "0" else f" - coalesce({shape.cancelled}, 0)"
    return f"greatest({shape.carry_in} + {shape.new_due} - {shape.done}{gone}, 0)"


def _planned(shape: LedgerShape, name: str) -> str:
    return f"""(
    select
        c.*,
        (
            select arg_max(p.due, p.valid_from)
            from ref.plan as p
            where p.line = '{name}' and p.area = c.area_code and p.valid_from <= c.ops_day
        ) as {PLANNED}
    from clean.{shape.of} as c
) as planned"""


def _reading(shape: ReadingShape, item: str) -> str:
    of = f"{item.replace('_', ' ')}, " if item else ""
    whole = f"{item}, ops_day, as_of" if item else "ops_day, as_of"
    return f"""-- One row per {of}area and slot: {shape.says}
select
    {item or "null::varchar"} as item,
    ops_day,
    as_of,
    case when grouping(district_code) = 0 then 'district' else 'city' end as level,
    coalesce(district_code, {CITY}) as area_code,
    {_value(shape)} as value,
    sum({shape.numer})::double as numer,
    {f"sum({shape.denom})" if shape.denom else "null"}::double as denom
from clean.{shape.of}
where {" and ".join(_conditions(shape))}
group by grouping sets (({whole}, district_code), ({whole}))
having grouping(district_code) = 1 or district_code <> {CITY}"""


def _value(shape: ReadingShape) -> str:
    if not shape.times:
        return f"sum({shape.numer})::double"
    times = f"{shape.times}.0 * " if shape.times > 1 else ""
    return f"{times}sum({shape.numer}) / nullif(sum({shape.denom}), 0)"


def _sum(figure: str) -> str:
    return figure if figure == "0" else f"sum({figure})::bigint"


def _conditions(shape: LedgerShape | ReadingShape) -> Iterator[str]:
    if shape.where:
        yield shape.where
    yield from (f"{name} is not null" for name in shape.needed)
