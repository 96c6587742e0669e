"""The two views that gather every declared line and gauge. Generated: a new line is one TOML entry and one SQL file."""

from collections.abc import Iterable, Sequence

from data_pipeline.declare import Pack

LEDGER = {
    "ops_day": "DATE", "as_of": "TIMESTAMP", "district_code": "VARCHAR", "area_code": "VARCHAR", "carry_in": "BIGINT",
    "new_due": "BIGINT", "done": "BIGINT", "cancelled": "BIGINT", "open": "BIGINT", "oldest_h": "DOUBLE",
    "deadline_at": "TIMESTAMP", "received_at": "TIMESTAMP",
}  # fmt: skip
READING = {
    "ops_day": "DATE", "as_of": "TIMESTAMP", "level": "VARCHAR", "area_code": "VARCHAR", "value": "DOUBLE",
    "numer": "DOUBLE", "denom": "DOUBLE",
}  # fmt: skip


def ledger_sql(pack: Pack) -> str:
    """mart.ledger: one row per line, leaf area and as_of, as reported."""
    return _gather("line", "lines", (x.sql for x in pack.lines.values() if x.sql), LEDGER)


def reading_sql(pack: Pack) -> str:
    """mart.reading: one row per gauge, area and as_of."""
    return _gather("gauge", "gauges", (x.sql for x in pack.gauges.values()), READING)


def _gather(layer: str, table: str, files: Iterable[str], columns: dict[str, str]) -> str:
    parts = [_one(layer, table, name, list(columns)) for name in dict.fromkeys(files)]
    return "\nunion all\n".join(parts) or _none(layer, columns)


def _one(layer: str, table: str, file: str, columns: Sequence[str]) -> str:
    return f"""select l.id as {layer}, {", ".join(f"v.{c}" for c in columns)}
from {layer}.{file} as v
inner join ref.{table} as l on l.sql = '{file}' and l.item = coalesce(v.item, '')"""


def _none(layer: str, columns: dict[str, str]) -> str:
    typed = ", ".join(f"null::{kind} as {name}" for name, kind in columns.items())
    return f"select null::varchar as {layer}, {typed} where false"
