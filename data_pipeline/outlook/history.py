"""The states a city has had today, slot by slot, each as it was judged then: what alerts are raised by."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import pandas as pd

from data_pipeline.core.status import Status
from data_pipeline.judge.judge import Bench, verdicts
from data_pipeline.judge.slots import Slot, grace, judged_slots
from data_pipeline.outlook.atslot import at_slots
from data_pipeline.outlook.service import Outlook

States = dict[str, list[tuple[datetime, Status]]]


def history(rows: pd.DataFrame, bench: Bench, lines: Sequence[str]) -> States:
    """By line, the city's state at every judged slot of the day, oldest first. `rows`: of page/day."""
    wanted = {*lines, *(part for line in lines for part in bench.pack.lines[line].worst_of)}
    rows = pd.DataFrame(rows[rows["line"].isin(sorted(wanted))])
    judged = judged_slots(rows, bench.pack, bench.now)
    found: States = {}
    for at in sorted({s.at for slots in judged.values() for s in slots}):
        slots = {line: kept for line, of in judged.items() if (kept := [s for s in of if s.at <= at])}
        states = _states(pd.DataFrame(rows[rows["as_of"] <= pd.Timestamp(at)]), bench, slots, at)
        for line in lines:
            if line in states and slots.get(line, [Slot(datetime.min)])[-1].at == at:
                found.setdefault(line, []).append((at, states[line]))
    return found


def _states(rows: pd.DataFrame, bench: Bench, slots: Mapping[str, Sequence[Slot]], at: datetime) -> dict[str, Status]:
    """As judged when the slot was: by the hour of the slot, or where somebody was waited for, when that was over."""
    waited = max((grace(bench.pack, x) for x, of in slots.items() if of[-1].graced and of[-1].at == at), default=None)
    said = _as_then(rows, bench.said, slots, at)
    then = replace(bench, now=at + waited if waited else at, said=said)
    city = bench.pack.operation.city_code
    return {line: v.state for (line, area), v in verdicts(rows, then, slots).items() if area == city}


def _as_then(
    rows: pd.DataFrame, said: Outlook | None, slots: Mapping[str, Sequence[Slot]], at: datetime
) -> Outlook | None:
    if said is None:
        return None
    today = pd.DataFrame(rows[rows["line"].isin(sorted(said.past.rules.lines))])
    moment = replace(said.moment, as_of=at, shown=at)
    return replace(said, moment=moment, now=at_slots(today, said.past, slots, at), then=None, slots=slots)
