"""What names a doubt: the cell, its value, and what it was held against. Equal marks, the same question again."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import orjson
import pyarrow as pa

from data_pipeline.declare import Feed
from data_pipeline.intake.absence import ALWAYS
from data_pipeline.intake.arrow import pc
from data_pipeline.intake.report import Examined, Problem

LENGTH = 12  # hex digits: 48 bits tell the doubts of one feed apart
HEADED = (
    "unknown_header",
    "second_column",
    "header_scale",
    "qualifier",
    "qualifiers",
    "unit_overruled",
    "unit_of_none",
    "units_column",
    "note_says",
    "hidden_columns",
)
WHOLE = (*HEADED, "parts_differ")  # asked of no row of the file, and yet the same as long as they say the same
SPOKEN = ("_zh", "_en")  # facts in words


def marks(feed: Feed, examined: Examined) -> tuple[str, ...]:
    """For each problem of the report its mark; "" where it is no doubt, or one that is asked every time."""
    rows = _keys(feed, examined) if examined.report.doubts else {}
    return tuple(
        _mark(feed, p, rows.get(p.line, "") if p.code not in HEADED else "")
        if p.severity == "confirm" and p.code not in ALWAYS and (p.line in rows or p.code in WHOLE)
        else ""
        for p in examined.report.problems
    )


def confirmed(feed: Feed, examined: Examined) -> list[dict[str, Any]] | None:
    """What the ledger keeps of the doubts that were confirmed: their kind and column, how many, and their marks."""
    kinds: defaultdict[tuple[str, str, str], list[str]] = defaultdict(list)
    for p, mark in zip(examined.report.problems, marks(feed, examined), strict=True):
        if p.severity == "confirm":
            kinds[p.code, str(p.facts.get("rule", "")), p.column].append(mark)
    return [
        {"code": code, "column": column, "cells": len(own), "marks": "".join(own)} | ({"rule": rule} if rule else {})
        for (code, rule, column), own in sorted(kinds.items())
    ] or None


def unpacked(kept: Iterable[Mapping[str, Any]]) -> list[str]:
    """The marks in what the ledger keeps."""
    return [one["marks"][i : i + LENGTH] for one in kept for i in range(0, len(one["marks"]), LENGTH)]


def _keys(feed: Feed, examined: Examined) -> dict[int, str]:
    """The key of each accepted row, by its line."""
    wanted = pa.array({p.line for p in examined.report.doubts}, pa.int32())
    table = examined.table.filter(pc.is_in(examined.table.column("row_no"), wanted))
    keys = (table.column(n).to_pylist() for n in dict.fromkeys((feed.day_column, *feed.key)))
    return {line: "|".join(map(str, key)) for line, *key in zip(table.column("row_no").to_pylist(), *keys, strict=True)}


def _mark(feed: Feed, p: Problem, key: str) -> str:
    facts = {k: str(v) for k, v in sorted(p.facts.items()) if not k.endswith(SPOKEN)}
    named = orjson.dumps([feed.id, p.code, p.column, key, p.value, facts])
    return hashlib.sha256(named).hexdigest()[:LENGTH]
