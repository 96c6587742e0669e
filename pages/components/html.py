"""HTML that escapes by itself: whatever is not markup already is text, wherever it comes from.

Only what is written in the code can be a template (the type checker sees to it): what is filled in comes as a value.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import LiteralString

from markupsafe import Markup, escape

ASSETS = Path(__file__).parent / "assets"


def html(template: LiteralString, /, *parts: object, **named: object) -> Markup:
    """`template` with its {} filled: Markup as it is, all else as text. An attribute's value stands in quotes.

    Of the thousands of parts of a page most are markup already, which the library would make anew."""
    texts = [p if type(p) is Markup else escape(p) for p in parts]
    return _made(template.format(*texts, **{n: p if type(p) is Markup else escape(p) for n, p in named.items()}))


def joined(parts: Iterable[object], between: LiteralString = "") -> Markup:
    """`between` is markup."""
    return _made(between.join([p if type(p) is Markup else escape(p) for p in parts]))


def _made(text: str) -> Markup:
    return str.__new__(Markup, text)


def style(*sheets: str) -> Markup:
    """Style sheets of our own. Nothing is escaped inside such an element, so nothing in it may end it."""
    css = "".join(sheets)
    if "</" in css:
        raise ValueError("a style sheet that ends its element")
    return Markup(f"<style>{css}</style>")
