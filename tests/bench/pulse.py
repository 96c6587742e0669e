"""The least a page of figures can cost: `python -m tests.bench.pulse PORT`, bare asyncio. One line tells all who look
that there are others, by the name of a file that never changes; `POST /next` makes the next."""

import asyncio
import contextlib
import os
import sys

SIZE = 20_000  # bytes of a wall's drawing, compressed


class Pulse:
    def __init__(self) -> None:
        self.number, self.moved = 0, asyncio.Event()
        self.bodies = {self.name: os.urandom(SIZE)}

    @property
    def name(self) -> str:
        return f"n{self.number}"

    def next(self) -> None:
        self.number += 1
        self.bodies = {self.name: os.urandom(SIZE)}
        moved, self.moved = self.moved, asyncio.Event()
        moved.set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            path = (await reader.readuntil(b"\r\n\r\n")).split(b" ", 2)[1].decode()
            if path.startswith("/api/events"):
                await self._follow(writer)
            else:
                if path == "/next":
                    self.next()
                found = self.bodies.get(path.removeprefix("/scene/"), b"")
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n" % len(found) + found)
                await writer.drain()
        writer.close()

    async def _follow(self, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")
        while not writer.is_closing():
            writer.write(b'data: {"scene":"%s","within":0}\n\n' % self.name.encode())
            await writer.drain()
            await self.moved.wait()


async def main() -> None:
    server = await asyncio.start_server(Pulse().serve, "127.0.0.1", int(sys.argv[1]), backlog=4096)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
