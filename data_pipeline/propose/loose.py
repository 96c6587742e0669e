"""What can be read in a pack and still means nothing, or two things: a line declared twice, a word no one reads."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from data_pipeline.core.errors import DeclarationError
from data_pipeline.declare import Pack
from data_pipeline.propose.local import local_faults

# The lists of tables that each file has; what else stands at its top is read by nobody.
TABLES = {
    "lines.toml": ("line", "ledger", "stages"),
    "gauges.toml": ("gauge", "reading"),
    "briefs.toml": ("brief",),
    "walls.toml": ("view",),
    "panels.toml": ("panel",),
    "columns.toml": ("column",),
}
NAMED = ("area_zh", "area_en", "areas_en"), ("whole_zh", "whole_en")  # said in all languages or in none
UNIT = "unit"


def loose(pack: Pack) -> Iterator[DeclarationError]:
    yield from _unread(pack.root)
    yield from _twice(pack)
    yield from _half_named(pack)
    yield from _unused(pack)
    yield from local_faults(pack)
    if not pack.lines and not pack.gauges:
        yield DeclarationError(pack.root / "lines.toml", "line", "", "nothing_to_show")


def _unread(root: Path) -> Iterator[DeclarationError]:
    for name, tables in TABLES.items():
        for key in _toml(root / name):
            if key not in tables:
                yield DeclarationError(root / name, key, "", "extra_forbidden")


def _twice(pack: Pack) -> Iterator[DeclarationError]:
    """Of two that are alike the last would stand, and nobody would know."""
    root = pack.root
    for name, tables in TABLES.items():
        for table, entries in _toml(root / name).items():
            if table in tables:
                yield from _again(root / name, (x["id"] for x in entries if "id" in x))
    cuts = chain.from_iterable(shape.cuts for shape in pack.ledgers)
    yield from _again(root / "lines.toml", cuts)
    yield from _again(root / "gauges.toml", chain.from_iterable(shape.cuts for shape in pack.readings))
    yield from _again(root / "vocab.csv", ((t.vocab, t.code) for t in pack.vocab if t.vocab != "round"))
    yield from _again(root / "targets.csv", ((t.metric, t.item, t.scope, t.valid_from) for t in pack.targets))
    local = ((t.metric, t.item, t.area, t.zone, t.valid_from, t.valid_to or "") for t in pack.local)
    yield from _again(root / "targets_local.csv", local)
    yield from _again(root / "zones.csv", ((z.area, z.valid_from) for z in pack.zones))
    yield from _again(root / "plan.csv", ((p.line, p.area, p.valid_from) for p in pack.plan))


def _again(path: Path, keys: Iterable[object]) -> Iterator[DeclarationError]:
    for key, times in Counter(keys).items():
        if times > 1:
            name = " ".join(str(part) for part in key if part != "") if isinstance(key, tuple) else str(key)
            yield DeclarationError(path, name, "", "declared_twice", name=name)


def _half_named(pack: Pack) -> Iterator[DeclarationError]:
    """In the other language the pages would speak of a city and its districts."""
    for names in NAMED:
        missing = [n for n in names if not getattr(pack.operation, n)]
        if missing and len(missing) < len(names):
            for name in missing:
                yield DeclarationError(pack.root / "operation.toml", name, "", "missing")


def _unused(pack: Pack) -> Iterator[DeclarationError]:
    """A kind of values that no column takes its own from, and a ledger or reading that no line or indicator names."""
    asked = {c.vocab for f in pack.feeds.values() for c in f.columns} | {UNIT, "round", "zone"}
    for name in dict.fromkeys(t.vocab for t in pack.vocab):
        if name not in asked:
            yield DeclarationError(pack.root / "vocab.csv", name, "", "no_reader", name=name)
    for file, shapes, of in (("lines.toml", pack.ledgers, pack.lines), ("gauges.toml", pack.readings, pack.gauges)):
        named = {x.sql for x in of.values()}
        for cut in chain.from_iterable(shape.cuts for shape in shapes):
            if cut not in named:
                yield DeclarationError(pack.root / file, cut, "", "no_reader", name=cut)


def _toml(path: Path) -> dict[str, list[dict[str, object]]]:
    """As read before without a fault."""
    return tomllib.loads(path.read_text("utf-8")) if path.exists() else {}
