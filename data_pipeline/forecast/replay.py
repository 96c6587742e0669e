"""Forecasts made again for moments past, from what was known then; and the spread fitted to how they came out."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

import numpy as np
import pandas as pd

from data_pipeline.forecast import draws, summary
from data_pipeline.forecast.cases import cases
from data_pipeline.forecast.keep import kept
from data_pipeline.forecast.method import USUAL, Method
from data_pipeline.forecast.prepare import Prepared, prepare
from data_pipeline.forecast.project import project
from data_pipeline.forecast.simulate import simulate

GRID = (0.0, 0.03, 0.06, 0.09, 0.12, 0.16, 0.2, 0.25, 0.3, 0.4, 0.5, 0.65, 0.8, 1.0)
WANTED = 0.80
COST = 0.01  # of Brier score that a band may cost over the best any spread has
FEWEST = 40  # open questions before a group has a spread of its own

Fitted = dict[str | tuple[str, int], float]
Ledger = pd.DataFrame | Callable[[datetime], pd.DataFrame]  # or: the ledger as it was known at a moment


def replay(ledger: Ledger, moments: Iterable[datetime], method: Method = USUAL) -> pd.DataFrame:
    """Rows to keep, as they would have been shown at each moment."""
    said = [kept(project(ledger_at(ledger, m), m, method)) for m in moments]
    return pd.concat([s for s in said if len(s)], ignore_index=True) if any(map(len, said)) else kept([])


def fit(ledger: Ledger, moments: Sequence[datetime], final: pd.DataFrame, method: Method = USUAL) -> Fitted:
    """The spread that would have given each line, at each hour, a band that holds 80 %; by line where an hour has
    too few open questions; nothing for a line with too few at all. `final`: the ledger as it ended."""
    ready = [(m, prepare(ledger_at(ledger, m), m, method)) for m in moments]
    tries = []
    for cv in GRID:
        said = [_again(r, cv, method.level) for _, lines in ready for r in lines.values()]
        every = pd.concat(said, ignore_index=True) if said else None
        scored = pd.DataFrame() if every is None else cases(every, final, method.notice_h)
        tries.append(scored.assign(cv=cv))
    scored = pd.concat(tries, ignore_index=True)
    out: Fitted = {}
    if scored.empty:
        return out
    for line, rows in scored.groupby("line"):
        found = best(rows)
        if found is not None:
            out[str(line)] = found
        for hour, part in rows.groupby("hour"):
            own = best(part)
            if own is not None:
                out[str(line), int(str(hour))] = own
    return out


def best(scored: pd.DataFrame) -> float | None:
    """Where coverage as a function of the spread meets 80 %, or the widest that the probabilities can bear: a band must
    not be bought with risks that are told worse. None with too few open questions."""
    from scipy.optimize import isotonic_regression  # takes a third of a second

    asked = scored["open_question"].to_numpy(bool)
    cv, inside = scored["cv"].to_numpy()[asked], scored["inside"].to_numpy()[asked]
    tried = [inside[cv == c] for c in GRID]
    if min(map(len, tried)) < FEWEST:
        return None
    rising = isotonic_regression([t.mean() for t in tried]).x
    all_cv, wrong = scored["cv"].to_numpy(), (scored["p_miss"] - scored["missed"]).to_numpy(float) ** 2
    brier = [float(wrong[all_cv == c].mean()) for c in GRID]
    bearable = max(c for c, b in zip(GRID, brier, strict=True) if b <= min(brier) + COST)
    return min(float(np.interp(WANTED, rising, GRID)), bearable)


def ledger_at(ledger: Ledger, moment: datetime) -> pd.DataFrame:
    return ledger(moment) if callable(ledger) else ledger


def _again(ready: Prepared, cv: float, level: str) -> pd.DataFrame:
    case = replace(ready.case, cv=cv)
    ways = simulate(case, draws.SEED, draws.PATHS)
    return kept(summary.areas(replace(ready, case=case), ways, level))
