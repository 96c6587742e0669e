"""Which tables a SQL text reads, by DuckDB's own parser: for view order, for the walls, for 'open this number'."""

import json
import os
import re
from typing import Any

import duckdb

from data_pipeline.core.caches import remembered
from data_pipeline.query.connect import Limits, open_scratch
from data_pipeline.query.fetched import first_row

PARAMETER = re.compile(r"\$[a-z_]+")


@remembered("tables read", 512)
def tables(sql: str) -> frozenset[str]:
    """Schema-qualified names ('clean.transfer') read by one SELECT; its own CTEs are not among them.

    Raises ValueError when the text is not exactly one SELECT.
    """
    nodes: list[dict[str, Any]] = []
    _whole(json.loads(_serialized(sql), object_hook=lambda node: nodes.append(node) or node))
    own = {name.lower() for node in nodes for name in _ctes(node)}
    found = {_name(node) for node in nodes if node.get("type") == "BASE_TABLE"}
    return frozenset(name for name in found if name not in own)


def parsed(sql: str) -> dict[str, Any]:
    """DuckDB's syntax tree of one SELECT."""
    return _whole(json.loads(_serialized(sql)))


def _serialized(sql: str) -> str:
    with _parser(os.getpid()).cursor() as cursor:
        # The serializer refuses parameters; which tables are read does not depend on them.
        row = first_row(cursor.execute("select json_serialize_sql($sql)", {"sql": PARAMETER.sub("NULL", sql)}))
    return row[0] if row else "{}"


def _whole(tree: dict[str, Any]) -> dict[str, Any]:
    if tree.get("error", True) or len(tree.get("statements", ())) != 1:
        raise ValueError(tree.get("error_message", "not exactly one SELECT"))
    return tree


@remembered("sql parser", 1)
def _parser(_process: int) -> duckdb.DuckDBPyConnection:
    """One per process: to open a database costs ten times a parse."""
    return open_scratch(Limits("100MB", 1))


def _ctes(node: dict[str, Any]) -> list[str]:
    held = node.get("cte_map")
    return [entry["key"] for entry in held["map"]] if isinstance(held, dict) else []


def _name(node: dict[str, Any]) -> str:
    return ".".join(part for part in (node.get("schema_name"), node.get("table_name")) if part).lower()
