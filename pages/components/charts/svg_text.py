"""Words of a figure in a picture: bold parts, coloured parts and line breaks, as figures write them."""

import unicodedata
from html.parser import HTMLParser
from typing import TypedDict, Unpack

from pages.components.html import Markup, html, joined

LEADING = 1.3
ANCHORS = {"left": "start", "center": "middle", "right": "end"}
NARROW, FULL = 0.56, 1.0  # of the size of the text, a Latin and a Chinese character
INK = "currentColor"  # the figure's own


class Put(TypedDict, total=False):
    """`anchor`: which of its ends is there; `ground`: the colour behind it."""

    anchor: str
    size: float
    colour: str | None
    ground: str


class _Parts(HTMLParser):
    """Lines of (text, bold, colour)."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[list[tuple[str, bool, str]]] = [[]]
        self._bold, self._colours = 0, [""]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.lines.append([])
        elif tag == "b":
            self._bold += 1
        elif tag == "span":
            style = dict(attrs).get("style") or ""
            self._colours.append(style.partition("color:")[2].split(";")[0].strip())

    def handle_endtag(self, tag: str) -> None:
        if tag == "b":
            self._bold -= 1
        elif tag == "span":
            self._colours.pop()

    def handle_data(self, data: str) -> None:
        self.lines[-1].append((data, self._bold > 0, self._colours[-1]))


def words(text: str, at: tuple[float, float], **put: Unpack[Put]) -> Markup:
    """Its middle line at this height."""
    parsed = _Parts()
    parsed.feed(text)
    parsed.close()
    size, anchor = put.get("size", 12.0), put.get("anchor", "center")
    high = size * LEADING
    first = at[1] - high * (len(parsed.lines) - 1) / 2
    lines = [
        html(
            '<text x="{}" y="{}" dy=".36em" text-anchor="{}" font-size="{}" fill="{}" xml:space="preserve">{}</text>',
            f"{at[0]:.1f}", f"{first + n * high:.1f}", ANCHORS[anchor], f"{size:g}", put.get("colour") or INK,
            joined(_span(*part) for part in line),
        )
        for n, line in enumerate(parsed.lines)
    ]  # fmt: skip
    behind = _behind(parsed.lines, at, size, put) if put.get("ground") else Markup()
    return joined([behind, *lines])


def broad(text: str, size: float) -> float:
    """About so many px, tags left out."""
    parsed = _Parts()
    parsed.feed(text)
    parsed.close()
    return max(_broad(line, size) for line in parsed.lines)


def _broad(line: list[tuple[str, bool, str]], size: float) -> float:
    return size * sum(FULL if unicodedata.east_asian_width(c) in "WF" else NARROW for text, _, _ in line for c in text)


def _span(text: str, bold: bool, colour: str) -> Markup:
    if not bold and not colour:
        return html("{}", text)
    weight = html(' font-weight="700"') if bold else Markup()
    fill = html(' fill="{}"', colour) if colour else Markup()
    return html("<tspan{}{}>{}</tspan>", weight, fill, text)


def _behind(lines: list[list[tuple[str, bool, str]]], at: tuple[float, float], size: float, put: Put) -> Markup:
    wide, tall = max(_broad(line, size) for line in lines) + 2, size * LEADING * len(lines)
    left = {"left": at[0], "center": at[0] - wide / 2, "right": at[0] - wide}[put.get("anchor", "center")]
    return html(
        '<rect x="{}" y="{}" width="{}" height="{}" fill="{}"/>',
        f"{left:.1f}",
        f"{at[1] - tall / 2:.1f}",
        f"{wide:.1f}",
        f"{tall:.1f}",
        put.get("ground", ""),
    )
