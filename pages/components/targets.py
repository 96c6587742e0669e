"""Targets as tables: those in force, what a change would recolour, and who changed what."""

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd

from data_pipeline.board.rows import TargetSetRow
from data_pipeline.core.records import records
from data_pipeline.core.status import Status
from data_pipeline.declare import Pack
from data_pipeline.declare.tables import Target, TargetChange
from data_pipeline.sentences.held_here import COLUMNS, HeldHere, source_of
from data_pipeline.sentences.states import GLYPHS
from data_pipeline.targets.recolour import Recoloured
from data_pipeline.words import say
from data_pipeline.words.language import declared
from data_pipeline.words.numbers import known
from pages.components.data_table import DataTable, Kind, TableColumn
from pages.components.definitions import levels

LEVELS: Final = ("target", "amber", "red")


def name_of(target: Target, lang: str) -> str:
    return f"{target.metric} {target.zh if lang == 'zh' else target.en}"


def in_force(pack: Pack, targets: Sequence[Target], coming: Sequence[Target], lang: str) -> DataTable:
    """One row per target in force; one that is to come stands below its own."""
    columns = (
        TableColumn("metric", _s(lang, "metric"), width=230),
        TableColumn("unit", _s(lang, "unit"), width=95),
        TableColumn("target", _s(lang, "target"), "figure", 75),
        TableColumn("levels", _s(lang, "levels"), width=300),
        TableColumn("responsible", _s(lang, "responsible"), width=240),
        TableColumn("source", _s(lang, "source"), width=170),
        TableColumn("valid_from", _s(lang, "valid_from"), "day", 95),
    )
    later = {(t.metric, t.item): t for t in coming}
    rows = []
    for target in targets:
        rows.append(_held(pack, target, lang))
        if (next_one := later.get((target.metric, target.item))) is not None:
            rows.append(_held(pack, next_one, lang) | {"metric": f"↳ {_s(lang, 'coming')} {name_of(next_one, lang)}"})
    title = _s(lang, "force")
    return DataTable.of(title, columns, rows)


def by_place(found: Sequence[HeldHere], lang: str) -> DataTable:
    """One row per target that a place, a zone or certain days have of their own."""
    widths = {"place": 150, "metric": 230, "here": 110, "elsewhere": 110, "days": 210, "source": 200}
    columns = [TableColumn(n, _s(lang, f"col_{n}"), width=widths[n]) for n in COLUMNS]
    title = _s(lang, "by_place")
    return DataTable.of(title, columns, [dict(zip(COLUMNS, h.cells(), strict=True)) for h in found])


def _held(pack: Pack, t: Target, lang: str) -> dict[str, Any]:
    figures = {"target": amount(t.target), "levels": levels(t, lang), "valid_from": t.valid_from}
    return figures | {"metric": name_of(t, lang), "unit": pack.unit(t.unit, lang),
                      "responsible": declared(t, "responsible", lang), "source": source_of(t.source, lang)}  # fmt: skip


def drafted(changes: Sequence[TargetChange], now: dict[tuple[str, str], Target], lang: str) -> DataTable:
    """One row per change, old beside new."""
    both = [c for n in LEVELS for c in (
        TableColumn(f"{n}_was", say(lang, "moved.was", name=_s(lang, n)), "figure", 105),
        TableColumn(n, _s(lang, n), "figure", 85))]  # fmt: skip
    columns = (
        TableColumn("metric", _s(lang, "metric"), width=230),
        *both,
        TableColumn("responsible", _s(lang, "responsible"), width=230),
        TableColumn("valid_from", _s(lang, "valid_from"), "day", 95),
    )
    return DataTable.of(
        "", columns, [_drafted(c, now[c.metric, c.item], lang) for c in changes], alt=_s(lang, "preview")
    )


def _drafted(c: TargetChange, held: Target, lang: str) -> dict[str, Any]:
    set_to = {n: amount(getattr(c, n)) for n in LEVELS} | {f"{n}_was": amount(getattr(held, n)) for n in LEVELS}
    own = {"metric": name_of(held, lang), "responsible": declared(c, "responsible", lang), "valid_from": c.valid_from}
    return set_to | own


def colours(found: Sequence[Recoloured], pack: Pack, lang: str) -> DataTable:
    """One row per figure that would be of another state, city first."""
    kinds: dict[str, Kind] = {"before": "state", "after": "state"}
    widths = {"figure": 260, "area": 130, "before": 140, "after": 140}
    columns = [TableColumn(n, _s(lang, n), kinds.get(n, "text"), w) for n, w in widths.items()]
    judged = say(lang, "moved.by_pace") if any(one.figure in pack.lines for one in found) else ""
    rows = [_coloured(one, pack, lang) for one in found]
    return DataTable.of("", columns, rows, note=judged, alt=say(lang, "targets.recolour", count=len(found)))


def _coloured(one: Recoloured, pack: Pack, lang: str) -> dict[str, str]:
    figure = pack.lines.get(one.figure) or pack.gauges[one.figure]
    area = pack.area[one.area].name(lang) if one.area in pack.area else one.area
    states = {"before": _state(one.before, lang), "after": _state(one.after, lang)}
    return {"figure": figure.name(lang), "area": area} | states


def history_table(rows: pd.DataFrame, names: dict[tuple[str, str], Target], lang: str) -> DataTable:
    """One row per change ever entered, newest first."""
    widths = {
        "version": 65,
        "entered": 100,
        "by": 95,
        "metric": 200,
        "levels_set": 130,
        "valid_from": 95,
        "reason": 220,
    }
    kinds: dict[str, Kind] = {"entered": "moment", "valid_from": "day"}
    columns = [TableColumn(n, say(lang, f"targets.{n}"), kinds.get(n, "text"), w) for n, w in widths.items()]
    table_rows = [_change(r, names.get((str(r["metric"]), str(r["item"]))), lang) for r in records(rows, TargetSetRow)]
    return DataTable.of("", columns, table_rows, alt=say(lang, "targets.history"))


def _change(r: TargetSetRow, held: Target | None, lang: str) -> dict[str, Any]:
    entry = {"version": f"T{r['seq']}", "entered": r["known_from"], "by": r["sender"]}
    name, levels_set = name_of(held, lang) if held else r["metric"], " / ".join(amount(r[n]) for n in LEVELS)
    return entry | {"metric": name, "levels_set": levels_set, "valid_from": r["valid_from"], "reason": r["reason"]}


def amount(value: float | None) -> str:
    return f"{value:,.10g}" if value is not None and known(value) else "—"


def _state(state: Status | None, lang: str) -> str:
    """Shape and word."""
    if state is None:
        return _s(lang, "not_judged")
    name = state.name.lower()
    return f"{GLYPHS[name]} {say(lang, f'state.{name}')}"


def _s(lang: str, name: str) -> str:
    return say(lang, f"targets.{name}")
