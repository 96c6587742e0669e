"""Many drawings in little room: what they have in common is held once, then all is compressed as one block."""

import base64
import gzip
import re
from dataclasses import dataclass, field
from typing import Any

import orjson

from pages.components.panel import Drawn

PARTED = re.compile(r'(?=<section |<table|<pre|<details|<tr|<article|<svg|<div class="picks")')
PARTED_FIGURE = re.compile(r"(?<=\}),(?=\{)")  # a list of objects, put together again with commas


@dataclass
class Block:
    """`views`: address → theme → the numbers of its pieces, and of the figures that go into its slots."""

    pieces: dict[str, int] = field(default_factory=dict)
    views: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, address: str, light: Drawn, dark: Drawn | None = None) -> None:
        """Where `dark` is not given, it looks the same by another style sheet. What is alike lies side by side."""
        both = {"light": light, "dark": dark or light}
        charts: dict[str, dict[str, list[int]]] = {theme: {} for theme in both}
        for slot in light.specs:
            for theme, drawn in both.items():
                charts[theme][slot] = self._pieces(PARTED_FIGURE, drawn.specs[slot])
        self.views[address] = {
            theme: {"html": self._pieces(PARTED, str(drawn.html)), "charts": charts[theme]}
            for theme, drawn in both.items()
        }

    def _pieces(self, parted: re.Pattern[str], text: str) -> list[int]:
        return [self._piece(part) for part in parted.split(text)]

    def _piece(self, text: str) -> int:
        return self.pieces.setdefault(text, len(self.pieces))

    def packed(self) -> str:
        return packed(orjson.dumps({"pieces": [*self.pieces], "views": self.views}))


def packed(data: bytes) -> str:
    """As text that may stand in a page; the same bytes give the same text."""
    return base64.b64encode(gzip.compress(data, 9, mtime=0)).decode("ascii")
