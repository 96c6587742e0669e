"""Bottlenecks, suggested moves and the score in words. A suggestion gives its reasons and is never an order."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import pandas as pd

from data_pipeline.forecast.moves import Suggestion
from data_pipeline.forecast.rebalance import Plan, Status
from data_pipeline.forecast.score import FEWEST
from data_pipeline.forecast.sensitivity import Effect
from data_pipeline.forecast.sentence import NOBODY, clock
from data_pipeline.forecast.types import City, shown
from data_pipeline.quantity import ends, exact, percent
from data_pipeline.words import say

NOTICED = 5 / 60  # hours: a smaller gain is not worth a move


def bottleneck(lang: str, effects: Sequence[Effect], as_of: datetime, names: Mapping[str, str]) -> str:
    """Which stage has most hours of work, and which, sped up by a tenth, moves the finish most."""
    longest, most = max(effects, key=lambda e: e.hours_of_work), effects[0]
    hours = f"{longest.hours_of_work:.1f}"
    said = say(lang, "bottleneck.longest", as_of=f"{as_of:%H:%M}", stage=names[longest.line], hours=hours)
    if most.gain < NOTICED:
        return (said + say(lang, "bottleneck.moves_none")).strip()
    minutes = exact(60 * most.gain)
    return (said + say(lang, "bottleneck.moves_most", stage=names[most.line], minutes=minutes)).strip()


def suggestion(lang: str, seen: Suggestion, as_of: datetime, names: Mapping[str, str], resource: str, work: str) -> str:
    """The moves, what they buy, what stays missing and why. `resource`, `work`: units of what is moved and of what
    it does."""
    plan, at = seen.plan, f"{as_of:%H:%M}"
    if plan.status is Status.NO_GAP:
        return say(lang, "rebalance.no_gap", as_of=at).strip()
    if plan.status is Status.NO_MOVE:
        return say(lang, "rebalance.no_move", as_of=at, limits=_limits(lang, plan, resource)).strip()
    if seen.gain is None:
        return say(lang, "rebalance.no_gain", as_of=at).strip()
    moves = [
        say(lang, "rebalance.move", source=names[m.source], target=names[m.target], amount=m.amount, unit=resource,
            distance=exact(m.distance))
        for m in plan.moves
    ]  # fmt: skip
    said = say(lang, "rebalance.moves", as_of=at, moves=_several(lang, moves))
    said += _gain(lang, seen.gain.before, seen.gain.after, work) + _missing(lang, plan, names, resource)
    return (said + say(lang, "rebalance.not_order")).strip()


def score(lang: str, row: Mapping[str, Any]) -> str:
    """One row of score.table: coverage, Brier score beside its baselines, and the error of the finish."""
    if row["n"] < FEWEST:
        return say(lang, "score.few", n=int(row["n"]), needed=FEWEST).strip()
    said = "" if pd.isna(row["coverage"]) else _coverage(lang, row)
    brier = {n: f"{row[c]:.2f}" for n, c in BRIER.items()}
    said += say(lang, "score.brier", **brier)
    if not pd.isna(row["error_h"]):
        said += say(lang, "score.error", minutes=exact(60 * row["error_h"]))
    return said.strip()


BRIER = {"own": "brier", "straight": "brier_straight", "yesterday": "brier_yesterday"}


def _coverage(lang: str, row: Mapping[str, Any]) -> str:
    return say(lang, "score.coverage", share=percent(lang, row["coverage"]), n=int(row["open"]))


def _gain(lang: str, before: City, after: City, work: str) -> str:
    """In finish time where both have one, else in risk and in what is left."""
    risks = {"risk_before": percent(lang, _risk(before)), "risk_after": percent(lang, _risk(after))}
    if before.p50 and after.p50 and before.p50 > after.p50:
        times = {"before": clock(lang, before, before.p50), "after": clock(lang, after, after.p50)}
        return say(lang, "rebalance.gain", **risks, **times)
    risks = {} if risks["risk_before"] == risks["risk_after"] else risks
    left_after, left_before = ends(lang, after.left_p50 or 0, before.left_p50 or 0)
    left = {"left_before": left_before, "left_after": left_after}
    return say(lang, "rebalance.gain_risk" if risks else "rebalance.gain_left", unit=work, **risks, **left)


def _risk(city: City) -> float:
    risk = city.p_miss or 0.0
    return 0.0 if risk < NOBODY / 10 else shown(risk)


def _missing(lang: str, plan: Plan, names: Mapping[str, str], unit: str) -> str:
    if not plan.missing:
        return ""
    areas = [say(lang, "rebalance.short_area", area=names[a], amount=n, unit=unit) for a, n in plan.missing.items()]
    said = say(lang, "rebalance.short", amount=plan.short, unit=unit, areas=_several(lang, areas))
    return said + say(lang, "rebalance.limits", limits=_limits(lang, plan, unit))


def _limits(lang: str, plan: Plan, unit: str) -> str:
    lifted = plan.lifted or {}
    return _several(lang, [say(lang, f"rebalance.{limit}", amount=n, unit=unit) for limit, n in lifted.items()])


def _several(lang: str, parts: Sequence[str]) -> str:
    return say(lang, "forecast.several").join(parts)
