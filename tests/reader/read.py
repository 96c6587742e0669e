"""All views of one moment, drawn and taken: a Reading."""

from collections.abc import Iterable
from datetime import datetime

from data_pipeline.board import Board
from data_pipeline.words import LANGUAGES
from tests.reader import render
from tests.reader.fact import Reading
from tests.reader.take import into

DISTRICT = "310115"


def read(
    board: Board, now: datetime, langs: Iterable[str] = LANGUAGES, pages: Iterable[str] = render.DESK,
    fars: Iterable[float] = render.FARS,
) -> Reading:  # fmt: skip
    """Inside render.on(board)."""
    moment = render.moment_of(board, now)
    reading = Reading(now, moment, board.pack)
    render.warm(board, now)
    for lang in langs:
        for page in pages:
            into(reading, render.desk(board, now, lang, page))
        for far in fars:
            into(reading, render.wall(board, now, lang, far))
    return reading
