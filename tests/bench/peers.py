"""The transfer feed's declaration as pandera and frictionless schemas: types, bounds, vocabularies, key, rules."""

from typing import Any

from data_pipeline.declare import Column
from tests.support.samples import pack

# The feed's rules in the peers' notation; both read Python expressions.
RULES = (
    "carry_in + notified_today - arrived_today - cancelled_today == waiting_now + in_transit_now + unsuitable_now",
    "wait_0_6h + wait_6_12h + wait_12_24h + wait_24h_plus == waiting_now + unsuitable_now",
    "dispatched_today <= carry_in + notified_today",
    "picked_up_today <= dispatched_today",
    "arrived_today <= picked_up_today + carry_in",
    "in_transit_now >= picked_up_today - arrived_today",
)
PERSON = r"^(?!.*(1[3-9]\d{9}|\d{17}[\dXx]|\d+室)).*$"  # a phone, an identity or a room number anywhere in a cell


def _columns() -> list[Column]:
    """Those the benchmark's file has."""
    return [c for c in pack().feeds["transfer"].columns if not c.optional]


def _allowed(column: Column) -> list[str] | None:
    if column.vocab:
        return [t.code for t in pack().terms(column.vocab)]
    if column.type == "district":
        return [a.code for a in pack().districts]
    if column.type == "subdistrict":
        return sorted({a.zh for a in pack().areas if a.level == "subdistrict"})
    return None


def pandera_schema() -> Any:
    import pandera.pandas as pa

    names = {c.zh: c.name for c in _columns()}
    kinds = {"date": "datetime64[us]", "timestamp": "datetime64[us]", "int": "int64", "decimal": "float64"}
    columns = {}
    for c in _columns():
        checks = [pa.Check.ge(c.min)] if c.min is not None else []
        checks += [pa.Check.le(c.max)] if c.max is not None else []
        if allowed := _allowed(c):
            checks += [pa.Check.isin(allowed), pa.Check.str_matches(PERSON)]
        columns[c.zh] = pa.Column(kinds.get(c.type, str), checks, nullable=not c.required, coerce=True)
    rules = [pa.Check(lambda frame, rule=rule: frame.rename(columns=names).eval(rule)) for rule in RULES]
    key = [c.zh for c in _columns() if c.name in pack().feeds["transfer"].key]
    return pa.DataFrameSchema(columns, checks=rules, unique=key)


def frictionless_schema() -> Any:
    from frictionless import Schema

    kinds = {"date": "date", "timestamp": "datetime", "int": "integer", "decimal": "number"}
    fields = []
    for c in _columns():
        limits: dict[str, Any] = {"required": c.required}
        limits |= {"minimum": c.min} if c.min is not None and c.is_number else {}
        limits |= {"maximum": c.max} if c.max is not None and c.is_number else {}
        if allowed := _allowed(c):
            limits |= {"enum": allowed, "pattern": PERSON}
        field = {"name": c.name, "title": c.zh, "type": kinds.get(c.type, "string"), "constraints": limits}
        fields.append(field | ({"format": "%Y-%m-%d %H:%M"} if c.type == "timestamp" else {}))
    key = list(pack().feeds["transfer"].key)
    return Schema.from_descriptor({"fields": fields, "primaryKey": key})


def frictionless_checklist() -> Any:
    from frictionless import Checklist, checks

    # The file's headers are the feed's Chinese ones; the rules speak of its columns.
    rules: Any = [checks.row_constraint(formula=rule) for rule in RULES]
    return Checklist(checks=rules, skip_errors=["incorrect-label"])
