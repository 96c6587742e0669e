"""A sheet as the declaration of a feed: its own columns, under its own headers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from data_pipeline.intake.headers import key_of
from data_pipeline.propose import toml
from data_pipeline.propose.columns import Column
from data_pipeline.propose.named import identifier, unit_of
from data_pipeline.propose.proposal import CLOSE, Sheet
from data_pipeline.propose.words import both_of

KINDS = "kind"  # the vocabulary of a category
NAMES = {"day": ("report_date", "ops_date"), "as_of": ("as_of", "moment_of"), "area": ("area", "place", "area_of"),
         "kind": ("kind", "category", "kind_of")}  # fmt: skip
SEMANTICS = {"due": "C", "carry": "C", "done": "D", "new": "D", "cancelled": "D"}  # all else is a level


@dataclass(frozen=True)
class FeedPart:
    """`names`: position in the sheet -> the column's name in the feed; `kind`: a category's; `kinds`: cell -> code."""

    id: str
    text: str
    sheet: Sheet
    names: Mapping[int, str]
    kind: str
    kinds: Mapping[str, str]


def feed_of(sheet: Sheet, id: str, names: tuple[str, str], slots: tuple[int, ...]) -> FeedPart:
    of, own = sheet.figures, _own_names(sheet)
    taken = set(own.values())
    kinds = _codes(of.keys.category)
    columns, named = [*_keys(sheet, own)], {}
    for column, role in _figures(sheet):
        named[column.i] = identifier(role, column.head.own, taken)
        columns.append(_column(column, named[column.i], role, unit_of(_said(sheet, column))))
    daily = slots == (CLOSE,)
    head = {
        "id": id, "zh": names[0], "en": names[1], **both_of("grain_day" if daily else "grain", "grain"),
        "key": [own["day"], own["area"], *([own["kind"]] if kinds else []), *([] if daily else [own["as_of"]])],
        "cadence_min": 1440 if daily else cadence(slots),
    }  # fmt: skip
    above = of.keys.day is None or (not daily and of.keys.moment is None)
    also = [c.head.sent for c, _ in of.left if c.head.sent.strip()]
    text = toml.table(head | {"day_column": own["day"]})
    text += f"as_of_column = {toml.value('' if daily else own['as_of'])}\n"
    text += "day_above = true\n" if above else ""
    text += toml.table({"also": also}) if also else ""
    text += "\n" + toml.entries("column", columns) + _rules(sheet, named)
    return FeedPart(id, text, sheet, named, own["kind"], kinds)


def cadence(slots: tuple[int, ...]) -> int:
    """Minutes between two report times, the fewest."""
    return 60 * min((b - a for a, b in pairwise(slots)), default=CLOSE)


def _own_names(sheet: Sheet) -> dict[str, str]:
    """What the columns that name rows are called: never as another header of the sheet."""
    keys = sheet.figures.keys
    mine = {"day": keys.day, "as_of": keys.moment, "area": keys.area, "kind": keys.category}
    found = {}
    for part, names in NAMES.items():
        other = {key_of(h.sent) for i, h in enumerate(sheet.table.heads) if not (c := mine[part]) or c.i != i}
        found[part] = next((n for n in names if key_of(n) not in other), names[-1])
    return found


def _keys(sheet: Sheet, own: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    keys, daily = sheet.figures.keys, not sheet.minutes
    yield {"name": own["day"], **_headed(keys.day, "day"), "type": "date", "required": True}
    if not daily:
        yield {"name": own["as_of"], **_headed(keys.moment, "as_of"), "type": "timestamp", "required": True}
    yield {"name": own["area"], **_headed(keys.area, "area"), "type": "district", "required": True}
    if keys.category:
        kind = {"type": "enum", "vocab": KINDS, "required": True}
        yield {"name": own["kind"], **_headed(keys.category, "kind"), **kind}


def _headed(column: Column | None, key: str) -> dict[str, Any]:
    if column is None:
        return both_of(key, "")
    return {"zh": column.head.sent, "en": column.head.sent}


def _figures(sheet: Sheet) -> list[tuple[Column, str]]:
    """(column, role), each once, in the order of the sheet."""
    found: dict[int, tuple[Column, str]] = {}
    for duty in sheet.figures.duties:
        found.setdefault(duty.done.i, (duty.done, "done"))
        if duty.due:
            found.setdefault(duty.due.i, (duty.due, "due"))
        for role, column in duty.beside.items():
            found.setdefault(column.i, (column, role))
    for column in sheet.figures.levels:
        found.setdefault(column.i, (column, "level"))
    return [found[i] for i in sorted(found)]


def _column(column: Column, name: str, role: str, unit: str) -> dict[str, Any]:
    aliases = [] if column.head.own == column.head.sent else [column.head.own]
    whole = column.is_whole or role != "level"
    return {
        "name": name, "zh": column.head.sent, "en": column.head.sent, "type": "int" if whole else "decimal",
        "unit": unit if role != "oldest" else "h", "semantics": SEMANTICS.get(role, "S"), "min": 0,
        "aliases": aliases if role == "level" else [],
    }  # fmt: skip


def _said(sheet: Sheet, column: Column) -> tuple[str, ...]:
    """What may name its unit, the nearest first."""
    return (column.head.own, column.head.group, *sheet.table.above, sheet.table.file)


def _codes(category: Column | None) -> dict[str, str]:
    taken: set[str] = set()
    return {w: identifier("k", w, taken).upper() for w in (category.words if category else ())}


def _rules(sheet: Sheet, names: Mapping[int, str]) -> str:
    pairs = {(names[d.done.i], names[d.due.i]): d for d in sheet.figures.duties if d.due}
    return "".join(
        "\n" + toml.table({"id": f"within_{done}"[:40], "sql": f"{done} <= {due}", "severity": "warn",
                           **both_of("more_than_due", ""), "columns": [done, due]}, "[[rule]]")
        for done, due in pairs
    )  # fmt: skip
