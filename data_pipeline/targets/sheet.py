"""Targets as a CSV, out and in again. What is not changed in the sheet is not a change."""

import csv
import io
from datetime import date
from typing import Any

from data_pipeline.core.errors import BoardError
from data_pipeline.declare import Pack
from data_pipeline.declare.in_force import on_day
from data_pipeline.declare.local import AnyChange, HeldTo, standing_on
from data_pipeline.intake.encoding import decode
from data_pipeline.intake.refusal import Refusal
from data_pipeline.publish.export import FORMULA
from data_pipeline.targets.asked import NUMBERS, PLACE, Row, changes_asked

NAMES = (
    "metric",
    "item",
    "zh",
    "en",
    "unit",
    "direction",
    *NUMBERS,
    "responsible_zh",
    "responsible_en",
    "source",
    "valid_from",
    *PLACE,
)


def targets_csv(held: HeldTo, day: date) -> bytes:
    """Those in force that day, and those whose first day is to come; those of places last."""
    now = on_day(held.targets, day)
    rows: list[dict[str, Any]] = [
        target.model_dump() for target in held.targets if target in now.values() or target.valid_from > day
    ]
    own = [*standing_on(held.local, day), *(r for r in held.local if r.valid_from > day and not r.withdrawn)]
    rows += [now[r.metric, r.item].model_dump() | r.model_dump(exclude={"withdrawn"}) for r in own]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(NAMES)
    writer.writerows([_safe(row.get(name)) for name in NAMES] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def changes_of(data: bytes, pack: Pack, held: HeldTo, first_day: date) -> list[AnyChange]:
    """Rows that differ from the target they were written from. A change of one that began before `first_day` begins on
    that day: the past is not rewritten by a sheet. Raises BoardError target_csv with the line, and what
    changes_asked does."""
    return changes_asked(_rows(data), pack, held, first_day)


def _rows(data: bytes) -> list[tuple[int, Row]]:
    try:
        text = decode(data).data.decode("utf-8")
    except Refusal as why:
        raise BoardError("target_csv", line=why.problem.line or 1, why=why.problem.code) from None
    reader = csv.DictReader(io.StringIO(text), strict=True)
    try:
        rows: list[tuple[int, Row]] = [(reader.line_num, row) for row in reader]
    except csv.Error as why:
        raise BoardError("target_csv", line=reader.line_num, why=why) from None
    missing = [name for name in ("metric", *NUMBERS) if name not in (reader.fieldnames or ())]
    if missing:
        raise BoardError("target_csv", line=1, why=", ".join(missing))
    return rows


def _safe(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.15g}"
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
