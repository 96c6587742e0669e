"""Many drawings in little room: what they have in common is held once, then all is compressed as one block."""

import base64
import gzip
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from pages.components.charts.as_svg import as_svg
from pages.components.panel import Drawn

PARTED = re.compile(r'(?=<section |<table|<pre|<details|<tr|<article|<svg|<div class="picks")')
PARTED_FIGURE = re.compile(r"(?<=\}),(?=\{)")  # a list of objects, put together again with commas
WIDE, LEAST, MOST, CELL = 600.0, 290.0, 420.0, 24.0  # px of a picture; at most so high; of one of its rows


@dataclass
class Block:
    """`views`: address → the numbers of its pieces, of the figures that go into its slots, and of the pictures that
    stand there until the chart library is asked for. All of the light: the dark shows the same in other colours."""

    pieces: dict[str, int] = field(default_factory=dict)
    views: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, address: str, light: Drawn, *, pictured: bool = True) -> None:
        """`pictured`: with pictures of its charts, so that they are seen before the library is read, which takes
        seconds on a slow machine."""
        seen = light.charts if pictured else {}
        self.views[address] = {
            "html": self._pieces(PARTED, str(light.html)),
            "charts": {slot: self._pieces(PARTED_FIGURE, spec) for slot, spec in light.specs.items()},
            "stills": {slot: self._pieces(PARTED, still(figure)) for slot, figure in seen.items()},
        }

    def take(self, other: "Block") -> None:
        """All that another process drew."""
        at = {n: self._piece(text) for text, n in other.pieces.items()}
        self.views |= _renumbered(other.views, at)

    def _pieces(self, parted: re.Pattern[str], text: str) -> list[int]:
        return [self._piece(part) for part in parted.split(text)]

    def _piece(self, text: str) -> int:
        return self.pieces.setdefault(text, len(self.pieces))

    def packed(self) -> str:
        """What is alike lies side by side, so that it takes little room: pieces stand in the order of their text, views
        in that of their addresses, whoever drew them."""
        order = sorted(self.pieces)
        at = {self.pieces[text]: n for n, text in enumerate(order)}
        return packed(orjson.dumps({"pieces": order, "views": _renumbered(dict(sorted(self.views.items())), at)}))


def still(figure: dict[str, Any]) -> str:
    """The picture of a figure, as wide as where it stands."""
    high = min(max(CELL * len(figure["layout"].get("yaxis", {}).get("tickvals", ())), LEAST), MOST)
    return str(as_svg(figure, WIDE, high))


def _renumbered(of: Any, at: Mapping[int, int]) -> Any:
    if isinstance(of, dict):
        return {name: _renumbered(part, at) for name, part in of.items()}
    return [at[n] for n in of]


def packed(data: bytes) -> str:
    """As text that may stand in a page; the same bytes give the same text."""
    return base64.b64encode(gzip.compress(data, 9, mtime=0)).decode("ascii")
