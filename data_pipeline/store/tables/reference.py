"""The pack's reference tables as tables in memory: DDL and rows, from the declarations' own fields."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from types import NoneType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import orjson
import pyarrow as pa
from pydantic import BaseModel

from data_pipeline.core.caches import Cache
from data_pipeline.declare import Gauge, Line, Pack
from data_pipeline.declare.local import LocalTarget, Zoned
from data_pipeline.declare.operation import Operation
from data_pipeline.declare.tables import Area, Planned, Round, Target, TargetChange, Term

SQL = {str: "VARCHAR", bool: "BOOLEAN", int: "INTEGER", float: "DOUBLE", date: "DATE", datetime: "TIMESTAMP"}
ARROW = {
    "VARCHAR": pa.string(), "BOOLEAN": pa.bool_(), "INTEGER": pa.int32(), "DOUBLE": pa.float64(), "DATE": pa.date32(),
    "TIMESTAMP": pa.timestamp("us"), "BIGINT": pa.int64(), "DECIMAL(18,3)": pa.decimal128(18, 3),
    "VARCHAR[]": pa.list_(pa.string()), "INTEGER[]": pa.list_(pa.int32()),
}  # fmt: skip
FEED_COLUMNS = {"id": "VARCHAR", "zh": "VARCHAR", "en": "VARCHAR", "cadence_min": "INTEGER", "grace_min": "INTEGER",
                "snapshot": "BOOLEAN"}  # fmt: skip
REFERENCES = Cache("reference tables", 16)  # a store asks for them ten times before its first figure


@dataclass(frozen=True)
class Reference:
    """One table `ref.<name>`. `sort` is the declared order, the one fixed order everything is shown in."""

    name: str
    says: str
    columns: dict[str, str]
    declared: Callable[[], Iterable[dict[str, Any]]]

    @cached_property
    def rows(self) -> tuple[dict[str, Any], ...]:
        return tuple(row | {"sort": i} for i, row in enumerate(self.declared(), start=1))

    @property
    def ddl(self) -> str:
        body = ",\n".join(f"    {name} {kind}" for name, kind in self.columns.items())
        return f"-- {self.says}\ncreate or replace table ref.{self.name} (\n{body}\n);"

    @cached_property
    def arrow(self) -> pa.Table:
        schema = pa.schema([(name, ARROW[kind]) for name, kind in self.columns.items()])
        return pa.Table.from_pylist(list(self.rows), schema=schema)

    @cached_property
    def packed(self) -> bytes:
        """What it says, for whoever compares."""
        return orjson.dumps(self.rows)


def references(pack: Pack) -> tuple[Reference, ...]:
    """Worked out once of packs that declare the same."""
    return REFERENCES.get(pack.mark, lambda: _references(pack))


def _references(pack: Pack) -> tuple[Reference, ...]:
    feeds = [{name: getattr(f, name) for name in FEED_COLUMNS} for f in pack.feeds.values()]
    return (
        _of("operation", "One row: the operation.", Operation, [pack.operation]),
        _of("areas", "One row per area: city, districts, subdistricts.", Area, pack.areas),
        _of("vocab", "One row per allowed value of an enum.", Term, pack.vocab),
        _of("declared_targets", "One row per target declared and the date it holds from.", Target, pack.targets),
        _of(
            "declared_local", "One row per target declared of a place, a zone or span of days.", LocalTarget, pack.local
        ),
        _of("zones", "One row per area and the day from which it lies in a zone.", Zoned, pack.zones),
        _of("rounds", "One row per screening round.", Round, pack.rounds),
        _of("plan", "One row per line, area and the date from which so much is due a day.", Planned, pack.plan),
        _of("lines", "One row per line of work.", Line, pack.lines.values()),
        _of("gauges", "One row per gauge.", Gauge, pack.gauges.values()),
        Reference("feeds", "One row per feed.", FEED_COLUMNS | {"sort": "INTEGER"}, lambda: feeds),
    )


def _of(name: str, says: str, model: type[BaseModel], rows: Iterable[BaseModel]) -> Reference:
    return Reference(name, says, columns_of(model) | {"sort": "INTEGER"}, lambda: (r.model_dump() for r in rows))


def columns_of(model: type[BaseModel]) -> dict[str, str]:
    """Column -> SQL type of each declared field."""
    return {field: _sql_type(info.annotation) for field, info in model.model_fields.items()}


def _sql_type(kind: Any) -> str:
    """DDL type of a declared field: optional is nullable anyway, a tuple is a list, a choice is text."""
    origin, inner = get_origin(kind), [k for k in get_args(kind) if k not in (NoneType, Ellipsis)]
    if origin is Literal:
        return "VARCHAR"
    if origin is tuple:
        return f"{_sql_type(inner[0])}[]"
    if origin is Annotated or origin is Union or len(inner) == 1:
        return _sql_type(inner[0])
    return SQL[kind]


# what a change of a target says, and of which metric, item, place and first day
CHANGED, CHANGED_LOCAL = columns_of(TargetChange), columns_of(LocalTarget)
