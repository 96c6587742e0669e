"""The SQL of ledgers and readings declared by their columns (declare/shape.py)."""

from collections.abc import Iterator

from data_pipeline.declare import Pack
from data_pipeline.declare.shape import LedgerShape, ReadingShape
from data_pipeline.store.tables.in_force import CITY


def lines_sql(pack: Pack) -> dict[str, str]:
    """SQL file -> its text, of the lines of this pack."""
    return {name: _ledger(shape, item) for shape in pack.ledgers for name, item in shape.cuts.items()}


def gauges_sql(pack: Pack) -> dict[str, str]:
    return {name: _reading(shape, item) for shape in pack.readings for name, item in shape.cuts.items()}


def _ledger(shape: LedgerShape, item: str) -> str:
    of = f", {item.replace('_', ' ')}" if item else ""
    return f"""-- One row per area{of} and slot: {shape.says}
select
    {item or "null::varchar"} as item,
    ops_day,
    as_of,
    district_code,
    area_code,
    {_sum(shape.carry_in)} as carry_in,
    {_sum(shape.new_due)} as new_due,
    {_sum(shape.done)} as done,
    {_sum(shape.cancelled)} as cancelled,
    {_sum(shape.open)} as open,
    {f"max({shape.oldest_h})" if shape.oldest_h else "null"}::double as oldest_h,
    {f"max({shape.deadline_at})" if shape.deadline_at else "null::timestamp"} as deadline_at,
    max(received_at) as received_at,
    max(told_at) as told_at
from clean.{shape.of}
where {" and ".join(_conditions(shape))}
group by {f"{item}, " if item else ""}ops_day, as_of, district_code, area_code"""


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
