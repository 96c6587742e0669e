"""Long work that requests ask for: made once for all, few wait, and what failed is tried again."""

import asyncio
import subprocess
import threading
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from data_pipeline.board.board import Board
from data_pipeline.core.errors import BoardError
from pages.server.apart import Apart
from pages.server.routes import MIDDLEWARE, ROUTES


def test_what_several_ask_for_at_once_is_made_once_and_whoever_leaves_ends_nothing() -> None:
    apart, made, go = Apart("test apart once", 2, 3), [], threading.Event()

    def make() -> str:
        go.wait(5)
        made.append(1)
        return "copy"

    async def asked() -> list[object]:
        leaves = asyncio.ensure_future(apart.get("a", make))
        stay = [asyncio.ensure_future(apart.get("a", make)) for _ in range(3)]
        await asyncio.sleep(0)
        leaves.cancel()
        go.set()
        return await asyncio.gather(*stay)

    assert asyncio.run(asked()) == ["copy"] * 3
    assert made == [1]


def test_whoever_comes_to_a_full_queue_is_told_to_come_again() -> None:
    apart, go = Apart("test apart full", 4, 2), threading.Event()

    async def asked() -> str:
        two = [asyncio.ensure_future(apart.get(n, lambda: go.wait(5))) for n in range(2)]
        await asyncio.sleep(0)
        try:
            await apart.get("third", lambda: "made")
        except BoardError as why:
            return why.code
        finally:
            go.set()
            await asyncio.gather(*two)
        return ""

    assert asyncio.run(asked()) == "work_waits"


def test_what_failed_is_not_kept() -> None:
    apart = Apart("test apart failed", 2, 2)

    async def asked() -> str:
        with pytest.raises(ZeroDivisionError):
            await apart.get("a", lambda: 1 // 0)
        return await apart.get("a", lambda: "made")

    assert asyncio.run(asked()) == "made"


def test_a_copy_is_handed_out_as_a_file_and_one_that_fell_is_told(
    shown: Callable[[Board], None], sample_board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown(sample_board)
    run: list[list[str]] = []

    def take(command: list[str], **_: object) -> None:
        run.append(command)
        Path(command[command.index("take") + 1]).write_bytes(b"<!doctype html>")

    monkeypatch.setattr(subprocess, "run", take)
    http = TestClient(Starlette(routes=ROUTES, middleware=MIDDLEWARE), base_url="http://board")
    said = http.get("/export/offline.html?clock=2022-04-06T16:45@0")
    assert (said.status_code, said.content) == (HTTPStatus.OK, b"<!doctype html>")
    assert "riqing_310000_20220406_1600.html" in said.headers["content-disposition"]
    assert run[0][run[0].index("--clock") + 1] == "2022-04-06T16:45:00@0"
    assert http.get("/export/offline.html?clock=2022-04-06T16:45@0").status_code == HTTPStatus.OK
    assert len(run) == 1
    monkeypatch.setattr(subprocess, "run", _fallen)
    said = http.get("/export/offline.html?clock=2022-04-06T15:00@0")
    assert (said.status_code, said.headers["retry-after"]) == (HTTPStatus.SERVICE_UNAVAILABLE, "60")


def _fallen(*_: object, **__: object) -> None:
    raise subprocess.TimeoutExpired("take", 600)
