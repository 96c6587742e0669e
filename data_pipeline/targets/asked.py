"""Targets as a sheet, a machine or a form asks for them: names and texts, made changes. What differs in nothing from
what holds is no change, and the past is not rewritten.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from data_pipeline.core.errors import BoardError
from data_pipeline.declare import Pack
from data_pipeline.declare.in_force import on_day
from data_pipeline.declare.local import AnyChange, HeldTo, LocalTarget, standing_on
from data_pipeline.declare.tables import Area, Target, TargetChange
from data_pipeline.publish.export import FORMULA
from data_pipeline.words import LANGUAGES, say

NUMBERS = ("target", "amber", "red")
TEXTS = ("responsible_zh", "responsible_en", "source")
PLACE = ("area", "zone", "valid_to", "withdrawn")  # where one holds, and until when; all blank: the whole operation
FIELDS = ("metric", "item", *NUMBERS, "source", "valid_from", *PLACE)
YES = ("yes", "true", "1")  # besides the board's own word for it
Row = Mapping[str, str]


def changes_asked(rows: Iterable[tuple[int, Row]], pack: Pack, held: HeldTo, first_day: date) -> list[AnyChange]:
    """A change of what began before `first_day` begins on that day. A level that is not named stays as it is. Raises
    BoardError target_csv with the line, target_day, _place, _no_own, _ends and _none."""
    found = [change for line, row in rows if (change := _change(row, line, pack, held, first_day)) is not None]
    if not found:
        raise BoardError("target_none")
    return found


def of_place(held: HeldTo, key: tuple[str, str], area: str, zone: str, day: date) -> list[LocalTarget]:
    """The place's own of one target that hold on that day, or begin later."""
    rows = [*standing_on(held.local, day), *(r for r in held.local if r.valid_from > day and not r.withdrawn)]
    return [r for r in rows if (r.metric, r.item) == key and (r.area, r.zone) == (area, zone)]


def withdrawn(row: LocalTarget, first_day: date) -> LocalTarget:
    """The change that takes it back: whole where it is to come, else from that day on."""
    first = max(row.valid_from, first_day)
    return LocalTarget(metric=row.metric, item=row.item, area=row.area, zone=row.zone, valid_from=first,
                       valid_to=row.valid_to, withdrawn=True)  # fmt: skip


def text(row: Row, name: str) -> str:
    found = str(row.get(name) or "").strip()
    return found[1:] if found.startswith("'") and found[1:2] in FORMULA else found


def _change(row: Row, line: int, pack: Pack, held: HeldTo, first_day: date) -> AnyChange | None:
    key = text(row, "metric"), text(row, "item")
    day = _day(row, "valid_from") or first_day
    whole = on_day(held.targets, day).get(key)
    if whole is None:
        raise BoardError("target_csv", line=line, why=" ".join(key))
    if text(row, "area") or text(row, "zone"):
        return _local(row, line, pack, held, (whole, day, first_day))
    own = next((t for t in held.targets if (t.metric, t.item, t.valid_from) == (*key, day)), None)
    change = TargetChange(metric=key[0], item=key[1], valid_from=day, **_values(row, line, whole))
    if own and _same(change, own):
        return None
    if own and day < first_day:
        change = change.model_copy(update={"valid_from": first_day})
    return None if _same(change, on_day(held.targets, change.valid_from)[key]) else change


def _local(row: Row, line: int, pack: Pack, held: HeldTo, of: tuple[Target, date, date]) -> LocalTarget | None:
    """`of`: the whole's target, the first day asked for, and the first that may be."""
    whole, day, first_day = of
    area, zone = _area(text(row, "area"), pack), _zone(text(row, "zone"), pack)
    last = _day(row, "valid_to")
    own = of_place(held, (whole.metric, whole.item), area, zone, day)
    kind = [r for r in own if (r.valid_to is None) == (last is None)]
    now = next((r for r in kind if r.valid_from <= day), None) or next(iter(kind), None)
    if text(row, "withdrawn").lower() in (*YES, *(say(lang, "targets.withdrawn") for lang in LANGUAGES)):
        if now is None:
            raise BoardError("target_no_own", line=line)
        return withdrawn(now, max(day, first_day))
    values = _values(row, line, now.of_whole(whole) if now else whole)
    if not any(text(row, name) for name in TEXTS[:2]):
        values |= {"responsible_zh": "", "responsible_en": ""}
    if now and last == now.valid_to and all(values[n] == getattr(now, n) for n in (*NUMBERS, "source")):
        return None
    first = max(day, first_day)
    if last is not None and last < first:
        raise BoardError("target_ends", first=first, last=last)
    return LocalTarget(metric=whole.metric, item=whole.item, area=area, zone=zone, valid_from=first, valid_to=last,
                       **values)  # fmt: skip


def _values(row: Row, line: int, held: Target) -> dict[str, Any]:
    levels: dict[str, Any] = {n: _number(row, n, line) if n in row else getattr(held, n) for n in NUMBERS}
    return levels | {n: text(row, n) if n in row else getattr(held, n) for n in TEXTS}


def _same(change: TargetChange, held: Target) -> bool:
    return all(getattr(change, name) == getattr(held, name) for name in (*NUMBERS, *TEXTS))


def _area(given: str, pack: Pack) -> str:
    """By its code, or by a name that only it has."""
    if not given or given in pack.area:
        return given
    found = {a.code for a in pack.areas if given in _names(a)}
    if len(found) != 1:
        raise BoardError("target_place", given=given[:40])
    return found.pop()


def _names(of: Area) -> set[str]:
    return {of.zh, of.en, of.short_zh, of.short_en, *of.aliases} - {""}


def _zone(given: str, pack: Pack) -> str:
    found = (t.code for t in pack.terms("zone") if given in {t.code, t.zh, t.en, *t.aliases})
    return next(found, given)


def _number(row: Row, name: str, line: int) -> float | None:
    given = text(row, name).replace(",", "")
    try:
        return float(given) if given else None
    except ValueError:
        raise BoardError("target_csv", line=line, why=given[:40]) from None


def _day(row: Row, name: str) -> date | None:
    given = text(row, name)
    try:
        return date.fromisoformat(given.replace("/", "-")) if given else None
    except ValueError:
        raise BoardError("target_day", given=given[:40]) from None
