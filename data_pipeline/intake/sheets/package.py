"""Every text a workbook's package holds, seen or not: other sheets, hidden and covered cells, comments, text boxes."""

import io
import re
import zipfile
from collections.abc import Iterator
from html import unescape
from typing import IO

STEP = 1 << 23
PARTS = re.compile(r"xl/(?!styles|theme|_rels).*\.(?:xml|vml)")
ENDS = re.compile(rb"</(?!(?:\w+:)?(?:r|t|rPr)>)[^>]*>")  # a text may be in runs of several fonts: those stay together
TAGS = re.compile(rb"<[^>]*>")
HELD = re.compile(rb'\bv="([^"]*)"')  # of a pivot's cache
LONG = re.compile(rb">(\d{11}|\d{15})<")  # figures as long as a person's number
INLINE = (b"inlineStr", b't="str"', b"t='str'", b"Footer", b"Header", b"<formula")
FRACTION = re.compile(r"-?\d*\.\d+(?:[eE][+-]?\d+)?", re.ASCII)


def texts_in(data: bytes) -> Iterator[str]:
    """One text a cell, comment or paragraph; figures only as far as they might be a person's number."""
    with zipfile.ZipFile(io.BytesIO(data)) as pack:
        for entry in pack.infolist():
            if PARTS.fullmatch(entry.filename):
                with pack.open(entry) as stream:
                    for block in _blocks(stream):
                        yield from _texts(entry.filename, block)


def _blocks(stream: IO[bytes]) -> Iterator[bytes]:
    """The part in pieces that end where an element ends."""
    rest = b""
    while block := stream.read(STEP):
        seen = rest + block
        cut = max(seen.rfind(end) + len(end) for end in (b"</si>", b"</c>", b"</comment>"))
        cut = cut if cut > len(b"</comment>") else 0
        yield seen[:cut]
        rest = seen[cut:]
    yield rest


def _texts(part: str, xml: bytes) -> Iterator[str]:
    if "/pivotCache/" in part:
        yield from (unescape(t.decode("utf-8", "replace")) for t in HELD.findall(xml))
    elif part.startswith("xl/worksheets/") and not any(word in xml for word in INLINE):
        yield from (n.decode() for n in LONG.findall(xml))
    else:
        plain = TAGS.sub(b"", ENDS.sub(b"\n", xml)).decode("utf-8", "replace")
        yield from (unescape(t) for t in plain.split("\n") if t and not FRACTION.fullmatch(t))
