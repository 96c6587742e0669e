"""What is taken of the office's own presentation: its size and master, a layout with a title; none of its slides."""

from typing import Any

NAMES = ("Title Only", "仅标题")
PLACE_OF_TITLE = 0


def emptied(show: Any) -> None:
    """Without the slides that it came with."""
    slides = show.slides._sldIdLst
    for slide in list(slides):
        show.part.drop_rel(slide.rId)
        slides.remove(slide)


def titled(layouts: Any) -> Any:
    """The one for a title and nothing else, or that with the least beside its title."""
    for layout in layouts:
        if layout.name in NAMES:
            return layout
    having = [x for x in layouts if any(p.placeholder_format.idx == PLACE_OF_TITLE for p in x.placeholders)]
    return min(having or list(layouts), key=lambda x: len(x.placeholders))
