"""What a request asks for besides its path. What is not known by name is refused: without it the answer would be to
another question, and look right."""

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request

from data_pipeline.board.board import board
from data_pipeline.core.clock import Clock, process_clock, read_clock, read_moment
from data_pipeline.core.errors import BoardError
from data_pipeline.core.settings import settings
from data_pipeline.words import LANGUAGES

MOMENT = ("clock", "asof", "known")
ASKED: Mapping[str, tuple[str, ...]] = {
    "send": ("name", "sheet", "mapping", "partial", "confirm", "lang"),
    "latest": MOMENT,
    "brief": (*MOMENT, "lang", "of"),
    "actions": MOMENT,
    "alerts": (*MOMENT, "lang"),
    "remarks": (*MOMENT, "figure", "area"),
}  # by what is asked of: the names that it knows


def asked_of(request: Request, what: str) -> dict[str, str]:
    """Raises BoardError ask_unknown."""
    given = dict(request.query_params)
    for name in given:
        if name not in ASKED[what]:
            raise BoardError("ask_unknown", given=name[:40], known=", ".join(ASKED[what]))
    return given


def clock_of(asked: Mapping[str, Any]) -> Clock:
    """The page's, as its address has it. Raises BoardError for one that is none."""
    operation = board().pack.operation
    clock = read_clock(asked["clock"], operation) if asked.get("clock") else process_clock(operation)
    back = [read_moment(asked.get(name)) for name in ("asof", "known")]
    return clock.back(*back) if any(back) else clock


def lang_of(asked: Mapping[str, Any]) -> str:
    """The board's own where none that it speaks is asked for."""
    return asked["lang"] if asked.get("lang") in LANGUAGES else settings().lang
