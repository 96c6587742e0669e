"""Targets are changed by lines of the ledger: one line, all its targets at once, from a day on.

A later change of the same metric, item, place and first day replaces the earlier one, so a slip can be put right;
nothing is deleted. What places are held to stands apart in the line: a version from before knows it not, and reads on.
"""

import math
from collections.abc import Sequence
from datetime import datetime

from data_pipeline.core.errors import BoardError
from data_pipeline.declare import Pack
from data_pipeline.declare.local import AnyChange, LocalTarget, turned
from data_pipeline.store.log.entry import Entry, Note
from data_pipeline.store.write.writer import Writer


def set_targets(writer: Writer, changes: Sequence[AnyChange], by: str, at: datetime, reason: str) -> Entry:
    """All of them in one line of the ledger. Raises BoardError target_none, _twice, _unknown, _edges,
    _place, _rule."""
    check(writer.pack, changes)
    own = [c.model_dump(mode="json", exclude_defaults=True) for c in changes if isinstance(c, LocalTarget)]
    told = [c.model_dump(mode="json") for c in changes if not isinstance(c, LocalTarget)]
    facts = {"targets": told} | ({"local": own} if own else {})
    with writer.drafting() as draft:
        waits = writer.pack.operation.two_keys_targets or None
        draft.add_change(Note(at, by, "target", facts | {"reason": reason, "waits": waits}))
        return writer.publish(draft)[0]


def check(pack: Pack, changes: Sequence[AnyChange]) -> None:
    if not changes:
        raise BoardError("target_none")
    if len({c.key for c in changes}) < len(changes):
        raise BoardError("target_twice")
    declared = {(t.metric, t.item): t for t in pack.targets}
    for change in changes:
        name = f"{change.metric} {change.item}".strip()
        target = declared.get((change.metric, change.item))
        if target is None:
            raise BoardError("target_unknown", name=name)
        if isinstance(change, LocalTarget):
            _check_place(pack, change, name)
        if not all(x is None or math.isfinite(x) for x in (change.target, change.amber, change.red)):
            raise BoardError("target_edges", name=name)
        if turned(target, change):
            raise BoardError("target_edges", name=name)


def _check_place(pack: Pack, change: LocalTarget, name: str) -> None:
    where = change.zone or change.area
    known = {z.zone for z in pack.zones} if change.zone else pack.area
    if where not in known:
        raise BoardError("target_place", given=where[:40])
    if change.metric in (pack.operation.notice_target, pack.operation.staleness_target):
        raise BoardError("target_rule", name=name)
