"""A viewer of the Dash page (dash_page.py) as its server sees one: `dcc.Interval` asks each second, over a line that is
kept, for all figures, moved or not."""

import asyncio
import random
import time

import orjson

from tests.bench.screens import Screen, reached

FIGURES, EVERY_S = 12, 1.0  # as dash_page.py has them; its Python is another
OUTPUTS = [{"id": f"figure{n}", "property": "children"} for n in range(FIGURES)]
NAMED = "..{}..".format("...".join("{id}.{property}".format(**one) for one in OUTPUTS))
ENDS, LENGTH = b"\r\n\r\n", b"content-length:"


class Asking(Screen):
    async def look(self) -> None:
        await asyncio.sleep(random.random() * EVERY_S)  # not all at one instant
        came = number = 0
        try:
            reader, writer, host = await reached(self.address, self.own)
            while True:
                began, number = time.monotonic(), number + 1
                writer.write(_question(host, number))
                size, figures = await _answer(reader)
                came += size
                if figures != self.scene:
                    self.scene = figures
                    self.drawn.append((time.monotonic(), came))
                    came = 0
                await asyncio.sleep(max(EVERY_S - (time.monotonic() - began), 0))
        except (OSError, ValueError, asyncio.IncompleteReadError):
            self.errors += 1


def _question(host: str, number: int) -> bytes:
    every = {"id": "every", "property": "n_intervals", "value": number}
    body = orjson.dumps({
        "output": NAMED, "outputs": OUTPUTS, "inputs": [every], "changedPropIds": ["every.n_intervals"], "state": [],
    })  # fmt: skip
    head = f"POST /_dash-update-component HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


async def _answer(reader: asyncio.StreamReader) -> tuple[int, str]:
    """Its bytes, and the figures. Raises ValueError where it is none."""
    head = await reader.readuntil(ENDS)
    if not head.startswith(b"HTTP/1.1 200"):
        raise ValueError(head.partition(b"\r\n")[0])
    length = next(int(x[len(LENGTH) :]) for x in head.lower().split(b"\r\n") if x.startswith(LENGTH))
    body = await reader.readexactly(length)
    return len(head) + length, orjson.dumps(orjson.loads(body)["response"]).decode()
