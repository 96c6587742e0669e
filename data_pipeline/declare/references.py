"""What the files of a pack name of one another."""

from collections.abc import Container, Iterator
from pathlib import Path

from data_pipeline.core.errors import DeclarationError
from data_pipeline.declare.pack import Pack


def references(pack: Pack) -> Iterator[DeclarationError]:
    """References between files that lead nowhere, each with the file and key that makes it."""
    known = {t.vocab for t in pack.vocab}
    units = {t.code for t in pack.terms("unit")}
    for feed in pack.feeds.values():
        for column in feed.columns:
            path = pack.root / "feeds" / f"{feed.id}.toml"
            yield from _refers(path, column.name, "vocab", column.vocab, known)
            yield from _refers(path, column.name, "unit", column.unit, units)
    for file, declared in (("lines.toml", pack.lines), ("gauges.toml", pack.gauges)):
        for x in declared.values():
            yield from _refers(pack.root / file, x.id, "feed", x.feed, pack.feeds)
            yield from _refers(pack.root / file, x.id, "unit", x.unit, units)
            for system in x.systems:
                yield from _refers(pack.root / file, x.id, "system", system, {s.id for s in pack.systems})
    lines, areas = pack.root / "lines.toml", pack.root / "areas.csv"
    for line in pack.lines.values():
        if bool(line.worst_of) == bool(line.sql):
            yield DeclarationError(lines, line.id, "a line has either sql or worst_of", "sql_or_worst")
        for part in line.worst_of:
            yield from _refers(lines, line.id, "line", part, pack.lines)
    for area in pack.areas:
        yield from _refers(areas, area.code, "parent", area.parent, pack.area)
    for card in pack.actions.card:
        yield from _refers(pack.root / "actions.toml", card.id, "line", card.line, pack.lines)
        yield from _refers(pack.root / "actions.toml", card.id, "gauge", card.gauge, pack.gauges)
    for panel in pack.panels:
        for line in panel.lines:
            yield from _refers(pack.root / "panels.toml", panel.id, "line", line, pack.lines)
        for gauge in panel.gauges:
            yield from _refers(pack.root / "panels.toml", panel.id, "gauge", gauge, pack.gauges)
    for i, edge in enumerate(pack.alerts.edge):
        yield from _refers(pack.root / "alerts.toml", f"edge[{i}]", "gauge", edge.gauge, pack.gauges)
    for planned in pack.plan:
        yield from _refers(pack.root / "plan.csv", planned.area, "line", planned.line, pack.lines)
        yield from _refers(pack.root / "plan.csv", planned.line, "area", planned.area, pack.area)
    yield from _local_references(pack)
    for second in pack.doubts.beside:
        yield from _refers(pack.root / "doubts.toml", second.id, "line", second.line, pack.lines)
    for target in pack.targets:
        key = f"{target.metric} {target.item}".strip()
        yield from _refers(pack.root / "targets.csv", key, "unit", target.unit, units)


def _local_references(pack: Pack) -> Iterator[DeclarationError]:
    zones = {t.code for t in pack.terms("zone")}
    for file, rows in (("targets_local.csv", pack.local), ("zones.csv", pack.zones)):
        for i, row in enumerate(rows, start=2):
            yield from _refers(pack.root / file, f"line {i}: area", "area", row.area, pack.area)
            yield from _refers(pack.root / file, f"line {i}: zone", "zone", row.zone, zones)


def _refers(path: Path, key: str, kind: str, name: str | None, known: Container[str]) -> Iterator[DeclarationError]:
    """A blank reference is none; a reference to what is not declared is an error."""
    if name and name not in known:
        yield DeclarationError(path, key, f"no {kind} {name!r}", "refers", what=kind, name=name)
