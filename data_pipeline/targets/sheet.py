"""Targets as a CSV, out and in again. What is not changed in the sheet is not a change."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from data_pipeline.core.errors import BoardError
from data_pipeline.declare import Pack
from data_pipeline.declare.in_force import on_day
from data_pipeline.declare.tables import Target, TargetChange
from data_pipeline.intake.encoding import decode
from data_pipeline.intake.refusal import Refusal
from data_pipeline.publish.export import FORMULA

NAMES = (
    "metric",
    "item",
    "zh",
    "en",
    "unit",
    "direction",
    "target",
    "amber",
    "red",
    "responsible_zh",
    "responsible_en",
    "source",
    "valid_from",
)
NUMBERS = ("target", "amber", "red")
TEXTS = ("responsible_zh", "responsible_en", "source")


def targets_csv(targets: Sequence[Target], day: date) -> bytes:
    """Those in force that day, and those whose first day is to come."""
    now = set(on_day(targets, day).values())
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(NAMES)
    for target in targets:
        if target in now or target.valid_from > day:
            writer.writerow([_safe(getattr(target, name)) for name in NAMES])
    return out.getvalue().encode("utf-8-sig")


def changes_of(data: bytes, pack: Pack, targets: Sequence[Target], first_day: date) -> list[TargetChange]:
    """Rows that differ from the target they were written from. A change of one that began before `first_day` begins on
    that day: the past is not rewritten by a sheet. Raises BoardError target_csv with the line, and target_none."""
    found = []
    begun = {(t.metric, t.item, t.valid_from): t for t in targets}
    for line, row in _rows(data):
        change = _change(row, line, first_day, on_day(targets, first_day))
        own = begun.get((change.metric, change.item, change.valid_from))
        if own and _same(change, own):
            continue
        if own and change.valid_from < first_day:
            change = change.model_copy(update={"valid_from": first_day})
        held = on_day(targets, change.valid_from).get((change.metric, change.item))
        if held is None:
            raise BoardError("target_csv", line=line, why=f"{change.metric} {change.item}")
        if not _same(change, held):
            found.append(change)
    if not found:
        raise BoardError("target_none")
    return found


def _same(change: TargetChange, held: Target) -> bool:
    return all(getattr(change, name) == getattr(held, name) for name in (*NUMBERS, *TEXTS))


def _rows(data: bytes) -> list[tuple[int, dict[str, str]]]:
    try:
        text = decode(data).data.decode("utf-8")
    except Refusal as why:
        raise BoardError("target_csv", line=why.problem.line or 1, why=why.problem.code) from None
    reader = csv.DictReader(io.StringIO(text), strict=True)
    try:
        rows = [(reader.line_num, row) for row in reader]
    except csv.Error as why:
        raise BoardError("target_csv", line=reader.line_num, why=why) from None
    missing = [name for name in ("metric", *NUMBERS) if name not in (reader.fieldnames or ())]
    if missing:
        raise BoardError("target_csv", line=1, why=", ".join(missing))
    return rows


def _change(row: Mapping[str, str], line: int, first_day: date, now: Mapping[tuple[str, str], Target]) -> TargetChange:
    metric, item = _text(row, "metric"), _text(row, "item")
    held = now.get((metric, item))
    values: dict[str, Any] = {name: _number(row, name, line) for name in NUMBERS}
    values |= {name: _text(row, name) if name in row else getattr(held, name, "") for name in TEXTS}
    given = _text(row, "valid_from")
    try:
        day = date.fromisoformat(given.replace("/", "-")) if given else first_day
    except ValueError:
        raise BoardError("target_csv", line=line, why=given[:40]) from None
    return TargetChange(metric=metric, item=item, valid_from=day, **values)


def _number(row: Mapping[str, str], name: str, line: int) -> float | None:
    text = _text(row, name).replace(",", "")
    try:
        return float(text) if text else None
    except ValueError:
        raise BoardError("target_csv", line=line, why=text[:40]) from None


def _text(row: Mapping[str, str], name: str) -> str:
    text = str(row.get(name) or "").strip()
    return text[1:] if text.startswith("'") and text[1:2] in FORMULA else text


def _safe(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.15g}"
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
