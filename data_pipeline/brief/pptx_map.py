"""A map on a slide, of the slide's own shapes."""

from collections.abc import Iterator, Sequence
from typing import Any

from pptx.dml.color import RGBColor
from pptx.util import Mm, Pt

from data_pipeline.brief.map_picture import FILLS, Frame, frames, labels, told
from data_pipeline.brief.model import Chart, Point
from data_pipeline.declare.placing import box

PER_MM = 100.0  # units of a drawing
LABEL = (30.0, 12.0)  # mm
Words = tuple[tuple[str, str], tuple[float, float]]  # name and figure, and the middle of the label in mm


def mapped(slide: Any, of: Chart, at: tuple[float, float, float, float]) -> Iterator[Words]:
    """Draws the districts; gives what is to be written where. `at`: left, top, width, height in mm."""
    left, top, wide, tall = at
    for n, frame in enumerate(frames(of.points, wide, tall)):
        for p in of.points:
            if p.label in frame.shows or (not n and not _elsewhere(frame, p)):
                _district(slide, frame, p, (left, top))
        for p, x, y in labels(frame, of.points, LABEL):
            yield (p.label, told(p)), (left + x, top + y)


def _elsewhere(frame: Frame, p: Point) -> bool:
    west, south, east, north = box(list(p.rings))
    return west < frame.of[0] or south < frame.of[1] or east > frame.of[2] or north > frame.of[3]


def _district(slide: Any, frame: Frame, p: Point, at: tuple[float, float]) -> None:
    outlines = [[(at[0] + x, at[1] + y) for x, y in frame.outline(ring)] for ring in p.rings]
    shape = _freeform(slide, outlines)
    shape.name = f"{p.label} {p.figure.text}"
    shape.fill.solid()
    shape.fill.fore_color.rgb = RGBColor.from_string(FILLS[p.state][1:].upper())
    shape.line.color.rgb, shape.line.width = RGBColor(255, 255, 255), Pt(0.75)
    shape.shadow.inherit = False


def _freeform(slide: Any, outlines: Sequence[Sequence[tuple[float, float]]]) -> Any:
    scale = Mm(1) / PER_MM
    pens = [[(round(x * PER_MM), round(y * PER_MM)) for x, y in ring] for ring in outlines]
    builder = slide.shapes.build_freeform(*pens[0][0], scale=scale)
    for n, ring in enumerate(pens):
        if n:
            builder.move_to(*ring[0])
        builder.add_line_segments(ring[1:], close=True)
    return builder.convert_to_shape()
