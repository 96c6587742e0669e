"""Senders who stop half way, drip, or go: on a real server they are cut off in time and hold no seat."""

import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
import uvicorn
from starlette.applications import Starlette

from data_pipeline.board.board import Board
from data_pipeline.board.guarded import GuardedBoard
from data_pipeline.core.errors import PASSING, BoardError
from pages.server import body
from pages.server.metrics import REGISTRY
from pages.server.routes import MIDDLEWARE, ROUTES
from tests.pages.test_http import ALL, _token, transfer
from tests.support.server import free_port

SLOW = 12  # senders who stop: far more than there are seats
WAIT_S = 30  # until this test gives up


@pytest.fixture
def port(
    shown: Callable[[Board], None], empty_board: Board, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[int]:
    """The interface on the server that serves the board, with shorter patience."""
    shown(empty_board)
    (tmp_path / "tokens.toml").write_text(_token("总", ALL), "utf-8")
    monkeypatch.setenv("BOARD_TOKENS", str(tmp_path / "tokens.toml"))
    monkeypatch.setattr(body, "IDLE_S", 2.0)
    monkeypatch.setattr(body, "WHOLE_S", 4.0)
    port = free_port()
    app = Starlette(routes=ROUTES, middleware=MIDDLEWARE)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield port
    server.should_exit = True
    thread.join(WAIT_S)


def begin(port: int, data: bytes, length: int, name: str = "a.csv") -> socket.socket:
    """A sender who has told of `length` bytes and sent these."""
    head = (
        f"POST /api/feeds/transfer?confirm=1&name={name} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {ALL}"
        f"\r\nContent-Type: text/csv\r\nContent-Length: {length}\r\n\r\n"
    )
    line = socket.create_connection(("127.0.0.1", port), WAIT_S)
    line.sendall(head.encode() + data)
    return line


def answer(line: socket.socket) -> str:
    """All that comes until the server closes the line, or has told it all."""
    told = b""
    while chunk := line.recv(1 << 16):
        told += chunk
        head, _, rest = told.partition(b"\r\n\r\n")
        length = next(
            (int(x.split(b":")[1]) for x in head.lower().split(b"\r\n") if x.startswith(b"content-length")), 0
        )
        if b"connection: close" not in head.lower() and len(rest) >= length:
            break
    return told.decode()


def denied() -> float:
    return REGISTRY.get_sample_value("riqing_http_files_total", {"outcome": "denied"}) or 0.0


def emptied() -> int:
    """Bytes in memory once whoever sent them is gone."""
    until = time.monotonic() + WAIT_S
    while body.ROOM.bytes and time.monotonic() < until:
        time.sleep(0.05)
    return body.ROOM.bytes


def test_who_stops_half_way_keeps_nobody_waiting(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body, "IDLE_S", 600.0)
    monkeypatch.setattr(body, "WHOLE_S", 600.0)
    data = transfer("")
    stopped = [begin(port, data[: len(data) // 2], len(data)) for _ in range(SLOW)]
    with closing(begin(port, data, len(data), "honest.csv")) as honest:
        assert answer(honest).startswith("HTTP/1.1 201")
    assert body.ROOM.bytes == SLOW * (len(data) // 2)  # they were there all the while
    for line in stopped:
        line.close()
    assert emptied() == 0


def test_who_stops_half_way_is_cut_off(port: int) -> None:
    data = transfer("")
    stopped = [begin(port, data[: len(data) // 2], len(data)) for _ in range(SLOW)]
    for line in stopped:
        with closing(line):
            assert answer(line).startswith("HTTP/1.1 408")  # and the line is closed
    assert emptied() == 0


def test_who_drips_is_cut_off_too(port: int) -> None:
    began = time.monotonic()
    with closing(begin(port, b"", 1000)) as line:
        line.settimeout(0.5)
        told = b""
        while not told and time.monotonic() < began + WAIT_S:
            try:
                line.sendall(b"x")
                told = line.recv(1 << 16)
            except TimeoutError:
                continue
    assert told.startswith(b"HTTP/1.1 408")


def test_who_goes_half_way_leaves_nothing_behind(port: int, caplog: pytest.LogCaptureFixture) -> None:
    before = denied()
    begin(port, b"report_date", 1000).close()
    until = time.monotonic() + WAIT_S
    while denied() == before and time.monotonic() < until:
        time.sleep(0.05)
    assert emptied() == 0
    assert [r for r in caplog.records if r.levelno > logging.INFO] == []  # audited, and nobody's bug


def test_more_than_there_is_room_for_is_told_to_come_again(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    data = transfer("")
    monkeypatch.setattr(body, "ROOM_BYTES", len(data))
    with closing(begin(port, data[:-1], len(data))), closing(begin(port, data, len(data))) as second:
        told = answer(second)
    assert told.startswith("HTTP/1.1 503")
    assert f"retry-after: {PASSING['server_busy']}" in told


@pytest.mark.parametrize(("code", "status"), [("worker_fell", 503), ("store_busy", 503), ("store_full", 507)])
def test_a_fault_that_passes_says_when_to_come_again(
    port: int, monkeypatch: pytest.MonkeyPatch, code: str, status: int
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise BoardError(code, reason="trial", seconds=1, job="receive")

    data = transfer("")
    with monkeypatch.context() as patch:
        patch.setattr(GuardedBoard, "receive", fails)
        with closing(begin(port, data, len(data))) as line:
            told = answer(line)
    assert told.startswith(f"HTTP/1.1 {status}")
    assert f"retry-after: {PASSING[code]}" in told
    with closing(begin(port, data, len(data))) as line:
        assert answer(line).startswith("HTTP/1.1 201")
