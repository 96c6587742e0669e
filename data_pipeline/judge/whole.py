"""A city from its districts: it finishes with the last, and no district's trouble is hidden by the others."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from data_pipeline.core.status import Status
from data_pipeline.judge.gap import gap
from data_pipeline.judge.verdict import Judge, Verdict

KNOWN = 0.5  # of the districts: with fewer judged, the city is not
FIXED = (Judge.STALE, Judge.WAITING, Judge.WORKING)  # of the line as a whole: no district changes that


def whole(
    own: Verdict, parts: Mapping[str, Verdict | None], reports: Mapping[str, Sequence[Any]], now: datetime
) -> Verdict:
    """`own`: the city by itself, or as its forecast has it. `parts`: by district; None where nothing came today."""
    known = {area: v for area, v in parts.items() if v is not None}
    told_of = _named(known, parts, reports, own.newest)
    if own.judge in FIXED or own.slot is None:
        return replace(own, **told_of)
    if len(known) == len(parts) and all(v.judge is Judge.CLEARED for v in known.values()):
        own = _cleared(own, known)
    ends, judge = _ends(own, known), _judge(own, known)
    if judge is Judge.STOPPED and own.stopped is None:
        ends["stopped"] = max((v.stopped for v in known.values() if v.stopped), default=None)
    state = _state(own, known, len(parts))
    usual = state is Status.AT_RISK and judge is Judge.PACE and (own.usual or any(v.usual for v in known.values()))
    return replace(own, state=state, judge=judge, usual=usual, **ends, **told_of, **_short(own, known, now))


def _cleared(own: Verdict, known: Mapping[str, Verdict]) -> Verdict:
    """What every district has cleared is cleared, though it was judged otherwise while some were still to speak."""
    if own.judge is Judge.CLEARED:
        return own
    slot = max((v.slot for v in known.values() if v.slot), default=own.slot)
    return replace(
        own,
        state=Status.ON_TRACK,
        judge=Judge.CLEARED,
        slot=slot,
        to_do=0.0,
        left_p50=0.0,
        left_p90=None,
        finish=None,
        finish_p10=None,
        finish_p90=None,
        risk=None,
        needed=None,
        awaited=False,
        stopped=None,
    )


def _named(
    known: Mapping[str, Verdict],
    parts: Mapping[str, Verdict | None],
    reports: Mapping[str, Sequence[Any]],
    newest: datetime | None,
) -> dict[str, Any]:
    """Who is told by name: silent, missing, in lumps, standing still; and how many spoke at the newest slot."""
    moving = any(v.stopped is None and v.to_do for v in known.values())
    return {
        "carried": tuple(a for a, v in known.items() if v.silent),
        "missing": tuple(a for a, v in parts.items() if v is None),
        "lumpy": tuple(a for a, v in known.items() if v.lumps),
        "still": tuple(a for a, v in known.items() if v.stopped and moving),
        "of": len(parts),
        "spoke": sum(1 for a in known if reports[a][-1]["as_of"] == newest and reports[a][-1].get("reported", 1)),
    }


def _state(own: Verdict, known: Mapping[str, Verdict], of: int) -> Status:
    """Never on track while a district will miss, nor lost while none will: then all together are at risk. A line that
    has stopped has stopped in its districts, and will miss."""
    states = [v.state for v in known.values()]
    if Status.WILL_MISS in states:
        return Status.WILL_MISS
    judged = sum(s is not Status.UNKNOWN for s in states)
    if judged < KNOWN * of:
        return Status.UNKNOWN
    if Status.AT_RISK in states or own.state in (Status.WILL_MISS, Status.AT_RISK) or judged < of:
        return Status.AT_RISK
    return Status.ON_TRACK


def _judge(own: Verdict, known: Mapping[str, Verdict]) -> Judge:
    """Cleared only with the last district; stopped where the city as a whole has, or every district with work open."""
    open_ = [v.judge for v in known.values() if v.to_do or v.silent]
    if own.judge in (Judge.FORECAST, Judge.PACE) and open_ and set(open_) == {Judge.STOPPED}:
        return Judge.STOPPED
    if own.judge is not Judge.CLEARED:
        return own.judge
    rest = [v.judge for v in known.values() if v.judge is not Judge.CLEARED]
    return rest[0] if rest else Judge.CLEARED


def _ends(own: Verdict, known: Mapping[str, Verdict]) -> dict[str, Any]:
    """When the last district finishes and which it is; and how many clear in time, the last of those when."""
    open_ = {a: v for a, v in known.items() if v.to_do or v.silent}
    last = min(open_, key=lambda a: (-_end(open_[a]), open_[a].rate), default=None)
    in_time = [v for v in known.values() if _clears(v)]
    by = [v.finish for v in in_time if v.finish and v.judge is not Judge.CLEARED]
    ends = {"last": last, "clear": len(in_time), "clear_by": max(by, default=None)}
    if own.judge is Judge.CLEARED and not open_:
        return ends | {"finish": max((v.finish for v in known.values() if v.finish), default=own.finish)}
    moving = [v for v in open_.values() if v.state is not Status.UNKNOWN]
    for name in ("finish", "finish_p10", "finish_p90"):
        stated = [getattr(v, name) for v in moving if not (name == "finish" and v.awaited)]
        mine = getattr(own, name)
        never = None in stated or (mine is None and not own.awaited)
        ends[name] = None if never else max([t for t in (*stated, mine) if t], default=None)
    return ends | {"awaited": own.awaited and ends["finish"] is None and all(v.awaited for v in moving)}


def _end(v: Verdict) -> float:
    """Sorts by when it ends; what is not seen to end is the last."""
    if v.finish is not None:
        return v.finish.timestamp()
    return 0.0 if v.awaited or not v.to_do else math.inf


def _clears(v: Verdict) -> bool:
    if v.silent or v.state is Status.UNKNOWN:
        return False
    return v.judge is Judge.CLEARED or v.awaited or (v.finish is not None and v.finish <= v.deadline)


def _short(own: Verdict, known: Mapping[str, Verdict], now: datetime) -> dict[str, Any]:
    """The city's gap, no less than that of any district: it is what all those in need lack."""
    if gap(1.0, own, now) is None:
        return {"needed": None}
    return {"needed": max((v.needed for v in (own, *known.values()) if v.needed is not None), default=None)}
