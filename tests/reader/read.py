"""All views of one moment, drawn and taken: a Reading."""

from collections.abc import Callable, Iterable
from datetime import datetime

from data_pipeline.board.board import Board
from data_pipeline.words import LANGUAGES
from tests.reader import render
from tests.reader.fact import Reading
from tests.reader.take import into
from tests.reader.twin import Received, Twin


def read(
    board: Board,
    now: datetime,
    langs: Iterable[str] = LANGUAGES,
    pages: Iterable[str] = render.DESK,
    fars: Iterable[float] = render.FARS,
    received: Received | None = None,
    lines: bool = True,
) -> Reading:
    """Inside render.on(board). `lines`: also the page of every headline and humane line that is not led with."""
    moment = render.moment_of(board, now)
    reading = Reading(now, moment, board.pack)
    received = received if received and received.day == moment.ops_day else Received.of(board, moment.ops_day)
    reading.twin = Twin(received, moment.as_of, moment.known_at)
    render.warm(board, now)
    for lang in langs:
        for page in pages:
            _take(reading, page, lang, lambda p=page, la=lang: render.desk(board, now, la, p))
        for of in board.pack.lines.values() if lines else ():
            if of.tier != "detail":
                name = f"{of.page} {of.id}"
                _take(reading, name, lang, lambda o=of, la=lang: render.desk(board, now, la, o.page, line=o.id))
        for far in fars:
            _take(reading, f"wall {far:g}", lang, lambda f=far, la=lang: render.wall(board, now, la, f))
    return reading


def _take(reading: Reading, name: str, lang: str, draw: Callable[[], render.View]) -> None:
    """A view that cannot be drawn is the worst that can be said of it."""
    try:
        into(reading, draw())
    except Exception as why:
        reading.broken.append((name, lang, f"{type(why).__name__}: {why}"))
