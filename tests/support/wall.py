"""A wall as its browser gets it: the scene that its address leads to, and what is said beside it."""

import gzip
import time
from dataclasses import dataclass
from typing import Any

import orjson

from data_pipeline.access.visitor import STRANGER, Visitor
from data_pipeline.board.moments import moment_of
from pages.app.data_version import data_version
from pages.app.scenes import Scene, scene_of
from pages.app.ticking import ticking
from pages.app.walls import Wall, wall_of


@dataclass(frozen=True)
class Shown:
    wall: Wall
    scene: Scene
    version: str

    @property
    def content(self) -> dict[str, Any]:
        return orjson.loads(gzip.decompress(self.scene.packed))

    @property
    def html(self) -> str:
        return self.content["html"]

    @property
    def clock(self) -> dict[str, Any]:
        return ticking(self.wall.clock)


def wall(who: Visitor = STRANGER, /, **address: str) -> Shown:
    of = wall_of(address, who)
    version = data_version(of.clock, of.sight)
    return Shown(of, scene_of(of, version, moment_of(of.clock)), version)


def settled(**address: str) -> Shown:
    """The same once the days before are worked out: until then it is another version."""
    until = time.monotonic() + 60
    while "+" not in (shown := wall(**address)).version and time.monotonic() < until:
        time.sleep(0.3)
    return shown
