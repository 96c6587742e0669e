"""A viewer as the server sees one: it speaks the framework's WebSocket protocol, hears the board's events, and asks for
the fragment that moved, as the page's own script does."""

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.typing import Subprotocol

from tests.bench.screens import Screen

ASK_S = (4, 8)  # ASK_MS of link.js
RAMP_S, PATIENCE_S = 0.1, 120  # between two that come; for figures


@dataclass
class Viewer:
    address: str  # http://localhost:1234
    page: str  # "/wall"
    query: str
    listens: bool = True  # to the board's events; otherwise it redraws when it is told to
    follows: str = ""  # how it asks for scenes, on a page that gets them: no script runs then when data move
    heard: list[float] = field(default_factory=list)  # when the stream told of new data (time.monotonic)
    drawn: list[tuple[float, int]] = field(default_factory=list)  # when figures came, and how many bytes
    boards: list[float] = field(default_factory=list)  # when a page's own figures came: the bar above it is none
    fragments: list[str] = field(default_factory=list)  # in the order in which the page made them
    beats: dict[str, float] = field(default_factory=dict)  # fragment → seconds between its own reruns
    errors: int = 0
    again: int = 0  # redraws asked for once more
    bytes: int = 0
    line: websockets.ClientConnection | None = None
    waits: asyncio.TimerHandle | None = None
    asking: asyncio.Future | None = None  # kept, or it could be collected before it is done

    async def look(self) -> None:
        """Until it is cancelled. A line that breaks is an error, and the end."""
        url = self.address.replace("http", "ws") + "/_stcore/stream"
        async with websockets.connect(url, subprotocols=[Subprotocol("streamlit")], max_size=None) as line:
            self.line = line
            await self._rerun(line, "")
            does = [self._receive(line), self._beat(line), *([self._hears()] if self.listens else [])]
            try:
                await asyncio.gather(*does)
            except (OSError, websockets.WebSocketException, asyncio.IncompleteReadError):
                self.errors += 1
            self.errors += 1  # none of these ends by itself

    async def ask(self) -> None:
        """Every fragment again that does not rerun by itself. A line that broke has been counted."""
        for fragment in self.fragments:
            if self.line and fragment not in self.beats:
                with suppress(websockets.WebSocketException):
                    await self._rerun(self.line, fragment)

    async def _rerun(self, line: websockets.ClientConnection, fragment: str) -> None:
        asked = BackMsg()
        asked.rerun_script.query_string = self.query
        asked.rerun_script.page_name = self.page.strip("/")
        asked.rerun_script.fragment_id = fragment
        asked.rerun_script.is_auto_rerun = bool(fragment)
        await line.send(asked.SerializeToString())

    async def _receive(self, line: websockets.ClientConnection) -> None:
        async for packet in line:
            told = ForwardMsg.FromString(packet)  # type: ignore[arg-type]
            self.bytes += len(packet)
            kind = told.WhichOneof("type")
            if kind == "auto_rerun":
                self.beats[told.auto_rerun.fragment_id] = told.auto_rerun.interval
            elif kind == "delta":
                self._delta(told, len(packet))

    def _delta(self, told: ForwardMsg, size: int) -> None:
        fragment = told.delta.fragment_id
        if fragment and fragment not in self.fragments:
            self.fragments.append(fragment)
        kind = told.delta.new_element.WhichOneof("type")
        if kind == "bidi_component" and told.delta.new_element.bidi_component.component_name.endswith("riqing.board"):
            self.boards.append(time.monotonic())
        self.errors += kind == "exception"
        if kind in ("bidi_component", "metric") and fragment not in self.beats:
            self.drawn.append((time.monotonic(), size))

    async def _hears(self) -> None:
        if not self.follows:
            return await self._events()
        screen = Screen(self.address, self.follows, self.drawn)
        await screen.look()
        self.errors += screen.errors

    async def _events(self) -> None:
        host, port = self.address.split("//")[1].split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(f"GET /api/events HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode())
        first = True
        while told := await reader.readline():
            if not told.startswith(b"data: ") or told.strip() == b"data: .":
                continue
            if not first:
                self.heard.append(time.monotonic())
                await self.ask()
                self._wait(ASK_S[0])
            first = False

    def _wait(self, seconds: float) -> None:
        """As the page does: a redraw that does not come is asked for again."""
        if self.waits:
            self.waits.cancel()
        self.waits = asyncio.get_running_loop().call_later(seconds, self._ask_again)

    def _ask_again(self) -> None:
        if self.drawn and self.drawn[-1][0] > self.heard[-1]:
            return
        self.again += 1
        self.asking = asyncio.ensure_future(self.ask())
        self._wait(ASK_S[1])

    async def _beat(self, line: websockets.ClientConnection) -> None:
        while True:
            await asyncio.sleep(min(self.beats.values(), default=4.0))
            for fragment in list(self.beats):
                await self._rerun(line, fragment)


class Sessions:
    """Viewers of a page of the framework's, in this process: each is a session of the server's."""

    def __init__(self, address: str, count: int, page: str, query: str, **how: Any) -> None:
        self.viewers = [Viewer(address, page, query, **how) for _ in range(count)]
        self.cpu_s = 0.0  # theirs is not told apart
        self._looking: list[asyncio.Task] = []

    async def come(self) -> None:
        """Returns when all have figures, or after a while."""
        self._loop = asyncio.get_running_loop()
        for viewer in self.viewers:
            self._looking.append(asyncio.create_task(viewer.look()))
            await asyncio.sleep(RAMP_S)
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until and not all(v.drawn or v.errors for v in self.viewers):
            await asyncio.sleep(0.2)

    def ask(self) -> None:
        """All of them, from another thread."""
        for viewer in self.viewers:
            asyncio.run_coroutine_threadsafe(viewer.ask(), self._loop)

    async def go(self) -> None:
        for task in self._looking:
            task.cancel()
        await asyncio.gather(*self._looking, return_exceptions=True)
