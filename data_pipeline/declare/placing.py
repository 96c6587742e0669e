"""Where the labels of a map go: inside their own district as far as it has room, and never on one another."""

from collections.abc import Iterable, Sequence
from itertools import product
from math import cos, radians

import numpy as np

from data_pipeline.declare.boundaries import Ring

Box = tuple[float, float, float, float]  # west, south, east, north
Point = tuple[float, float]
SMALL = 0.13  # a district less wide and less high than this share of the map cannot hold its own label
MARGIN = 0.02
GRID = 24
CORNERS = 5  # of a square, the first told again
ROUNDS = 4  # each label is put again, knowing where the others went
OVERLAP_COST = 8  # of a label wholly covered, against one wholly inside its district


def views(shapes: dict[str, list[Ring]]) -> tuple[Box, Box | None, frozenset[str]]:
    """The whole map; a closer look at the districts too small to be labelled in it; which these are. None and nobody
    where they are fewer than three."""
    boxes = {code: box(rings) for code, rings in shapes.items()}
    whole = _padded(around(list(boxes.values())))
    width, height = whole[2] - whole[0], whole[3] - whole[1]
    small = frozenset(c for c, (w, s, e, n) in boxes.items() if e - w < SMALL * width and n - s < SMALL * 1.6 * height)
    if len(small) < 3:
        return whole, None, frozenset()
    return whole, _padded(around([boxes[c] for c in small])), small


def stretch(at: Box) -> float:
    """A degree of latitude in degrees of longitude."""
    return 1 / cos(radians((at[1] + at[3]) / 2))


def _padded(at: Box) -> Box:
    dx, dy = (at[2] - at[0]) * MARGIN, (at[3] - at[1]) * MARGIN
    return at[0] - dx, at[1] - dy, at[2] + dx, at[3] + dy


def place(outlines: dict[str, list[Ring]], size: tuple[float, float], within: Box) -> dict[str, Point]:
    """Centre of each label of `size` (degrees). Districts with the least room choose first."""
    placed: dict[str, Point] = {}
    ranked = {code: _ranked(max(rings, key=_area), size, within) for code, rings in outlines.items()}
    order = sorted(ranked, key=lambda c: ranked[c][0][0])
    where = {code: (np.array([s for s, _ in found]), np.array([p for _, p in found])) for code, found in ranked.items()}
    for code in order * ROUNDS:
        scores, points = where[code]
        others = [point for c, point in placed.items() if c != code]
        worth = scores - OVERLAP_COST * _overlap(points, others, size)
        placed[code] = max(ranked[code][i][1] for i in np.flatnonzero(worth == worth.max()))
    return placed


def _ranked(ring: Ring, size: tuple[float, float], within: Box) -> list[tuple[float, Point]]:
    """Points on a grid over the outline, by how much of the label lies inside, then by nearness to the middle."""
    west, south, east, north = box([ring])
    middle = ((west + east) / 2, (south + north) / 2)
    if len(ring) == CORNERS and {*ring} <= {(x, y) for x in (west, east) for y in (south, north)}:
        return [(1.0, middle)]  # of a map of squares
    width, height = max(east - west, 1e-9), max(north - south, 1e-9)
    grid = [(west + width * i / GRID, south + height * j / GRID) for i, j in product(range(GRID + 1), repeat=2)]
    points = [p for p, own in zip(grid, inside(grid, ring), strict=True) if own and _fits(p, size, within)]
    found = []
    for point, share in zip(points, _shares_inside(points, size, ring), strict=True):
        away = abs(point[0] - middle[0]) / width + abs(point[1] - middle[1]) / height
        found.append((float(share) - 0.15 * away, point))
    return sorted(found, reverse=True) or [(0.0, middle)]


def _fits(point: Point, size: tuple[float, float], within: Box) -> bool:
    x, y, w, h = *point, size[0] / 2, size[1] / 2
    return within[0] <= x - w and x + w <= within[2] and within[1] <= y - h and y + h <= within[3]


def _shares_inside(points: Sequence[Point], size: tuple[float, float], ring: Ring) -> np.ndarray:
    """Of a label at each point."""
    steps = np.array([*product((-0.5, -0.25, 0.0, 0.25, 0.5), repeat=2)]) * size
    of_labels = np.array(points, dtype=float).reshape(-1, 1, 2) + steps
    return inside(of_labels, ring).reshape(len(points), len(steps)).mean(axis=1)


def _overlap(points: np.ndarray, others: Iterable[Point], size: tuple[float, float]) -> np.ndarray:
    """The covered share of a label put at each of the points, (n, 2)."""
    covered = np.zeros(len(points))
    for other in others:
        free = np.maximum(1 - np.abs(points - other) / size, 0)
        covered += free[:, 0] * free[:, 1]
    return covered


def inside(points: Sequence[Point] | np.ndarray, ring: Ring) -> np.ndarray:
    """Of each point, by the even-odd rule."""
    x, y = np.array(points, dtype=float).reshape(-1, 2).T
    odd = np.zeros(len(x), dtype=bool)
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        if y1 != y2:
            odd ^= ((y1 > y) != (y2 > y)) & (x < (x2 - x1) * (y - y1) / (y2 - y1) + x1)
    return odd


def box(rings: list[Ring]) -> Box:
    xs, ys = [x for r in rings for x, _ in r], [y for r in rings for _, y in r]
    return min(xs), min(ys), max(xs), max(ys)


def around(boxes: list[Box]) -> Box:
    return (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))


def overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _area(ring: Ring) -> float:
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2
