"""From paths to what is said of each area, and of all areas together."""

from dataclasses import replace
from typing import Any, TypeVar

import numpy as np

from data_pipeline.forecast.prepare import Prepared
from data_pipeline.forecast.simulate import Paths, quantiles
from data_pipeline.forecast.types import P50, City, Projection, Reason, State

P = TypeVar("P", bound=Projection)
PARTS = 0.05  # more than this share of what is owed without a forecast: none for the whole either


def areas(ready: Prepared, paths: Paths, level: str) -> list[Projection]:
    """One projection per area of the case, refused where the data say so."""
    case, pace = ready.case, ready.recent
    done, due = np.median(pace.rate_done, axis=1), np.median(pace.rate_due, axis=1)
    by_slot = hours_to_clear(case.open[:, None], pace.rate_done - pace.rate_due)
    straight = hours_to_clear(case.open, done - due)
    refused: dict[str, Any] = {"state": State.REFUSED}
    return [
        Projection(
            line=case.line,
            level=level,
            area_code=code,
            as_of=case.as_of,
            deadline=case.deadline,
            cutoff=case.cutoff,
            open=float(case.open[i]),
            reported=float(case.open_reported[i]),
            due=float(case.due_total[i]),
            stays=float(case.stays[i]),
            enough=float(case.enough[i]),
            reasons=ready.reasons[i],
            rate_done=float(done[i]),
            rate_due=float(due[i]),
            best=float(pace.rate_done[i].max()),
            straight=float(straight[i]),
            fastest=float(by_slot[i].min()),
            slowest=float(by_slot[i].max()),
            slots=int(pace.slots[i]),
            **(refused if ready.reasons[i] else said),
        )
        for i, (code, said) in enumerate(zip(case.areas, _said(paths), strict=True))
    ]


def city(ready: Prepared, paths: Paths, parts: list[Projection], code: str, level: str = "city") -> City:
    """Clear when the last area is: the joint maximum over the areas that have a forecast of their own."""
    case = ready.case
    spoken = np.array([p.state is not State.REFUSED for p in parts])
    net = sum(p.rate_done for p in parts) - sum(p.rate_due for p in parts)
    whole = City(
        line=case.line,
        level=level,
        area_code=code,
        as_of=case.as_of,
        deadline=case.deadline,
        cutoff=case.cutoff,
        open=sum(p.open for p in parts),
        reported=sum(p.reported for p in parts),
        due=sum(p.due for p in parts),
        stays=sum(p.stays for p in parts),
        enough=sum(p.enough for p in parts),
        state=State.REFUSED,
        rate_done=sum(p.rate_done for p in parts),
        rate_due=sum(p.rate_due for p in parts),
        best=sum(p.best for p in parts),
        straight=float(hours_to_clear(sum(p.open for p in parts), net)),
        fastest=max((p.fastest for p in parts), default=np.inf),
        slowest=max((p.slowest for p in parts), default=np.inf),
        slots=min((p.slots for p in parts), default=0),
        clear=sum(p.finish[P50] <= p.hours_left for p in parts if p.finish),
        of=int(spoken.sum()),
        silent=tuple(p.area_code for p in parts if p.state is State.REFUSED),
    )
    owed = case.due_total
    silent = np.array([p.reasons == (Reason.STALE,) and ready.graced for p in parts])
    if not spoken.any() or owed[~spoken & ~silent].sum() > PARTS * owed.sum():
        return replace(whole, reasons=(Reason.PARTS, *sorted({r for p in parts for r in p.reasons})))
    finish, left = paths.finish[spoken], paths.left[spoken]
    codes = [c for c, s in zip(case.areas, spoken, strict=True) if s]
    joint = Paths(
        finish.max(axis=0, keepdims=True),
        left.sum(axis=0, keepdims=True),
        paths.excess[spoken].sum(axis=0, keepdims=True),
        np.atleast_2d(paths.overdue[spoken].any(axis=0)),
        paths.due_in,
    )
    return replace(whole, holders=_holders(finish, paths.excess[spoken], codes), **_said(joint)[0])


def worst(line: str, parts: list[P]) -> P:
    """The projection that speaks for several lines in one area: the likeliest to miss, then the latest. Never a sum."""
    spoken = [p for p in parts if p.finish] or parts
    speaks = max(spoken, key=lambda p: (p.p_miss or 0.0, p.finish[P50] if p.finish else 0.0, p.open))
    return replace(speaks, line=line, part=speaks.line)


def hours_to_clear(open_: np.ndarray | float, net: np.ndarray | float) -> np.ndarray:
    """Open work over net pace; 0 when nothing is open, infinity when the pace does not keep up."""
    open_, net = np.broadcast_arrays(np.asarray(open_, float), np.asarray(net, float))
    return np.where(open_ <= 0, 0.0, np.divide(open_, net, out=np.full(open_.shape, np.inf), where=net > 0))


def _said(paths: Paths) -> list[dict[str, Any]]:
    """What the paths of each row say."""
    finish, left, excess = (quantiles(x).tolist() for x in (paths.finish, paths.left, paths.excess))
    missed, overdue = paths.missed.mean(axis=1), paths.overdue.mean(axis=1)
    return [
        {
            "state": State.CLEARED if f[P50] == 0 else State.NEVER if np.isinf(f[P50]) else State.FORECAST,
            "finish": tuple(f),
            "left": tuple(x),
            "excess": tuple(e),
            "p_miss": m,
            "p_overdue": o,
        }
        for f, x, e, m, o in zip(finish, left, excess, missed.tolist(), overdue.tolist(), strict=True)
    ]


def _holders(finish: np.ndarray, excess: np.ndarray, codes: list[str]) -> tuple[tuple[str, float], ...]:
    """How often each area is the last to clear, most often first; areas that never are, are left out. Of those that do
    not clear within the horizon the one with most left over is the last."""
    order = np.where(np.isinf(finish), np.float32(1e6) + excess, finish)
    last = (order == order.max(axis=0)) & (order > 0)
    share = (last / np.maximum(last.sum(axis=0), 1)).mean(axis=1)
    ranked = sorted(range(len(codes)), key=lambda i: (-share[i], codes[i]))
    return tuple((codes[i], float(share[i])) for i in ranked if share[i] > 0)
