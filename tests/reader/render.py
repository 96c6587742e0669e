"""Pages and walls as viewers get them, without a browser: the scripts are run, and what they would mount is kept.

No thread of a viewer, no session: the clock stands, the page is drawn once, its HTML and figures are given back.
"""

import logging
import os
import runpy
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

import streamlit as st

from data_pipeline.access.sight import WHOLE
from data_pipeline.board import board as boards
from data_pipeline.board import moments
from data_pipeline.board.board import Board
from data_pipeline.core.clock import AsOf, Clock
from data_pipeline.outlook import outlook
from pages.app import hosted, live, looking
from pages.app.data_version import data_version, data_version_at
from pages.app.rows import day_rows
from pages.app.scenes import drawing
from pages.app.walls import asked_for
from pages.components.matrix import matrix
from pages.components.panel import Drawn
from pages.components.tiles import tiles
from pages.model.menu import MENU
from tests.support.doors import told

PAGES = Path(live.__file__).parents[1]
# Pages that say something of a line, an area and a moment; the others are of files, words and settings.
DESK = ("command", "outlook", "screening", "transfer", "capacity", "supply", "people", "needs", "district")
FILES = {id: PAGES / file for id, file, *_ in MENU}
WALL = "wall"
FARS = (6.0, 2.0)  # the usual distance, and the nearest, at which most fits


@dataclass(frozen=True)
class View:
    """One page or wall as drawn: `html` of everything it mounts, `charts` by slot."""

    name: str
    lang: str
    html: str
    charts: dict[str, dict]


@contextmanager
def on(board: Board) -> Iterator[Board]:
    """Every page of this process looks at this board."""
    logging.disable(logging.WARNING)  # no word about the session, of which there is none
    with ExitStack() as held:
        held.enter_context(patch.dict(os.environ, told(board._writer.where)))
        boards.board.cache_clear()
        live.DRAWINGS.clear()
        live.ROWS.clear()
        moments.OPENINGS.clear()
        held.enter_context(patch.object(st, "fragment", _plain))
        held.enter_context(patch.object(hosted, "looked_at", lambda: True))
        # without a session a form is the page itself, and would stand open for the next test
        held.enter_context(patch.object(st, "form", lambda *_, **__: nullcontext()))
        held.enter_context(patch.object(st, "form_submit_button", lambda *_, **__: False))
        yield board
    logging.disable(logging.NOTSET)
    boards.board.cache_clear()


def moment_of(board: Board, now: datetime) -> AsOf:
    """As pages have it: until a day's first slot is full, the closed day's end."""
    return moments.moment_of(_clock(board, now))


def warm(board: Board, now: datetime) -> None:
    """The days before are worked out, as they are on a server that has been up for a minute."""
    outlook(boards.board(), moment_of(board, now))


def desk(board: Board, now: datetime, lang: str, page: str, **asked: str) -> View:
    return View(_named(page, asked), lang, *_run(FILES[page], _looking(board, now, lang, asked)))


def marks(board: Board, now: datetime, lang: str) -> View:
    """The tiles and the matrix of the command page alone: all that states are read from, without what takes long."""
    moment = moment_of(board, now)
    day = day_rows(data_version_at(moment, WHOLE), moment)
    return View("command", lang, tiles(day, lang) + matrix(day, lang), {})


def wall(board: Board, now: datetime, lang: str, far: float = FARS[0], **asked: str) -> View:
    """Every view of one wall, in one piece of HTML."""
    address = {"far": f"{far:g}"} | asked
    clock = _clock(board, now)
    of = asked_for(address | {"lang": lang}, clock, WHOLE)
    drawn = drawing(of, data_version(clock, WHOLE), moments.moment_of(clock))
    return View(_named(WALL, address), lang, str(drawn.html), drawn.charts)


def _named(page: str, asked: dict[str, str]) -> str:
    return page + "".join(f" {value}" for value in asked.values())


def _clock(board: Board, now: datetime) -> Clock:
    from data_pipeline.core.clock import read_clock

    return read_clock(f"{now:%Y-%m-%dT%H:%M}@0", board.pack.operation)


def _looking(board: Board, now: datetime, lang: str, asked: dict[str, str]) -> looking.Looking:
    line, area = asked.get("line"), asked.get("area")
    return looking.Looking(lang, "light", True, _clock(board, now), line, area, asked, WHOLE)


def _run(file: Path, me: looking.Looking) -> tuple[str, dict[str, dict]]:
    """The script, with its mounting replaced by keeping."""
    kept: list[Drawn] = []
    with ExitStack() as held:
        for of in (looking, hosted):
            held.enter_context(patch.object(of, "looking", lambda: me))
        held.enter_context(patch.object(live, "board", lambda drawn, *_, **__: kept.append(drawn)))
        runpy.run_path(str(file))
    charts = {f"{slot}{n or ''}": figure for n, d in enumerate(kept) for slot, figure in d.charts.items()}
    return "".join(d.html for d in kept), charts


def _plain(function: Callable[..., Any] | None = None, **_: Any) -> Any:
    return function if function is not None else lambda f: f
