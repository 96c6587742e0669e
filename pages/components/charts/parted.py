"""Bars of districts, each made of ordered parts: how many of each, or what share, with words at the end of the bar.

Of parts with an order the last is the strongest; the key above names them in the order in which they stand.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from data_pipeline.words.numbers import count, exact
from pages.components.charts.bars import LEFT, Scale, bar, key, rows_layout
from pages.components.charts.figure import Palette, axis_steps, label
from pages.components.theme import STEPS
from pages.model.scene import Scene


@dataclass(frozen=True)
class Parted:
    names: Sequence[str]  # of the rows
    parts: Sequence[str]  # what the parts are called
    values: Sequence[Sequence[float]]  # of each row, one per part
    ends: Sequence[str]  # at the end of each row
    left: int = LEFT  # px for the names
    room: float = 1.3  # of the longest bar, with its words


def counts(scene: Scene, of: Parted) -> dict:
    """Lengths are counts, on one scale."""
    most = max((sum(v) for v in of.values), default=0) or 1
    steps = axis_steps(most)
    return _figure(scene, of, Scale(most * of.room, steps, [count(s, scene.lang) for s in steps]), of.values)


def shares(scene: Scene, of: Parted) -> dict:
    """Every row is a whole: its parts in percent of it."""
    values = [[100 * x / sum(v) if sum(v) else 0 for x in v] for v in of.values]
    return _figure(scene, of, Scale(142, (0, 50, 100), ("0", "50%", "100%")), values)


def _figure(scene: Scene, of: Parted, scale: Scale, values: Sequence[Sequence[float]]) -> dict:
    ink, colours = Palette.of(scene.theme), STEPS[scene.theme][-len(of.parts) :]
    rows = range(len(of.names))
    layout = rows_layout(ink, of.names, scale, key=True, left=of.left)
    data = []
    for i, (part, colour) in enumerate(zip(of.parts, colours, strict=True)):
        hover = [f"{name} {part} {exact(v[i])}" for name, v in zip(of.names, of.values, strict=True)]
        data.append(bar([v[i] for v in values], rows, colour, hover))
    layout["annotations"] = [
        key(ink, list(zip(colours, of.parts, strict=True))),
        *(
            label(text, sum(v), row, ink.ink, anchor="left", dx=6)
            for row, text, v in zip(rows, of.ends, values, strict=True)
        ),
    ]
    return {"data": data, "layout": layout}
