"""How wide a column stands beside the others: by its longest cell, up to a limit beyond which cells take two lines."""

import unicodedata
from collections.abc import Sequence

from data_pipeline.brief.model import Cell, Figure, text_of

WIDEST, LEAST, EDGES = 26, 6, 3  # in Latin characters; beside the cell itself


def widths(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> list[int]:
    return [_width(title, [r[i] for r in rows]) for i, title in enumerate(columns)]


def wide(text: str) -> int:
    """In Latin characters; a Chinese one takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _width(title: str, cells: Sequence[Cell]) -> int:
    """A title or a cell may take two lines, but for a single word; a figure never does."""
    texts = [text_of(c) for c in cells]
    longest = max(map(wide, texts), default=0)
    word = max([_word(title), *(_word(x) for x in texts if x.isascii())]) + 1
    figures = any(isinstance(c, Figure) for c in cells)  # their digits are wider than most letters
    return max(longest if figures else min(longest, WIDEST), word, LEAST) + EDGES + 2 * figures


def _word(text: str) -> int:
    return max((len(x) for x in text.split()), default=0) if text.isascii() else wide(text) // 2
