"""HTML that escapes by itself: whatever is not markup already is text, wherever it comes from.

Only what is written in the code can be a template (the type checker sees to it): what is filled in comes as a value.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import LiteralString

from markupsafe import Markup, escape

ESCAPED = re.compile("[&<>'\"]").search
ENDING = re.compile(r"</script|<!--", re.IGNORECASE)
ASSETS = Path(__file__).parent / "assets"


def html(template: LiteralString, /, *parts: object, **named: object) -> Markup:
    """`template` with its {} filled: Markup as it is, all else as text. An attribute's value stands in quotes.

    Of the thousands of parts of a page most are markup already, which the library would make anew."""
    for name, part in named.items():
        if type(part) is not Markup:
            named[name] = _text(part)
    if not parts:
        return _made(template.format_map(named))
    return _made(template.format(*[p if type(p) is Markup else _text(p) for p in parts], **named))


def joined(parts: Iterable[object], between: LiteralString = "") -> Markup:
    """`between` is markup."""
    return _made(between.join([p if type(p) is Markup else _text(p) for p in parts]))


def _text(part: object) -> str:
    """Most texts have nothing to escape, and the library would make a new one of each."""
    return part if type(part) is str and not ESCAPED(part) else escape(part)


def _made(text: str) -> Markup:
    return str.__new__(Markup, text)


def style(*sheets: str) -> Markup:
    """Style sheets of our own. Nothing is escaped inside such an element, so nothing in it may end it."""
    css = "".join(sheets)
    if "</" in css:
        raise ValueError("a style sheet that ends its element")
    return Markup(f"<style>{css}</style>")


def script(*sources: str) -> Markup:
    """Scripts of our own, in one; as little may end the element from within."""
    js = "\n".join(sources)
    if ENDING.search(js):
        raise ValueError("a script that ends its element")
    return Markup(f"<script>{js}</script>")


def held(kind: LiteralString, id: str, text: str) -> Markup:
    """Data of our own that a page holds, by id: JSON or letters. A tag in JSON is written by its number."""
    safe = text.replace("<", "\\u003c")
    return Markup('<script type="{}" id="{}">{}</script>\n').format(kind, id, Markup(safe))
