"""Values as TOML that a person can read: one table an entry, short values on one line."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any


def value(of: Any) -> str:
    """A text, number, day, list or table, inline."""
    if isinstance(of, bool):
        return "true" if of else "false"
    if isinstance(of, int | float):
        return str(of)
    if isinstance(of, date):
        return of.isoformat()
    if isinstance(of, Mapping):
        return "{ " + ", ".join(f"{k} = {value(v)}" for k, v in of.items()) + " }"
    if isinstance(of, list | tuple):
        return "[" + ", ".join(map(value, of)) + "]"
    return json.dumps(str(of), ensure_ascii=False).replace("\x7f", "\\u007F")


def table(of: Mapping[str, Any], head: str = "") -> str:
    """`key = value` lines, those without a value left out; under a [head] or a [[head]]."""
    lines = [f"{k} = {value(v)}" for k, v in of.items() if v not in ("", None, (), [])]
    return "\n".join([head, *lines] if head else lines) + "\n"


def entries(name: str, of: Iterable[Mapping[str, Any]]) -> str:
    """[[name]] tables as one list, an entry a line."""
    rows = [f"  {value({k: v for k, v in one.items() if v not in ('', None, (), [])})},\n" for one in of]
    return f"{name} = [\n{''.join(rows)}]\n"
