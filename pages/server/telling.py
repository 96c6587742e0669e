"""The thread by which this board tells of itself, where it is one of several cities that finish together."""

import logging
import threading

from data_pipeline.board.board import board
from data_pipeline.core.clock import process_clock
from data_pipeline.core.errors import BoardError
from data_pipeline.core.threads import alone
from data_pipeline.nation.cities import nation
from data_pipeline.nation.publish import Publisher
from data_pipeline.nation.rollups import Rollups

log = logging.getLogger(__name__)
LOOK_EVERY_S = 5.0


def begin(stopping: threading.Event) -> None:
    """Nothing is begun where BOARD_CITIES is not set; raises DeclarationError where it cannot be used."""
    if of := nation():
        alone("cities", _run, Publisher(Rollups(of.rollups)), stopping)


def _run(publisher: Publisher, stopping: threading.Event) -> None:
    while not stopping.wait(LOOK_EVERY_S):
        try:
            of = board()
            publisher.look(of, process_clock(of.pack.operation).moment(of.pack.operation))
        except BoardError as why:
            log.warning("the board could not tell of itself: %s", why)
        except Exception:
            log.exception("the board could not tell of itself")
