"""What each look of a wall, or of a page of the desk, shows now: worked out and drawn once for all who have it open.

A commit is drawn before anybody is told of it, so that the first who asks finds it made. Many commits at once are few
drawings: at most one a second, and always of the newest data version.
"""

import asyncio
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass

from data_pipeline.board.board import board
from data_pipeline.board.moments import moment_of
from data_pipeline.core.clock import process_clock
from data_pipeline.core.errors import BoardError
from data_pipeline.core.keeping_up import DRAWINGS
from data_pipeline.core.threads import pool
from data_pipeline.words import say
from pages.app.clocks import worked_out
from pages.app.data_version import data_version
from pages.app.desk_scenes import Desk, desk_scene
from pages.app.scenes import Scene, scene_of
from pages.app.walls import Wall
from pages.server.lifespan import STOPPING

log = logging.getLogger(__name__)
GLANCE_S, LOOK_S = 0.1, 0.5
LEAST_S = 1.0  # between two drawings of a look: many commits at once are one to see
AGAIN_S = 4.0  # what could not be drawn is tried again
LONELY_S = 15.0  # a look that nobody has open any more ends
MOST = 500  # looks at once in one process
DRAWS = pool("scenes", 2)


@dataclass(frozen=True)
class News:
    """`version`: of the data there are; `drawn`: of those that the scene shows, an older one where the newest could
    not be drawn; `why`: what hinders it, while there is no scene."""

    version: str = ""
    drawn: str = ""
    scene: str = ""
    why: str = ""


class Showing:
    """Of one look, while anybody has it open."""

    def __init__(self, wall: Wall | Desk) -> None:
        self.wall, self.news = wall, News()
        self._moved, self._wanted = asyncio.Event(), time.monotonic()
        self._drawn_at = 0.0
        shared = process_clock(board().pack.operation)
        self._shared = wall.clock == shared or wall.clock.text() == shared.text()
        self.task = asyncio.create_task(self._run())

    async def after(self, seen: News | None, patience_s: float) -> News:
        """What there is to say; waits until it is another than `seen`, and not longer than that."""
        self._wanted = time.monotonic()
        if seen is not self.news and self.news.version:
            return self.news
        with suppress(TimeoutError):
            async with asyncio.timeout(max(patience_s, 0.0)):
                await self._moved.wait()
        return self.news

    async def _run(self) -> None:
        while not STOPPING.is_set() and time.monotonic() - self._wanted < LONELY_S:
            published = board().published()
            if (news := await self._look()) != self.news:
                self._tell(news)
            await self._until_next_look(published)

    def _tell(self, news: News) -> None:
        self.news, moved = news, self._moved
        self._moved = asyncio.Event()
        moved.set()

    async def _look(self) -> News:
        due = time.monotonic() - self._drawn_at >= (LEAST_S if self.news.drawn == self.news.version else AGAIN_S)
        try:
            version, scene = await self._worked_out(due)
        except Exception as why:
            return self._not_drawn(why)
        if scene is None:
            return self.news
        if version != self.news.drawn:
            self._drawn_at = time.monotonic()
        return News(version, version, scene.name)

    def _not_drawn(self, why: Exception) -> News:
        """Rooms go on seeing the older data version, and the browser knows it for that."""
        lang = self.wall.lang
        self._drawn_at = time.monotonic()
        log.error("a wall could not be drawn: it keeps what it shows", exc_info=why)
        sentence = why.sentence(lang) if isinstance(why, BoardError) else say(lang, "frame.bug")
        return News("?", self.news.drawn, self.news.scene, sentence)

    async def _worked_out(self, due: bool) -> tuple[str, Scene | None]:
        if not self._shared:
            return await worked_out(lambda: _now(self.wall, self.news.drawn, due), shared=False)
        return await asyncio.get_running_loop().run_in_executor(DRAWS, _now, self.wall, self.news.drawn, due)

    async def _until_next_look(self, published: str | None) -> None:
        """Sooner where something was published since."""
        for _ in range(round(LOOK_S / GLANCE_S)):
            await asyncio.sleep(GLANCE_S)
            if board().published() != published:
                return


def _now(wall: Wall | Desk, drawn: str, due: bool) -> tuple[str, Scene | None]:
    """The data version there is, and its scene; none where it is another than what is drawn, and not due yet."""
    version = data_version(wall.clock, wall.sight)
    if version != drawn and not due:
        return version, None
    with nullcontext() if version == drawn else DRAWINGS.one():
        moment = moment_of(wall.clock)
        return version, desk_scene(wall, version) if isinstance(wall, Desk) else scene_of(wall, version, moment)


class Showings:
    """By look. Raises BoardError `viewers_full` where too many differ."""

    def __init__(self, most: int = MOST) -> None:
        self.most, self.viewers = most, 0
        self._held: dict[Wall | Desk, Showing] = {}

    @contextmanager
    def viewer(self) -> Iterator[None]:
        """One more, as long as it looks."""
        self.viewers += 1
        try:
            yield
        finally:
            self.viewers -= 1

    def __len__(self) -> int:
        return sum(not one.task.done() for one in self._held.values())

    def of(self, look: Wall | Desk) -> Showing:
        found = self._held.get(look)
        if found is None or found.task.done():
            self._held = {wall: one for wall, one in self._held.items() if not one.task.done()}
            if len(self._held) >= self.most:
                raise BoardError("viewers_full")
            found = self._held[look] = Showing(look)
        return found


SHOWINGS = Showings()
