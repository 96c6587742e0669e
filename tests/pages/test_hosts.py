"""Pages of the desk while data move: what comes to a page as a scene is what it would draw if it were opened anew, and
no page runs its script because a report came or was taken back."""

import gzip
from collections.abc import Callable
from datetime import datetime
from time import sleep
from typing import Any
from urllib.parse import parse_qsl

import orjson

from data_pipeline.access.visitor import STRANGER
from data_pipeline.board.board import Board
from data_pipeline.board.board import board as process_board
from data_pipeline.board.moments import moment_of
from data_pipeline.core.clock import read_clock
from data_pipeline.core.records import records
from data_pipeline.outlook.past import await_past
from pages.app.data_version import HOLDS_S, data_version
from pages.app.desk_scenes import desk_of, desk_scene
from pages.model.menu import MENU
from tests.support.drawn import components, script

CLOCK, AT = "2022-04-06T16:45@0", datetime(2022, 4, 6, 16, 45)
ASKED = {
    "outlook": {"line": "transfer"},
    "district": {"area": "310115"},
    "number": {"id": "transfer", "area": "310115"},
    "explore": {"id": "transfer"},
}
# What each shows of the file that is taken back; the others let it pass.
SHOWS = {"command", "outlook", "transfer", "district", "number", "loads", "health", "explore", "upload"}
Host = dict[str, Any]


def opened(id: str, file: str) -> list[Host]:
    """The hosts of a page, as its script lays them out."""
    at = script(file)
    for name, value in {"lang": "en", "clock": CLOCK, **ASKED.get(id, {})}.items():
        at.query_params[name] = value
    at.run()
    assert not at.exception, id
    return [host for host in components(at, "board") if host["follows"]]


def inside(of: list[Host]) -> dict[str, Host]:
    return {host["part"]: {part: host[part] for part in ("html", "charts", "decks")} for host in of}


def test_a_commit_runs_the_script_of_no_page_and_its_scene_is_what_the_page_would_draw_anew(
    shown: Callable[[Board], None], own_board: Board
) -> None:
    shown(own_board)
    moment = moment_of(read_clock(CLOCK, own_board.pack.operation))
    await_past(process_board(), moment)  # when it is there in between, sliders are laid out
    before = {id: opened(id, file) for id, file, _ in MENU}
    _take_back(process_board())
    sleep(HOLDS_S)
    asked_again, other, moved = [], [], set()
    for id, file, _ in MENU:
        desk = desk_of(dict(parse_qsl(before[id][0]["follows"])), STRANGER)
        version = data_version(desk.clock, desk.sight)
        scene = orjson.loads(gzip.decompress(desk_scene(desk, version).packed))
        fresh = opened(id, file)
        asked_again += [id] if {host["laid"] for host in before[id]} != {scene["laid"]} else []
        other += [id] if (scene["hosts"], version) != (inside(fresh), fresh[0]["version"]) else []
        moved |= {id} if scene["hosts"] != inside(before[id]) else set()
    assert asked_again == ["loads"]  # the file that is open there is the one: by now it can be put back
    assert other == []
    assert moved >= SHOWS


def _take_back(of: Board) -> None:
    own = [x["load_id"] for x in records(of.loads()) if x["feed"] == "transfer" and x["received_at"] < AT]
    of.withdraw(max(own), "test", datetime(2022, 4, 6, 16, 44), "test")
