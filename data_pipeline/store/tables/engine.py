"""The views that gather every line, gauge and feed declared: a new line is one TOML entry and one SQL file."""

from collections.abc import Iterable, Sequence

from data_pipeline.declare import Feed, Gauge, Line, Pack
from data_pipeline.declare.doubt import Beside

LEDGER = {
    "ops_day": "DATE", "as_of": "TIMESTAMP", "district_code": "VARCHAR", "area_code": "VARCHAR", "carry_in": "BIGINT",
    "new_due": "BIGINT", "done": "BIGINT", "cancelled": "BIGINT", "open": "BIGINT", "oldest_h": "DOUBLE",
    "deadline_at": "TIMESTAMP", "received_at": "TIMESTAMP", "told_at": "TIMESTAMP",
}  # fmt: skip
READING = {
    "ops_day": "DATE", "as_of": "TIMESTAMP", "level": "VARCHAR", "area_code": "VARCHAR", "value": "DOUBLE",
    "numer": "DOUBLE", "denom": "DOUBLE",
}  # fmt: skip
BESIDE = {
    "line": "VARCHAR", "ops_day": "DATE", "as_of": "TIMESTAMP", "area_code": "VARCHAR", "reported": "DOUBLE",
    "confirmed": "DOUBLE",
}  # fmt: skip


def ledger_sql(lines: Iterable[Line]) -> str:
    """mart.ledger: one row per line, leaf area and slot, as it stands there; told_at is the slot that told it."""
    says = "-- One row per line, leaf area and slot, as it stands there; told_at is the slot that told it."
    return f"{says}\n{_gather('line', 'lines', (x.sql for x in lines if x.sql), LEDGER)}"


def reading_sql(pack: Pack) -> str:
    """mart.reading: one row per gauge, area and as_of."""
    says = "-- One row per gauge, area and slot."
    return f"{says}\n{_gather('gauge', 'gauges', (x.sql for x in pack.gauges.values()), READING)}"


def beside_sql(pack: Pack) -> str:
    """mart.beside: one row per second figure, line, area and slot."""
    says = "-- One row per second figure, line, area and slot: what is reported as done, and what it confirms."
    parts = [_second(x) for x in pack.doubts.beside]
    return f"{says}\n" + ("\nunion all\n".join(parts) or _none("source", BESIDE))


def _second(of: Beside) -> str:
    line = f"'{of.line}'" if of.line else "v.item"
    columns = ", ".join(f"v.{c}" for c in BESIDE if c != "line")
    return f"select '{of.id}' as source, {line} as line, {columns}\nfrom beside.{of.sql} as v"


def told_sql(feeds: Iterable[Feed]) -> str:
    """mart.told: one row per feed, place and slot at which it spoke; control totals beside their parts do not count."""
    says = "-- One row per feed, place and slot at which it spoke; control totals beside their parts do not count."
    return says + "\n" + "\nunion all\n".join(_told(feed) for feed in feeds)


def _told(feed: Feed) -> str:
    district = next((c.name for c in feed.columns if c.type == "district"), "null::varchar")
    place = "area_code" if any(feed[n].type == "district" for n in feed.key) else f"concat_ws(' ', {_others(feed)})"
    return f"""select
    '{feed.id}' as feed, ops_day, as_of, {district} as district_code, {place} as place, max(received_at) as received_at
from in_force.{feed.id}
where told_at = as_of
group by all"""


def _others(feed: Feed) -> str:
    """What names a row beside its moment."""
    return ", ".join(n for n in feed.key if n not in (feed.day_column, feed.as_of_column)) or "''"


def _gather(layer: str, table: str, files: Iterable[str], columns: dict[str, str]) -> str:
    parts = [_one(layer, table, name, list(columns)) for name in dict.fromkeys(files)]
    return "\nunion all\n".join(parts) or _none(layer, columns)


def ledger_part(line: Line) -> str:
    """What mart.ledger says of one line, as it stands there."""
    return _one("line", "lines", line.sql, list(LEDGER))


def reading_part(gauge: Gauge) -> str:
    return _one("gauge", "gauges", gauge.sql, list(READING))


def _one(layer: str, table: str, file: str, columns: Sequence[str]) -> str:
    return f"""select l.id as {layer}, {", ".join(f"v.{c}" for c in columns)}
from {layer}.{file} as v
inner join ref.{table} as l on l.sql = '{file}' and l.item = coalesce(v.item, '')"""


def _none(layer: str, columns: dict[str, str]) -> str:
    typed = ", ".join(f"null::{kind} as {name}" for name, kind in columns.items())
    return f"select null::varchar as {layer}, {typed} where false"
