"""Targets as tables: those in force, what a change would recolour, and who changed what."""

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd

from data_pipeline.board.rows import TargetSetRow
from data_pipeline.core.records import records
from data_pipeline.core.status import Status
from data_pipeline.declare import Pack
from data_pipeline.declare.in_force import on_day
from data_pipeline.declare.local import AnyChange, HeldTo, LocalTarget, here_on
from data_pipeline.declare.tables import Target, TargetChange
from data_pipeline.sentences.held_here import COLUMNS, HeldHere, source_of
from data_pipeline.sentences.states import GLYPHS
from data_pipeline.targets.asked import of_place
from data_pipeline.targets.recolour import Recoloured
from data_pipeline.words import say
from data_pipeline.words.language import declared
from data_pipeline.words.numbers import known
from pages.components.data_table import DataTable, Kind, TableColumn
from pages.components.definitions import levels

LEVELS: Final = ("target", "amber", "red")


def name_of(target: Target, lang: str) -> str:
    return f"{target.metric} {target.name(lang)}"


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


def drafted(changes: Sequence[AnyChange], pack: Pack, held: HeldTo, lang: str) -> DataTable:
    """One row per change, old beside new; of a place, what holds there on its first day."""
    places = any(isinstance(c, LocalTarget) for c in changes)
    both = [c for n in LEVELS for c in (
        TableColumn(f"{n}_was", say(lang, "moved.was", name=_s(lang, n)), "figure", 105),
        TableColumn(n, _s(lang, n), "figure", 85))]  # fmt: skip
    columns = (
        TableColumn("metric", _s(lang, "metric"), width=230),
        *([TableColumn("place", _s(lang, "place"), width=150)] if places else []),
        *both,
        TableColumn("responsible", _s(lang, "responsible"), width=230),
        TableColumn("valid_from", _s(lang, "valid_from"), "day", 95),
        *([TableColumn("valid_to", _s(lang, "until"), "day", 95)] if places else []),
    )
    rows = [_drafted(c, pack, held, lang) for c in changes]
    return DataTable.of("", columns, rows, alt=_s(lang, "preview"))


def _drafted(c: AnyChange, pack: Pack, held: HeldTo, lang: str) -> dict[str, Any]:
    whole = on_day(held.targets, c.valid_from)[c.metric, c.item]
    facts: dict[str, Any] = {"metric": name_of(whole, lang), "valid_from": c.valid_from}
    if not isinstance(c, LocalTarget):
        return facts | _levels(c, whole, lang) | {"place": _s(lang, "whole")}
    here = [x for x in here_on(held.here, c.valid_from, c.area) if c.area and (x.metric, x.item) == (c.metric, c.item)]
    own = of_place(held, (c.metric, c.item), c.area, c.zone, c.valid_from)
    was = next((x.of_whole(whole) for x in (*here, *own)), whole)
    levels = _levels(c.of_whole(whole), was, lang)
    if c.withdrawn:
        levels |= {n: _s(lang, "withdrawn") for n in LEVELS}
    return facts | levels | {"place": place_of(pack, c.area, c.zone, lang), "valid_to": c.valid_to}


def _levels(c: Target | TargetChange, was: Target, lang: str) -> dict[str, Any]:
    set_to = {n: amount(getattr(c, n)) for n in LEVELS} | {f"{n}_was": amount(getattr(was, n)) for n in LEVELS}
    return set_to | {"responsible": declared(c, "responsible", lang)}


def place_of(pack: Pack, area: str | None, zone: str | None, lang: str) -> str:
    """The whole operation where neither is named."""
    if zone:
        return pack.term("zone", zone, lang)
    return pack.area[area].name(lang) if area else _s(lang, "whole")


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


def history_table(rows: pd.DataFrame, pack: Pack, names: dict[tuple[str, str], Target], lang: str) -> DataTable:
    """One row per change ever entered, newest first."""
    widths = {
        "version": 65,
        "entered": 100,
        "by": 95,
        "metric": 200,
        "place": 110,
        "levels_set": 130,
        "valid_from": 95,
        "until": 95,
        "reason": 220,
    }
    kinds: dict[str, Kind] = {"entered": "moment", "valid_from": "day", "until": "day"}
    columns = [TableColumn(n, say(lang, f"targets.{n}"), kinds.get(n, "text"), w) for n, w in widths.items()]
    found = ((r, names.get((r["metric"], r["item"]))) for r in records(rows, TargetSetRow))
    table_rows = [_change(r, pack, held, lang) for r, held in found]
    return DataTable.of("", columns, table_rows, alt=say(lang, "targets.history"))


def _change(r: TargetSetRow, pack: Pack, held: Target | None, lang: str) -> dict[str, Any]:
    area, zone = (x if known(x) else None for x in (r["area"], r["zone"]))
    place, until = place_of(pack, area, zone, lang), r["valid_to"] if known(r["valid_to"]) else None
    entry = {"version": f"T{r['seq']}", "entered": r["known_from"], "by": r["sender"], "place": place, "until": until}
    name, levels_set = name_of(held, lang) if held else r["metric"], " / ".join(amount(r[n]) for n in LEVELS)
    if known(r["withdrawn"]) and r["withdrawn"]:
        levels_set = _s(lang, "withdrawn")
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
