"""What a file is, from its bytes alone, and whether it is small enough to be read. Names and suffixes prove nothing."""

import re
from typing import Literal

from data_pipeline.intake.refusal import Refusal

MAX_BYTES = 1 << 30  # a file
MAX_LINE = 1 << 20  # bytes of one physical line
MAX_COLUMNS = 2_000
MAX_CELL = 10_000  # characters

Kind = Literal["text", "workbook"]

FOREIGN = (
    (b"PAR1", "Parquet"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!", "RAR"),
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"SQLite format 3", "SQLite"),
    (b"ARROW1", "Arrow"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"\x7fELF", "ELF"),
    (b"MZ\x90", "EXE"),
    (b"{\\rtf", "RTF"),
)
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NOTHING = b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"
PAGE = re.compile(
    rb"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|table|div|style|script|title|center|p|span)\b|"
    rb"mime-version:",
    re.DOTALL,
)
XML = re.compile(rb"<(?:\?xml|!doctype|[a-z][\w:.-]*[\s/>])")
JSON = re.compile(rb'\{\s*(?:"(?:[^"\\]|\\.)*"\s*:|\})|\[\s*(?:[\[{"]|\]\s*$|-?\d+(?:\.\d+)?\s*[,\]]\s*(?:-?\d|\]))')
BEGINNING = 2048


def kind_of(data: bytes) -> Kind:
    """`text` or `workbook`; raises Refusal for anything else, before a single line is read."""
    if not data[:4096].strip(NOTHING) and not data.strip(NOTHING):
        raise Refusal("empty")
    if len(data) > MAX_BYTES:
        raise Refusal("too_big", megabytes=len(data) >> 20, limit=MAX_BYTES >> 20)
    if data.startswith((ZIP, OLE)):
        return "workbook"
    for magic, name in FOREIGN:
        if data.startswith(magic):
            raise Refusal("foreign", kind=name)
    _no_other_text(data)
    if not longest_within(data, MAX_LINE):
        raise Refusal("line_too_long", kilobytes=MAX_LINE >> 10)
    return "text"


def _no_other_text(data: bytes) -> None:
    """Refuse what is text and no table, by its own name: pages that systems call .xls, JSON, XML."""
    start = data[: 2 * BEGINNING].translate(None, b"\x00").lstrip(NOTHING).lower()[:BEGINNING]
    if PAGE.match(start):
        raise Refusal("web_page")
    if XML.match(start):
        raise Refusal("xml_table")
    if JSON.match(start) and start.rstrip(NOTHING):
        raise Refusal("json_table")


def longest_within(data: bytes, limit: int) -> bool:
    """Is no line longer than `limit` bytes? From each line end the next one must lie within it: no copy is made."""
    at, size = 0, len(data)
    while size - at > limit:
        end = data.rfind(b"\n", at, at + limit)
        if end < 0 and (end := data.rfind(b"\r", at, at + limit)) < 0:
            return False
        at = end + 1
    return True
