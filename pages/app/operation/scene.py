"""The command page of an operation that is not kept yet, drawn from the board of its very rows."""

from dataclasses import replace
from typing import Any

from data_pipeline.board.board import Board
from data_pipeline.core.clock import read_clock
from data_pipeline.judge.judge import Bench
from data_pipeline.outlook.alerts import alerts
from data_pipeline.outlook.day import Day
from data_pipeline.outlook.readings import Readings
from data_pipeline.sentences.sentence import overview
from data_pipeline.words import calling
from pages.app.looking import Looking
from pages.components.html import html
from pages.components.panel import Drawn
from pages.model.scene import Scene
from pages.views.command.command import command


def drawn(board: Board, clock: str, me: Looking) -> tuple[str, Drawn]:
    """Its sentence and its command page. Nothing can be pressed in it: its links would lead to the board that is
    open."""
    with calling(board.pack.operation.places):
        scene = _scene(board, clock, me)
        page = command(scene)
        return overview(scene.day, me.lang), replace(page, html=html("<div inert>{}</div>", page.html))


def _scene(board: Board, clock: str, me: Looking) -> Scene:
    pack = board.pack
    moment = read_clock(clock, pack.operation).moment(pack.operation)

    def ask(name: str, **more: Any) -> Any:
        return board.rows(name, known_at=moment.known_at, **more)

    def now(name: str) -> Any:
        return ask(name, ops_day=moment.ops_day, moment=moment.as_of)

    rows, bench = now("page/day"), Bench(pack, moment.now)
    day = replace(Day.judged(rows, moment.ops_day, moment.as_of, bench), stands=moment.stands)
    readings = Readings.of(now("page/gauges"), pack)
    return Scene(day, me.lang, me.theme, readings, now("page/freshness"), ask=ask, alerts=lambda: alerts(rows, bench))
