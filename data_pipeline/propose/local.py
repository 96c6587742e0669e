"""What is wrong with targets of a place of its own (targets_local.csv, zones.csv)."""

from collections.abc import Iterator

from data_pipeline.core.errors import DeclarationError
from data_pipeline.declare import Pack
from data_pipeline.declare.local import turned


def local_faults(pack: Pack) -> Iterator[DeclarationError]:
    """What can be read and would still hold nowhere, or would judge backwards."""
    path = pack.root / "targets_local.csv"
    declared = {(t.metric, t.item): t for t in pack.targets}
    rules = {pack.operation.notice_target, pack.operation.staleness_target}
    used = {z.zone for z in pack.zones}
    for i, row in enumerate(pack.local, start=2):
        key, name = f"line {i}: metric", f"{row.metric} {row.item}".strip()
        target = declared.get((row.metric, row.item))
        if target is None:
            yield DeclarationError(path, key, "", "no_target", name=name)
            continue
        if row.metric in rules:
            yield DeclarationError(path, key, "", "rule_of_all", name=name)
        if row.zone and row.zone not in used:
            yield DeclarationError(path, f"line {i}: zone", "", "empty_zone", name=row.zone)
        if turned(target, row):
            yield DeclarationError(path, f"line {i}: red", "", "edges_turned")
