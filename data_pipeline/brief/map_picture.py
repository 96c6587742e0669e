"""Districts as they lie, each in the colour of its state, with its mark and its figure: a colour is never alone. Those
too small to be labelled are drawn again, enlarged, beside the whole."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from data_pipeline.brief.model import Point
from data_pipeline.brief.svg import INK, LINE, MUTED, rect, shape, sheet, text
from data_pipeline.declare.boundaries import Ring
from data_pipeline.declare.placing import Box, box, overlap, place, stretch, views
from data_pipeline.sentences.states import GLYPHS

WIDE, TALL, SPLIT, GAP = 640, 330, 0.55, 14  # px; the share of the whole map where there is an enlarged part
LABEL = (60, 27)  # px of a label: name, and under it mark and figure
FILLS = {"on_track": "#bcd6ee", "at_risk": "#f6d9a8", "will_miss": "#e7aaa6", "unknown": "#e3e7eb", "": "#bcd6ee"}


@dataclass(frozen=True)
class Frame:
    """A part of the map in a part of the picture. `shows`: whose labels stand in it."""

    of: Box
    left: float
    wide: float
    tall: float
    shows: frozenset[str]

    @property
    def scale(self) -> float:
        """px of a degree of longitude."""
        west, south, east, north = self.of
        return min(self.wide / (east - west), self.tall / ((north - south) * stretch(self.of)))

    def at(self, x: float, y: float) -> tuple[float, float]:
        west, _, _, north = self.of
        return self.left + (x - west) * self.scale, (north - y) * stretch(self.of) * self.scale

    def outline(self, ring: Ring) -> list[tuple[float, float]]:
        return [self.at(x, y) for x, y in ring]


def frames(points: Sequence[Point], wide: float, tall: float) -> list[Frame]:
    """The whole, and the enlarged part where there is one."""
    shapes = {p.label: list(p.rings) for p in points}
    whole, near, small = views(shapes)
    if near is None:
        return [Frame(whole, 0, wide, tall, frozenset(shapes))]
    left = wide * SPLIT + GAP
    return [
        Frame(whole, 0, wide * SPLIT, tall, frozenset(shapes) - small),
        Frame(near, left, wide - left, tall, small),
    ]


def labels(of: Frame, points: Sequence[Point], size: tuple[float, float]) -> Iterator[tuple[Point, float, float]]:
    """Each with the middle of its label. `size`: px of a label."""
    shapes = {p.label: list(p.rings) for p in points if p.label in of.shows}
    degrees = size[0] / of.scale, size[1] / (of.scale * stretch(of.of))
    middles = place(shapes, degrees, of.of)
    for p in points:
        if p.label in middles:
            yield p, *of.at(*middles[p.label])


def told(p: Point) -> str:
    return f"{GLYPHS[p.state or 'unknown']} {p.figure.text}"


def mapped(points: Sequence[Point]) -> str:
    parts = []
    for n, frame in enumerate(frames(points, WIDE, TALL)):
        parts += _frame(frame, points, n)
    return sheet(parts, WIDE, TALL + 4)


def _frame(frame: Frame, points: Sequence[Point], n: int) -> Iterator[str]:
    """What lies beyond the frame is cut off."""
    yield f'<clipPath id="f{n}">{rect(frame.left, 0, frame.wide, frame.tall, LINE)}</clipPath>'
    yield f'<g clip-path="url(#f{n})">'
    for p in points:
        if overlap(box(list(p.rings)), frame.of):
            own = frame.shows if n else {p.label}
            yield shape(map(frame.outline, p.rings), FILLS[p.state] if p.label in own else LINE)
    yield "</g>"
    if n:
        yield (
            f'<rect x="{frame.left:.1f}" y="0.5" width="{frame.wide - 0.5:.1f}" height="{frame.tall - 1}" '
            f'fill="none" stroke="{MUTED}"/>'
        )
    for p, x, y in labels(frame, points, LABEL):
        yield text(x, y - 2, p.label, "middle", INK)
        yield text(x, y + 11, told(p), "middle", INK)
