"""Many drawings in little room: what they have in common is held once, then all is compressed as one block."""

import base64
import gzip
import re
from dataclasses import dataclass, field
from typing import Any

import orjson

from pages.components.panel import Drawn

PARTED = re.compile(r'(?=<section |<table|<pre|<details|<tr|<article|<svg|<div class="picks")')


@dataclass
class Block:
    """`views`: address → theme → the numbers of its pieces, and of the figures that go into its slots."""

    pieces: dict[str, int] = field(default_factory=dict)
    views: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, address: str, light: Drawn, dark: Drawn | None = None) -> None:
        """Where `dark` is not given, it looks the same by another style sheet."""
        self.views[address] = {"light": self._view(light), "dark": self._view(dark or light)}

    def _view(self, of: Drawn) -> dict[str, Any]:
        return {
            "html": [self._piece(part) for part in PARTED.split(str(of.html))],
            "charts": {slot: self._piece(spec) for slot, spec in of.specs.items()},
        }

    def _piece(self, text: str) -> int:
        return self.pieces.setdefault(text, len(self.pieces))

    def packed(self) -> str:
        return packed(orjson.dumps({"pieces": [*self.pieces], "views": self.views}))


def packed(data: bytes) -> str:
    """As text that may stand in a page; the same bytes give the same text."""
    return base64.b64encode(gzip.compress(data, 9, mtime=0)).decode("ascii")
