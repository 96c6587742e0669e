"""Which encoding a file is in. Proved or refused: a guess that may be wrong puts a wrong name on the board."""

import re
from dataclasses import dataclass

import pyarrow as pa

from data_pipeline.intake.refusal import Refusal

UTF8_BOM = b"\xef\xbb\xbf"
BOMS = ((b"\xff\xfe\x00\x00", ""), (b"\x00\x00\xfe\xff", ""), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
DOUBTFUL_SHARE = 0.1  # of double-byte characters outside GB2312: real files of place names stay far below
SAMPLE = 1 << 20


@dataclass(frozen=True)
class Text:
    """A file as valid UTF-8 without BOM, and the encoding it came in."""

    encoding: str
    data: bytes


def decode(data: bytes) -> Text:
    """Raises Refusal `encoding_unknown`, `encoding_broken`, `encoding_doubtful` or `nul`."""
    if data.startswith(UTF8_BOM):
        return _no_nul(Text("utf-8-sig", _valid_utf8(data[3:], at=3)))
    for bom, name in BOMS:
        if data.startswith(bom):
            return _no_nul(_utf16(data[len(bom) :], name)) if name else _refuse_utf32()
    if b"\x00" in data:
        return _no_nul(_utf16(data, _utf16_by_nuls(data)))
    if data.isascii():
        return Text("utf-8", data)
    if (bad := _first_bad_byte(data)) is not None:
        return _gb18030(data, bad)
    _certainly_utf8(data)
    return Text("utf-8", data)


def _first_bad_byte(data: bytes) -> int | None:
    """Where strict UTF-8 ends; None when all of it is. Arrow looks first: it is ten times quicker on a big file."""
    whole = pa.Array.from_buffers(
        pa.large_string(), 1, [None, pa.array([0, len(data)]).buffers()[1], pa.py_buffer(data)]
    )
    try:
        whole.validate(full=True)
        return None
    except pa.ArrowInvalid:
        pass
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as why:
        return why.start
    return None


def _valid_utf8(data: bytes, at: int) -> bytes:
    if (bad := _first_bad_byte(data)) is not None:
        raise _broken("UTF-8", data, bad, at)
    return data


def _broken(name: str, data: bytes, start: int, at: int = 0) -> Refusal:
    return Refusal("encoding_broken", line=data.count(b"\n", 0, start) + 1, encoding=name, offset=start + at)


def _refuse_utf32() -> Text:
    raise Refusal("encoding_unknown", encoding="UTF-32")


def _no_nul(text: Text) -> Text:
    """A NUL is never text: refuse it whatever the encoding."""
    found = text.data.find(b"\x00")
    if found >= 0:
        raise Refusal("nul", line=text.data.count(b"\n", 0, found) + 1)
    return text


def _utf16(data: bytes, name: str) -> Text:
    try:
        return Text(name, data.decode(name).removeprefix("\ufeff").encode("utf-8"))
    except (UnicodeDecodeError, UnicodeEncodeError) as why:
        raise Refusal("encoding_broken", encoding=name.upper(), offset=why.start) from None


def _utf16_by_nuls(data: bytes) -> str:
    """Without a BOM: ASCII characters leave their NULs on one side, a few others (一, 最) theirs on the other."""
    head = data[:SAMPLE]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if len(data) % 2 == 0 and odd > 4 * even:
        return "utf-16-le"
    if len(data) % 2 == 0 and even > 4 * odd:
        return "utf-16-be"
    raise Refusal("nul", line=data.count(b"\n", 0, data.find(b"\x00")) + 1)


def _certainly_utf8(data: bytes) -> None:
    """Valid UTF-8 whose only foreign characters are of two bytes may as well be GBK: 'é' is also '茅'.

    Characters of three bytes (all Chinese) settle it; so does an accented letter inside a Latin word.
    """
    if re.search(rb"[\xe0-\xff]", data) or re.search(
        rb"[A-Za-z][\xc3-\xc9][\x80-\xbf]|[\xc3-\xc9][\x80-\xbf][A-Za-z]", data
    ):
        return
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return
    raise Refusal("encoding_doubtful", first="UTF-8", second="GB18030")


def _gb18030(data: bytes, utf8_failed_at: int) -> Text:
    """Not UTF-8. Broken UTF-8 and Latin text also pass for GB18030 with luck: both are told apart and refused."""
    if _mostly_utf8(data, utf8_failed_at):
        raise _broken("UTF-8", data, utf8_failed_at)
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as why:
        if _common_share(data[: max(why.start - 1, 0)]) is not None:
            raise _broken("GB18030", data, why.start) from None
        raise Refusal("encoding_unknown", encoding="?") from None
    share = _common_share(data)
    if share is None or share < 1 - DOUBTFUL_SHARE:
        raise Refusal("encoding_doubtful", first="GB18030", second="?")
    return Text("gb18030", text.removeprefix("\ufeff").encode("utf-8"))


def _mostly_utf8(data: bytes, failed_at: int) -> bool:
    """Do the foreign bytes around the failure form UTF-8 characters for the greater part?"""
    near = data[max(0, failed_at - SAMPLE) : failed_at + SAMPLE].decode("utf-8", "replace")
    bad = near.count("\ufffd")
    return len(re.findall(r"[\u0800-\ufffc]", near)) > 2 * bad


def _common_share(data: bytes) -> float | None:
    """Share of double-byte characters that are GB2312's own (everyday Chinese and its punctuation)."""
    pairs = re.findall(rb"[\x81-\xfe][\x40-\xfe]", data[:SAMPLE])
    if not pairs:
        return None
    return sum(0xA1 <= a <= 0xF7 and b >= 0xA1 for a, b in pairs) / len(pairs)
