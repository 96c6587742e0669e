"""Why a line does not clear: where most hours of work lie, which district or stage moves the finish, who is last."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data_pipeline.board.board import Board
from data_pipeline.declare import Line, Pack
from data_pipeline.forecast.case import Case
from data_pipeline.forecast.method import Method
from data_pipeline.forecast.prepare import prepare
from data_pipeline.forecast.sensitivity import TENTH, Effect, effects
from data_pipeline.forecast.simulate import simulate
from data_pipeline.forecast.stages import chain, hours_of_work
from data_pipeline.forecast.tail import Tail, together
from data_pipeline.forecast.whatif import Change, apply
from data_pipeline.outlook.service import Outlook

TRIED = 4  # districts whose pace is tried; the others seldom hold the finish


@dataclass(frozen=True)
class Gain:
    """What a change buys the whole city: `hours` by which its finish comes forward, mean over the paths, those past the
    horizon counted at it; and how many `fewer` are left at the deadline, middle case."""

    hours: float
    fewer: float


@dataclass(frozen=True)
class Place:
    """One district: hours of work it has, how often it is the last to clear, and what a tenth more pace there buys."""

    area: str
    hours: float
    holds: float
    gain: Gain | None  # None: not tried


@dataclass(frozen=True)
class Why:
    """All that is told of why a line does not clear; empty before an outlook is worked out."""

    places: Sequence[Place] = ()
    stages: Sequence[Effect] = ()
    tail: Tail | None = None


def why(board: Board, said: Outlook | None, line: Line) -> Why:
    return Why(places(said, line.id), stages(board, said, line), tail(said, line.id)) if said else Why()


def places(said: Outlook, line: str) -> list[Place]:
    """The districts of a line, those that hold the city's finish first, then by hours of work."""
    city = said.now.city.get(line)
    if city is None:
        return []
    case, held = said.now.cases[city.part or line].case, dict(city.holders)
    hours = hours_of_work(case)
    order = sorted(range(len(case.areas)), key=lambda i: (-held.get(case.areas[i], 0.0), -hours[i]))
    tried = {case.areas[i] for i in order[:TRIED]}
    gains = {a: gain(case, Change(times=1 + TENTH, areas=(a,))) for a in tried}
    return [Place(a, float(hours[i]), held.get(a, 0.0), gains.get(a)) for i in order for a in (case.areas[i],)]


def gain(case: Case, change: Change) -> Gain:
    """The same draws on both sides, so no gain is luck."""
    end = float(case.edges[-1])
    before, after = simulate(case), simulate(apply(case, change))
    finish = [np.minimum(p.finish.max(axis=0), end).mean() for p in (before, after)]
    left = [np.median(p.left.sum(axis=0)) for p in (before, after)]
    return Gain(float(finish[0] - finish[1]), float(left[0] - left[1]))


def tail(said: Outlook, line: str) -> Tail | None:
    """When 97 % and when all of a line is done in the whole city; None where its figure may not be shown."""
    whole = said.past.rules.whole
    if said.of(line, whole) is None:
        return None
    return together(said.now.cases[said.part(line, whole)].case, whole)


def serial(pack: Pack, line: Line) -> list[Line]:
    """The stages that a line of work goes through, in their order: those of its feed that share one declaration."""
    of_feed = [x for x in pack.lines.values() if x.feed == line.feed and x.sql in STAGED]
    return of_feed if line.tier == "headline" and len(of_feed) > 1 else []


STAGED = ("stage", "supply_tier")


def stages(board: Board, said: Outlook, line: Line) -> list[Effect]:
    """Which stage, sped up by a tenth, moves the finish most; empty where there are no stages, or they are refused."""
    names = [x.id for x in serial(board.pack, line)]
    if not names:
        return []
    moment = said.moment
    today = board.rows("page/stages", moment.known_at, ops_day=moment.ops_day, moment=moment.as_of)
    ledger = pd.concat([said.past.ledger, today], ignore_index=True)
    rules = said.past.rules
    method = Method(spread=rules.spread, since_round=rules.since_round)
    ready = prepare(pd.DataFrame(ledger[ledger["line"].isin(names)]), moment.as_of, method)
    usable = [ready[n] for n in names if n in ready and not any(ready[n].reasons)]
    return effects(chain(usable)) if len(usable) > 1 and _common(usable) else []


def _common(stages: Sequence) -> bool:
    return bool(set.intersection(*(set(r.case.areas) for r in stages))) and all(
        r.case.as_of <= stages[-1].case.deadline for r in stages
    )
