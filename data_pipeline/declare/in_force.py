"""Which of the targets, each with its first day, is in force on a day."""

from collections.abc import Sequence
from datetime import date

from data_pipeline.declare.tables import Target


def on_day(targets: Sequence[Target], day: date) -> dict[tuple[str, str], Target]:
    """(metric, item) -> the target in force that day, in the order given; the first to come where none is yet."""
    found: dict[tuple[str, str], Target] = {}
    for target in targets:
        key = (target.metric, target.item)
        if key not in found or _rank(target, day) > _rank(found[key], day):
            found[key] = target
    return found


def _rank(target: Target, day: date) -> tuple[bool, int]:
    """Begun before not begun; of those begun the latest, of those to come the nearest."""
    begun, days = target.valid_from <= day, (target.valid_from - day).days
    return begun, days if begun else -days
