"""The moment a viewer's board shows: the clock's, but for the first hour of a day, which the closed one keeps (or the
first slots, where nothing has come)."""

from data_pipeline.board.board import Board, board
from data_pipeline.board.opening import held, may_open, opening, stays
from data_pipeline.core.caches import Cache
from data_pipeline.core.clock import AsOf, Clock

OPENINGS = Cache("openings", 64)


def moment_of(clock: Clock, of: Board | None = None) -> AsOf:
    """On this process's board, where no other is named."""
    of = of or board()
    moment = clock.moment(of.pack.operation)
    if not may_open(of.pack, moment):
        return moment
    key = (str(of.root), of.version(moment.known_at), moment.ops_day)
    found = OPENINGS.get(
        key,
        lambda: opening(of.pack, moment.ops_day, lambda name, **how: of.rows(name, known_at=moment.known_at, **how)),
    )
    return held(of.pack, moment, found) if found and stays(of.pack, moment, found) else moment
