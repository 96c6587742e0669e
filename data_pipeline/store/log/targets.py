"""Targets are changed by lines of the ledger: one line, all its targets at once, from a day on.

A later change of the same metric, item and first day replaces the earlier one, so a slip can be put right; nothing is
deleted.
"""

import math
from collections.abc import Sequence
from datetime import datetime

from data_pipeline.core.errors import BoardError
from data_pipeline.declare import Pack
from data_pipeline.declare.tables import TargetChange
from data_pipeline.store.log.entry import Entry, Note
from data_pipeline.store.write.writer import Writer


def set_targets(writer: Writer, changes: Sequence[TargetChange], by: str, at: datetime, reason: str) -> Entry:
    """All of them in one line of the ledger. Raises BoardError target_none, _twice, _unknown, _edges."""
    check(writer.pack, changes)
    told = [change.model_dump(mode="json") for change in changes]
    with writer.drafting() as draft:
        waits = writer.pack.operation.two_keys_targets or None
        draft.add_change(Note(at, by, "target", {"targets": told, "reason": reason, "waits": waits}))
        return writer.publish(draft)[0]


def check(pack: Pack, changes: Sequence[TargetChange]) -> None:
    if not changes:
        raise BoardError("target_none")
    if len({(c.metric, c.item, c.valid_from) for c in changes}) < len(changes):
        raise BoardError("target_twice")
    declared = {(t.metric, t.item): t for t in pack.targets}
    for change in changes:
        name = f"{change.metric} {change.item}".strip()
        target = declared.get((change.metric, change.item))
        if target is None:
            raise BoardError("target_unknown", name=name)
        if not all(x is None or math.isfinite(x) for x in (change.target, change.amber, change.red)):
            raise BoardError("target_edges", name=name)
        if change.amber is not None and change.red is not None and target.direction in ("up", "down"):
            worse = change.red - change.amber if target.direction == "up" else change.amber - change.red
            if worse > 0:
                raise BoardError("target_edges", name=name)
