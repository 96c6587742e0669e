"""Many drawings in little room: what they have in common is held once, then all is compressed as one block."""

import base64
import gzip
import re
from dataclasses import dataclass, field
from typing import Any

import orjson

from pages.components.charts.as_svg import as_svg
from pages.components.panel import Drawn
from pages.components.theme import in_the_dark

PARTED = re.compile(r'(?=<section |<table|<pre|<details|<tr|<article|<svg|<div class="picks")')
PARTED_FIGURE = re.compile(r"(?<=\}),(?=\{)")  # a list of objects, put together again with commas


WIDE, LEAST, MOST, CELL = 600.0, 290.0, 420.0, 24.0  # px of a picture; at most so high; of one of its rows
COLOUR = re.compile("#[0-9A-F]{6}")
DARK = in_the_dark()


@dataclass
class Block:
    """`views`: address → theme → the numbers of its pieces, of the figures that go into its slots, and of the pictures
    that stand there until the chart library is asked for; None where they are the light ones in other colours."""

    pieces: dict[str, int] = field(default_factory=dict)
    views: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, address: str, light: Drawn, dark: Drawn | None = None, *, pictured: bool = True) -> None:
        """Where `dark` is not given, it looks the same by another style sheet. `pictured`: with pictures of its charts,
        so that they are seen before the library is read, which takes seconds on a slow machine."""
        dark = dark or light
        html = self._both(PARTED, str(light.html), str(dark.html))
        charts = {slot: self._both(PARTED_FIGURE, spec, dark.specs[slot]) for slot, spec in light.specs.items()}
        seen = light.charts if pictured else {}
        stills = {slot: self._both(PARTED, still(light.charts[slot]), still(dark.charts[slot])) for slot in seen}
        self.views[address] = {
            theme: {
                "html": html[n],
                "charts": {slot: of[n] for slot, of in charts.items()},
                "stills": {slot: of[n] for slot, of in stills.items()},
            }
            for n, theme in enumerate(("light", "dark"))
        }

    def _both(self, parted: re.Pattern[str], light: str, dark: str) -> tuple[list[int], list[int] | None]:
        own = self._pieces(parted, light)
        return own, own if dark == light else None if dark == in_dark(light) else self._pieces(parted, dark)

    def _pieces(self, parted: re.Pattern[str], text: str) -> list[int]:
        return [self._piece(part) for part in parted.split(text)]

    def _piece(self, text: str) -> int:
        return self.pieces.setdefault(text, len(self.pieces))

    def packed(self) -> str:
        """What is alike lies side by side, so that it takes little room: pieces stand in the order of their text."""
        order = sorted(self.pieces)
        at = {self.pieces[text]: n for n, text in enumerate(order)}
        return packed(orjson.dumps({"pieces": order, "views": _renumbered(self.views, at)}))


def still(figure: dict[str, Any]) -> str:
    """The picture of a figure, as wide as where it stands."""
    high = min(max(CELL * len(figure["layout"].get("yaxis", {}).get("tickvals", ())), LEAST), MOST)
    return str(as_svg(figure, WIDE, high))


def _renumbered(of: Any, at: dict[int, int]) -> Any:
    if isinstance(of, dict):
        return {name: _renumbered(part, at) for name, part in of.items()}
    return of if of is None else [at[n] for n in of]


def in_dark(text: str) -> str:
    """A drawing of the light with the colours of the dark."""
    return COLOUR.sub(lambda found: DARK.get(found[0], found[0]), text)


def packed(data: bytes) -> str:
    """As text that may stand in a page; the same bytes give the same text."""
    return base64.b64encode(gzip.compress(data, 9, mtime=0)).decode("ascii")
