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
PLAIN = re.compile(rb"<t(?: [^>]*)?>([^<]*)")
OTHER = re.compile(rb"<(?:oddHeader|oddFooter|evenHeader|evenFooter|firstHeader|firstFooter|formula1)>([^<]*)")
RESULT = re.compile(rb"<v>([^<]*)")
LONG = re.compile(rb"<v>(\d{11}|\d{15})<")  # figures as long as a person's number
CALCULATED = re.compile(rb"""t=["']str["']""")
RUNS, PREFIXED = re.compile(rb"<r[ >]"), re.compile(rb":[tv][ >]")  # of fonts; names: every tag must be looked at
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


def _texts(part: str, xml: bytes) -> set[str]:
    if "/pivotCache/" in part:
        found = HELD.findall(xml)
    elif part.startswith(("xl/worksheets/", "xl/sharedStrings")) and not RUNS.search(xml) and not PREFIXED.search(xml):
        results = RESULT if CALCULATED.search(xml) else LONG
        found = [*PLAIN.findall(xml), *OTHER.findall(xml), *results.findall(xml)]
    else:
        found = TAGS.sub(b"", ENDS.sub(b"\n", xml)).split(b"\n")
    texts = (unescape(t.decode("utf-8", "replace")) for t in {*found})
    return {t for t in texts if not FRACTION.fullmatch(t)}
