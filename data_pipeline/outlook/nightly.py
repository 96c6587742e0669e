"""Once an operating day is over, its forecasts are scored and the score is kept: by whichever process comes first.

Called again and again (the server does so once a minute): idempotent, and of several processes one works at a time.
"""

from datetime import date, timedelta

import pandas as pd
from filelock import FileLock, Timeout

from data_pipeline.board.board import Board
from data_pipeline.core import durable
from data_pipeline.core.clock import AsOf
from data_pipeline.forecast.table import DAYS as HISTORY
from data_pipeline.outlook import journal, scores
from data_pipeline.outlook.past import DAYS, scored
from data_pipeline.outlook.rules import rules
from data_pipeline.store.log import marked

LOOK_EVERY_S = 60.0
LOCK = "nightly.lock"


def due(board: Board, moment: AsOf) -> list[date]:
    """Days that are over, whose score an outlook of this moment would read, and that have none; the newest first."""
    over = [moment.ops_day - timedelta(days=n) for n in range(1, DAYS + 1)]
    return [day for day in over if marked.find(scores.place(board, day)) is None]


def look(board: Board, moment: AsOf) -> date | None:
    """Score the newest day that is due. None: nothing is due, or another process is at it."""
    if not due(board, moment):
        return None
    durable.make_folder(board.root / scores.FOLDER)
    try:
        with FileLock(board.root / scores.FOLDER / LOCK, timeout=0):
            waiting = due(board, moment)  # another may have been quicker
            if waiting:
                scores.write(scores.place(board, waiting[0]), score_day(board, waiting[0]))
            return waiting[0] if waiting else None
    except Timeout:
        return None


def score_day(board: Board, ops_day: date) -> pd.DataFrame:
    """Rows of forecast.cases: what was shown on that day, and what would have been, beside what came of it, by all
    that was known when the next day opened."""
    after = ops_day + timedelta(days=1)
    known_at = scores.opening(board.pack.operation, after)
    held = board.held_to(known_at)
    how = rules(board.pack, held.targets, ops_day, held.here)
    ledger = board.rows("page/before", known_at, first_day=ops_day - timedelta(days=HISTORY), ops_day=ops_day)
    own = pd.DataFrame(ledger[ledger["line"].isin(list(how.lines))])
    return scored(own, how, journal.read(board.root, ops_day, after), [ops_day])
