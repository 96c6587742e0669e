"""The model as JSON: each block with its kind, each figure with its id, text and value."""

from dataclasses import fields, is_dataclass
from typing import Any

import orjson

from data_pipeline.brief.model import Block, Brief, Figure

DRAWN = ("rings",)  # how a district lies, which is no figure


def as_json(of: Brief) -> bytes:
    return orjson.dumps(tree(of), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def tree(of: Any) -> Any:
    """Dataclasses as objects; a figure has its id too, a block its kind."""
    if isinstance(of, Figure):
        return {"id": of.id, "text": of.text, "value": of.value}
    if is_dataclass(of):
        kind = {"kind": type(of).__name__.lower()} if isinstance(of, Block) else {}
        return kind | {f.name: tree(getattr(of, f.name)) for f in fields(of) if f.name not in DRAWN}
    if isinstance(of, dict):
        return {k: tree(v) for k, v in of.items()}
    return [tree(x) for x in of] if isinstance(of, list | tuple) else str(of) if isinstance(of, str) else of
