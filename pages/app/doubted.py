"""Figures to be looked at again, worked out once a version for all viewers, and shown to each of their own areas."""

from data_pipeline.access.sight import parted
from data_pipeline.board.board import board
from data_pipeline.core.clock import AsOf
from data_pipeline.doubts.found import Found, of_board
from pages.app import live


def doubt_rows(version: str, moment: AsOf) -> Found:
    sight, whole = parted(version)
    found = live.held(("doubts", whole), lambda: of_board(board(), moment))
    return found if sight.is_whole else found.within(lambda area: sight.sees(board().pack, area))
