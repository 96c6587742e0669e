"""How wide a column stands beside the others: by its longest cell, up to a limit beyond which cells take two lines."""

import unicodedata
from collections.abc import Sequence

from data_pipeline.brief.model import Cell, Figure, text_of

WIDEST, LEAST, EDGES = 26, 9, 3  # in Latin characters


def widths(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> list[int]:
    return [_width(title, [r[i] for r in rows]) for i, title in enumerate(columns)]


def wide(text: str) -> int:
    """In Latin characters; a Chinese one takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _width(title: str, cells: Sequence[Cell]) -> int:
    """A title may take two lines, but for a single word."""
    longest = max((wide(text_of(c)) for c in cells), default=0)
    word = max((len(x) for x in title.split()), default=0) if title.isascii() else wide(title) // 2
    room = EDGES if any(isinstance(c, Figure) for c in cells) else 0  # a figure never takes two lines
    return max(min(max(longest, word + 1), WIDEST), LEAST) + room
