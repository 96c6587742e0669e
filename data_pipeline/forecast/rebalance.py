"""Moving means between areas as a transport problem: surplus above the donors' reserve to the receivers' gaps, as
much of the gap as can be met, over the least distance. A suggestion with its reasons, never an order."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

WHOLE = 1e-6  # how near a whole number a solver's whole number is


class Status(StrEnum):
    NO_GAP = "no_gap"  # nobody lacks anything
    MET = "met"  # the moves close every gap
    SHORT = "short"  # the moves close what can be closed; `missing` says what stays
    NO_MOVE = "no_move"  # there are gaps, and no move is possible


class Limit(StrEnum):
    """What, if it were lifted, would let more of the gap be met."""

    SPARE = "spare"  # the donors have no more above their reserve
    PAIRS = "pairs"  # locked pairs, or scope: what is there may not go there
    PAIR_LIMIT = "pair_limit"  # the most that may go between two areas
    TOTAL = "total"  # the most that may be moved in all


@dataclass(frozen=True)
class Problem:
    """Whole units of one resource. `spare` is above the reserve already; an area has spare or need, not both."""

    resource: str
    areas: tuple[str, ...]
    spare: np.ndarray  # (n,)
    need: np.ndarray  # (n,)
    distance: np.ndarray  # (n, n), from row to column
    scope: np.ndarray | None = None  # (n, n) True where the resource may be used there; None: everywhere
    locked: frozenset[tuple[str, str]] = frozenset()  # (from, to) that must not be used
    pair_limit: float = np.inf
    total_limit: float = np.inf


@dataclass(frozen=True)
class Move:
    source: str
    target: str
    amount: int
    distance: float


@dataclass(frozen=True)
class Plan:
    resource: str
    status: Status
    moves: tuple[Move, ...] = ()
    missing: Mapping[str, int] | None = None  # by receiver, what no move can bring
    binding: tuple[Limit, ...] = ()
    lifted: Mapping[Limit, int] | None = None  # how much more each binding limit, lifted alone, would let through

    @property
    def moved(self) -> int:
        return sum(m.amount for m in self.moves)

    @property
    def short(self) -> int:
        return sum((self.missing or {}).values())

    def net(self) -> dict[str, int]:
        """Units gained (or given) by area."""
        out: dict[str, int] = {}
        for m in self.moves:
            out[m.source] = out.get(m.source, 0) - m.amount
            out[m.target] = out.get(m.target, 0) + m.amount
        return out


def rebalance(problem: Problem) -> Plan:
    """The best moves, what they cannot close, and which limits stand in the way."""
    need = _whole_need(problem)
    if not need.any():
        return Plan(problem.resource, Status.NO_GAP)
    moves = _solve(problem)
    got = dict.fromkeys(problem.areas, 0)
    for m in moves:
        got[m.target] += m.amount
    missing = {a: int(n) - got[a] for a, n in zip(problem.areas, need, strict=True) if n > got[a]}
    if not missing:
        return Plan(problem.resource, Status.MET, moves)
    lifted = _lifted(problem, sum(got.values()))
    return Plan(problem.resource, Status.SHORT if moves else Status.NO_MOVE, moves, missing, tuple(lifted), lifted)


def allowed(problem: Problem) -> np.ndarray:
    """(n, n) pairs the resource may move between."""
    ok = np.ones(problem.distance.shape, bool) if problem.scope is None else problem.scope.astype(bool).copy()
    for source, target in problem.locked:
        ok[problem.areas.index(source), problem.areas.index(target)] = False
    np.fill_diagonal(ok, False)
    return ok


def _whole_need(problem: Problem) -> np.ndarray:
    return np.ceil(problem.need - WHOLE).clip(0)


def _solve(problem: Problem) -> tuple[Move, ...]:
    """Each unit brought is worth more than any road is long. Bounds are whole and the matrix is that of a network,
    so the corner the simplex stops at is whole too."""
    from scipy.optimize import linprog  # takes a third of a second

    spare, need = np.floor(problem.spare), _whole_need(problem)
    pairs = np.argwhere(allowed(problem) & (spare[:, None] > 0) & (need[None, :] > 0))
    if not len(pairs):
        return ()
    source, target = pairs.T
    distance = problem.distance[source, target].astype(float)
    n = len(problem.areas)
    rows = np.concatenate([np.eye(n)[:, source], np.eye(n)[:, target], np.ones((1, len(pairs)))])
    room = np.concatenate([spare, need, [min(np.floor(problem.total_limit), need.sum())]])
    most = None if np.isinf(problem.pair_limit) else np.floor(problem.pair_limit)
    worth = (distance.max() + 1) * 2
    answer = linprog(distance - worth, A_ub=rows, b_ub=room, bounds=(0, most), method="highs-ds")
    amounts = np.floor(answer.x + WHOLE).astype(int)
    return tuple(
        Move(problem.areas[i], problem.areas[j], int(x), float(d))
        for i, j, x, d in zip(source, target, amounts, distance, strict=True)
        if x > 0
    )


def _lifted(problem: Problem, moved: int) -> dict[Limit, int]:
    """Lift each limit alone and see whether more gets through."""
    everywhere = np.ones(problem.distance.shape, bool)
    without = {
        Limit.SPARE: replace(problem, spare=np.where(problem.spare >= 1, _whole_need(problem).sum(), 0)),
        Limit.PAIRS: replace(problem, scope=everywhere, locked=frozenset()),
        Limit.PAIR_LIMIT: replace(problem, pair_limit=np.inf),
        Limit.TOTAL: replace(problem, total_limit=np.inf),
    }
    more = {limit: sum(m.amount for m in _solve(p)) - moved for limit, p in without.items()}
    if not any(problem.spare >= 1):
        more[Limit.SPARE] = int(_whole_need(problem).sum())
    return {limit: n for limit, n in more.items() if n > 0}
