"""The forecasts in force: each line's as made at the slot it is judged at; where that one is refused, the last of the
day that was not. A line that a forecast has judged is not judged by anything else that day."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import pandas as pd

from data_pipeline.core.records import words
from data_pipeline.forecast import Forecast, State, project
from data_pipeline.forecast.project import speak
from data_pipeline.judge.slots import Slot
from data_pipeline.outlook.past import Past

KEPT = 512  # forecasts of a slot and line, for one state of the days before


def at_slots(today: pd.DataFrame, past: Past, slots: Mapping[str, Sequence[Slot]], as_of: datetime) -> Forecast:
    """`today`: rows of page/day of the lines that are projected; `slots`: those judged, by line, the newest last."""
    own = [x for x in past.rules.lines if x not in past.rules.worst_of]
    found = Forecast(as_of, {}, {}, {})
    waiting = {line: list(slots[line]) for line in sorted(own) if slots.get(line)}
    while waiting:
        for slot, lines in _together(waiting):
            found = _filled(found, _made(today, past, slot, lines))
        waiting = {line: rest[:-1] for line, rest in waiting.items() if rest[:-1] and _refused(found, line)}
    return speak(found, past.rules.worst_of)


def _together(waiting: Mapping[str, Sequence[Slot]]) -> Iterator[tuple[Slot, tuple[str, ...]]]:
    by_slot: dict[Slot, list[str]] = {}
    for line, slots in waiting.items():
        by_slot.setdefault(slots[-1], []).append(line)
    return ((slot, tuple(lines)) for slot, lines in by_slot.items())


def _refused(found: Forecast, line: str) -> bool:
    city = found.city.get(line)
    return city is None or city.state is State.REFUSED or any(p.state is State.REFUSED for p in found.of_line(line))


def _filled(newer: Forecast, older: Forecast) -> Forecast:
    """What the newer one refuses, from the older. A case goes with its city's forecast."""
    areas, city, cases = dict(newer.areas), dict(newer.city), dict(newer.cases)
    for key, p in older.areas.items():
        if key not in areas or (areas[key].state is State.REFUSED and p.state is not State.REFUSED):
            areas[key] = p
    for line, p in older.city.items():
        if line not in city or (city[line].state is State.REFUSED and p.state is not State.REFUSED):
            city[line], cases[line] = p, older.cases[line]
    return replace(newer, areas=areas, city=city, cases=cases)


def _made(today: pd.DataFrame, past: Past, slot: Slot, lines: tuple[str, ...]) -> Forecast:
    """Of each line once for the same reports, however often it is asked for: a report of the next slot, or of another
    line, changes none of it."""
    rows = pd.DataFrame(_spoken(today, slot.at, lines)[past.ledger.columns])
    marks = words(rows, "line")
    keys = {line: (slot, line, marks.get(line)) for line in lines}
    with past.lock:
        if missing := [line for line in lines if keys[line] not in past.memo]:
            before, own = (pd.DataFrame(x[x["line"].isin(missing)]) for x in (past.ledger, rows))
            ledger = pd.concat([before, own], ignore_index=True)
            made = project(ledger, slot.at, replace(past.rules, worst_of={}), graced=slot.graced)
            past.memo.update((keys[line], _of_line(made, line)) for line in missing)
        found = Forecast(slot.at, {}, {}, {})
        for key in keys.values():
            past.memo.move_to_end(key)
            found = _filled(found, past.memo[key])
        while len(past.memo) > KEPT:
            past.memo.popitem(last=False)
        return found


def _of_line(of: Forecast, line: str) -> Forecast:
    areas = {key: p for key, p in of.areas.items() if key[0] == line}
    city, cases = ({name: x for name, x in held.items() if name == line} for held in (of.city, of.cases))
    return replace(of, areas=areas, city=city, cases=cases)


def _spoken(today: pd.DataFrame, at: datetime, lines: tuple[str, ...]) -> pd.DataFrame:
    """The rows of these lines by then, without those that only carry an earlier report on."""
    rows = pd.DataFrame(today[today["line"].isin(lines) & (today["as_of"] <= pd.Timestamp(at))])
    reported = rows["told_at"].isna() | (rows["told_at"] >= rows["as_of"])
    return pd.DataFrame(rows[reported | (rows["level"] == "city")])
