"""The days before: history that the projections lean on, and how good forecasts were on them.

Asked for once an operating day, as known when that day opened: it is large, and a late correction of yesterday may
wait until tomorrow.
"""

import logging
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import CancelledError, Future, wait
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from threading import Lock
from time import monotonic
from typing import Any

import pandas as pd

from data_pipeline.board.board import Board
from data_pipeline.core.caches import Cache
from data_pipeline.core.clock import AsOf
from data_pipeline.core.errors import BoardError
from data_pipeline.core.threads import pool
from data_pipeline.forecast.cases import cases
from data_pipeline.forecast.replay import replay
from data_pipeline.forecast.score import FEWEST, Scored, earned, rows, table
from data_pipeline.forecast.usual import Usual, usual
from data_pipeline.outlook import journal, scores
from data_pipeline.outlook.rules import Rules, rules

DAYS = 6  # before the operating day
HOURS = (14, 18, 22)  # at which forecasts are scored (domain 3.7, point 9)
FIRST_SCORED = 1  # a day with none before it has no history to lean on
HELD = 4  # operating days
AGAIN_S = 60.0  # after a failure, before it is tried again
AWAITED_S = 30.0  # by who asks once: no request holds a thread for longer
IDLE_S = 3600.0  # worked out in half a minute: kept while nobody looks for longer than other things

Key = tuple[str, str, date]
_log = logging.getLogger(__name__)
_holding = Lock()
_worker = pool("outlook", 1)


@dataclass(frozen=True)
class Past:
    """`ledger`: rows of page/before. `scored`: forecast.cases of the days that are over."""

    ledger: pd.DataFrame
    scored: pd.DataFrame
    rules: Rules
    memo: OrderedDict[Any, Any] = field(default_factory=OrderedDict, init=False, compare=False, repr=False)  # by slot
    lock: Lock = field(default_factory=Lock, init=False, compare=False, repr=False)

    @cached_property
    def by_line(self) -> dict[str, Scored]:
        """Line → its row of score.table, over all districts and hours."""
        return {r["line"]: r for r in rows(self.table(["line"])) if "line" in r}

    @cached_property
    def by_hour(self) -> dict[tuple[str, int], Scored]:
        """(line, scored hour) → its row of score.table, over all districts."""
        return {
            (r["line"], int(r["hour"])): r for r in rows(self.table(["line", "hour"])) if "line" in r and "hour" in r
        }

    @cached_property
    def usual(self) -> Usual:
        """Where places stood at each hour and still cleared: what a pace is held against."""
        return usual(self.ledger, self.rules)

    def earned(self, line: str, hour: int) -> bool:
        """Whether the line's figure may be shown at this hour: earned over all hours, and at the scored hour nearest to
        it as far as that can be told. One that speaks for others has earned it when all of them have."""
        if parts := self.rules.worst_of.get(line):
            return all(self.earned(part, hour) for part in parts)
        whole = self.by_line.get(line)
        if whole is None or not earned(whole):
            return False
        hours = [h for name, h in self.by_hour if name == line]
        nearest = self.by_hour[line, min(hours, key=lambda h: abs(h - hour))]
        return nearest["n"] < FEWEST or earned(nearest)

    def table(self, by: list[str], level: str = "district") -> pd.DataFrame:
        return table(self.of_level(level), by)

    def of_level(self, level: str) -> pd.DataFrame:
        return self.scored if self.scored.empty else pd.DataFrame(self.scored[self.scored["level"] == level])


@dataclass
class _Asked:
    """Days before that were asked for. `failed`: when they could not be worked out, by the machine's own clock."""

    future: "Future[Past]"
    failed: float | None = None

    def state(self) -> bool | None:
        """True: there; False: failed; None: not yet."""
        done = self.future.done() and not self.future.cancelled()
        return not self.future.exception() if done else None

    def is_over(self) -> bool:
        """Cancelled, or so long failed that it is tried again."""
        return self.future.cancelled() or (self.failed is not None and monotonic() - self.failed >= AGAIN_S)


# What makes room before its turn has come is not worked out: clocks of viewers' own cannot queue days without end.
PASTS = Cache("pasts", HELD, IDLE_S, dropped=lambda asked: asked.future.cancel())


def past(board: Board, moment: AsOf) -> Past:
    """Worked out now, or waited for where that has begun."""
    try:
        return _begun(board, moment).future.result()
    except CancelledError:  # it made room while this one waited
        return work_out(board, moment.ops_day, _opening(board, moment))


def ready(board: Board, moment: AsOf) -> Past | None:
    """What there is without waiting; where there is nothing yet, it is begun."""
    found = _begun(board, moment)
    return found.future.result() if found.state() else None


def await_past(board: Board, moment: AsOf) -> None:
    """Until it is there or has failed: for who asks once, and would take what is not judged yet for an answer. Raises
    BoardError past_waits where it takes longer, or made room for others."""
    asked = _begun(board, moment)
    wait([asked.future], AWAITED_S)
    if asked.state() is None:
        raise BoardError("past_waits")


def is_ready(board: Board, moment: AsOf) -> bool:
    """Whether ready() would answer. Begins nothing."""
    return _state(board, moment) is True


def has_failed(board: Board, moment: AsOf) -> bool:
    """Whether it could not be worked out; it is tried again after AGAIN_S."""
    return _state(board, moment) is False


def _state(board: Board, moment: AsOf) -> bool | None:
    found = PASTS.peek(_key(board, moment))
    return None if found is None else found.state()


def _begun(board: Board, moment: AsOf) -> _Asked:
    key, opening = _key(board, moment), _opening(board, moment)
    with _holding:
        found = PASTS.peek(key)
        if found is None or found.is_over():
            found = _Asked(_worker.submit(_worked_out, board, key, opening))
            found.future.add_done_callback(lambda future: _note(found, future))
            PASTS.put(key, found)
        return found


def _note(asked: _Asked, future: "Future[Past]") -> None:
    if not future.cancelled() and future.exception() is not None:
        asked.failed = monotonic()


def _key(board: Board, moment: AsOf) -> Key:
    return str(board.root), board.version(_opening(board, moment)), moment.ops_day


def _opening(board: Board, moment: AsOf) -> datetime:
    """When the operating day opened, or now where it has not yet: what was known then of the days before."""
    return min(scores.opening(board.pack.operation, moment.ops_day), moment.known_at)


def _worked_out(board: Board, key: Key, known_at: datetime) -> Past:
    try:
        return work_out(board, key[2], known_at)
    except Exception:
        _log.exception("no outlook yet: the days before %s could not be worked out", key[2])
        raise


def work_out(board: Board, ops_day: date, known_at: datetime) -> Past:
    """Days that were scored when they ended are read, the others are scored now."""
    held = board.held_to(known_at)
    first, how = ops_day - timedelta(days=DAYS), rules(board.pack, held.targets, ops_day, held.here)
    ledger = board.rows("page/before", known_at, first_day=first, ops_day=ops_day - timedelta(days=1))
    own = pd.DataFrame(ledger[ledger["line"].isin(list(how.lines))])
    kept = scores.read(board, [first + timedelta(days=n) for n in range(DAYS)])
    rest = [day for day in days_of(own) if day not in kept]
    again = scored(own, how, journal.read(board.root, first, ops_day), rest)
    known = [rows for rows in (*kept.values(), again) if len(rows)]
    return Past(ledger, pd.concat(known, ignore_index=True) if known else again, how)


def scored(
    ledger: pd.DataFrame, how: Rules, kept: pd.DataFrame | None = None, days: Sequence[date] | None = None
) -> pd.DataFrame:
    """Every forecast of these days (None: all) beside what came of it: those kept, and the others made again from the
    ledger as it stood at each scored hour. The first day of the ledger has no history to lean on and is left out."""
    asked = [day for day in days_of(ledger)[FIRST_SCORED:] if days is None or day in days]
    moments = [datetime.combine(day, time.min) + timedelta(hours=h) for day in asked for h in HOURS]
    again = replay(ledger, moments, how)
    if kept is not None and len(kept):
        of_days = kept["deadline"].map(lambda due: (due - timedelta(seconds=1)).date()).isin(asked)
        both = pd.concat([kept.loc[of_days], again], ignore_index=True)
        again = pd.DataFrame(both).drop_duplicates(["line", "area_code", "as_of"])
    return cases(again, ledger, how.notice_h)


def days_of(ledger: pd.DataFrame) -> list[date]:
    """The operating days of a ledger, in order."""
    return sorted(set(pd.to_datetime(ledger["ops_day"]).dt.date)) if len(ledger) else []
