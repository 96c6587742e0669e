"""What a pack's declarations come to: all that decides which rows are taken and how they are counted. Names and
explanations, which no check can judge, are no part of it, nor what a line is called by, units and targets that nothing
is held to, spaces in SQL, or the course of an outline."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from pydantic import BaseModel

from data_pipeline.declare import Pack
from data_pipeline.declare.boundaries import outlines

SAYS = ("zh", "en", "aliases", "says", "source", "columns")  # and whatever ends in a language; where a rule is shown
FOLDERS = ("root", "queries")


def meaning(pack: Pack) -> dict[str, Any]:
    """By name of the declaration."""
    told = {f.name: _of(getattr(pack, f.name)) for f in fields(pack) if f.name not in FOLDERS}
    used = {*_units(pack)}
    judged = {*_metrics(pack)}
    told["lines"] = [_of(x) | {"id": ""} for x in pack.lines.values()]
    told["targets"] = [_of(t) for t in pack.targets if t.metric in judged]
    told["vocab"] = {(t.vocab, t.code): _of(t) for t in pack.vocab if t.vocab != "unit" or t.code in used}
    return told | {"outlines": sorted(outlines(pack.root))}


def _metrics(pack: Pack) -> Iterator[str]:
    """Of all others the page of definitions alone speaks."""
    yield from (x.metric for x in (*pack.lines.values(), *pack.gauges.values()))
    yield from (pack.operation.notice_target, pack.operation.staleness_target)


def _units(pack: Pack) -> Iterator[str]:
    yield from (c.unit for f in pack.feeds.values() for c in f.columns if c.unit)
    yield from (x.unit for x in (*pack.lines.values(), *pack.gauges.values(), *pack.targets))


def _of(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return {k: _of(v) for k, v in dict(value).items() if k not in SAYS and k.rsplit("_", 1)[-1] not in SAYS}
    if isinstance(value, dict):
        return {k: _of(v) for k, v in value.items()}
    if isinstance(value, str):
        return "".join(value.split())
    return [_of(v) for v in value] if isinstance(value, (list, tuple)) else value
