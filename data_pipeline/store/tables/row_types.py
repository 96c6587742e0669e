"""The rows of the main page queries as types, by what the database says of their columns: data_pipeline/query/rows/, a
file a query, written by `docs` and held to the SQL by a test. A column that a query does not have is a type error."""

import textwrap
from collections.abc import Iterable, Iterator, Mapping

import pyarrow as pa

from data_pipeline.core.caches import Cache
from data_pipeline.declare import Pack
from data_pipeline.query import catalogue
from data_pipeline.query.connect import Limits, open_scratch
from data_pipeline.query.fetched import fetched
from data_pipeline.query.runner import parameters
from data_pipeline.store.tables import apply

FOLDER = "data_pipeline/query/rows"
TYPED = ("beside", "blockages", "courses", "day", "days", "edges", "freshness", "gauges", "outcome", "place", "rounds",
         "same_course", "senders", "sites", "slots", "teams", "trace_gauge", "trace_line", "unbalanced",
         "waiting")  # fmt: skip
LEDGER = ("day", "place")  # what these have in common: a line's figures, wherever its place is
WIDTH = 116
Columns = Mapping[str, str]
_texts = Cache("row types", 1)


def files(pack: Pack) -> dict[str, str]:
    """File below the root -> its text."""
    return _texts.get(pack.mark, lambda: dict(_files(pack)))


def _files(pack: Pack) -> Iterator[tuple[str, str]]:
    found = dict(_described(pack))
    shared = {c: kind for c, kind in found[LEDGER[0]].items() if all(found[q].get(c) == kind for q in LEDGER)}
    both = " and ".join(f"page/{q}" for q in LEDGER)
    yield f"{FOLDER}/ledger.py", _text("ledger", f"The columns that {both} have in common.", shared)
    for query, columns in found.items():
        first = catalogue.text(catalogue.folders(pack.queries), f"page/{query}").splitlines()[0]
        yield f"{FOLDER}/{query}.py", _text(query, f"page/{query}: {first.removeprefix('-- ')}", columns)
    yield f"{FOLDER}/__init__.py", _index(sorted([*found, "ledger"]))


def _described(pack: Pack) -> Iterator[tuple[str, Columns]]:
    """Each query's columns, asked of a board on which nothing was ever received."""
    folders = catalogue.folders(pack.queries)
    connection = open_scratch(Limits(timezone=pack.operation.timezone))
    try:
        apply.apply(connection, pack)
        connection.execute("set variable known_at = null")
        for query in TYPED:
            sql = catalogue.text(folders, f"page/{query}")
            found = fetched(connection.execute(sql, dict.fromkeys(parameters(sql)) or None))
            yield query, {f.name: _python(f.type) for f in found.schema}
    finally:
        connection.close()


def _python(kind: pa.DataType) -> str:
    """As a record of the frame holds it. Any figure may be NaN, any moment NaT, any text None: `known` tells."""
    for of, name in ((pa.types.is_string, "str"), (pa.types.is_boolean, "bool"), (pa.types.is_timestamp, "datetime"),
                     (pa.types.is_date, "date"), (pa.types.is_decimal, "Decimal")):  # fmt: skip
        if of(kind):
            return name
    return "float"


def _text(query: str, what: str, columns: Columns) -> str:
    used = set(columns.values())
    moments = ", ".join(sorted(used & {"date", "datetime"}))
    imports = [f"from datetime import {moments}"] if moments else []
    imports += ["from decimal import Decimal"] if "Decimal" in used else []
    said = "\n    ".join(textwrap.wrap(f'"""{what}"""', WIDTH))
    body = "\n".join(f"    {name}: {kind}" for name, kind in columns.items())
    head = ['"""Written by `docs` from the SQL."""', "", *imports, "from typing import TypedDict", "", ""]
    return "\n".join([*head, f"class {_class(query)}(TypedDict):", f"    {said}", "", f"{body}\n"])


def _index(queries: Iterable[str]) -> str:
    """Written by the order of the modules, as the formatter wants it."""
    queries = list(queries)
    imports = "\n".join(f"from {FOLDER.replace('/', '.')}.{q} import {_class(q)}" for q in queries)
    names = "\n".join(f'    "{name}",' for name in sorted(map(_class, queries)))
    return (
        f'"""Rows of page queries, typed. Written by `docs` from the SQL."""\n\n{imports}\n\n__all__ = [\n{names}\n]\n'
    )


def _class(query: str) -> str:
    return "".join(part.capitalize() for part in query.split("_")) + "Row"
