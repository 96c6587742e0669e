"""Far sides of the loopback: a mail server and a web server that remember what they took."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, NamedTuple

from aiosmtpd.controller import Controller


class Asked(NamedTuple):
    path: str
    headers: dict[str, str]
    said: dict[str, Any]


@contextmanager
def web(
    answer: Callable[[int], tuple[int, bytes]] = lambda _: (200, b'{"errcode": 0}'),
) -> Iterator[tuple[str, list[Asked]]]:
    """`answer`: status and body for the n-th request, from 0; a status of 0 hangs up."""
    got: list[Asked] = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status, body = answer(len(got))
            got.append(Asked(self.path, dict(self.headers), said))
            if not status:
                return self.connection.close()
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", "/elsewhere")
            self.end_headers()
            self.wfile.write(body)
            return None

        def log_message(self, *_: object) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/hook", got
    finally:
        server.shutdown()
        server.server_close()


class _Box:
    def __init__(self) -> None:
        self.got: list[EmailMessage] = []
        self.hangs_up = 0  # times that it takes a mail and does not say so

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.got.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        if self.hangs_up:
            self.hangs_up -= 1
            server.transport.close()
        return "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address.startswith("gone@"):
            return "550 no such box"
        envelope.rcpt_tos.append(address)
        return "250 OK"


@contextmanager
def post() -> Iterator[tuple[str, _Box]]:
    """BOARD_SMTP of it, and what came."""
    box = _Box()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield f"smtp://127.0.0.1:{port}?from=board@city.example", box
    finally:
        controller.stop()
