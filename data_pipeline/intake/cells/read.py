"""What reading one cell gives, and the tidying that every reader starts with."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

FULL_WIDTH = {0x3000: 0x20, **{c: c - 0xFEE0 for c in range(0xFF01, 0xFF5F)}}  # not NFKC: it makes 10² into 102
INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"), None)
DANGEROUS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u0080-\u009f\u202a-\u202e\u2066-\u2069\u200e\u200f\ufffd\n\t]")
NOT_REPORTED = frozenset(
    (
        "-",
        "--",
        "---",
        "—",
        "——",
        "–",
        "－",
        "/",
        "//",
        "\\",
        "n/a",
        "na",
        "null",
        "none",
        "nan",
        "nil",
        ".",
        "*",
        "…",
        "...",
        "未报",
        "未报送",
        "暂无",
        "缺",
        "无数据",
        "空",
    )
)


class Read(NamedTuple):
    """A value (None: not reported), what was changed to get it, or why there is none."""

    value: Any = None
    change: str = ""
    problem: str = ""
    facts: Mapping[str, Any] = {}


BLANK = Read()


def tidy(text: str) -> tuple[str, str]:
    """Half width, no outer or invisible spaces, no leading apostrophe of a spreadsheet; and the change's code."""
    plain = text.translate(INVISIBLE).strip()
    change = "" if plain == text else "trimmed"
    if len(plain) > 1 and plain[0] in "'’‘":
        plain, change = plain.strip("'’‘").strip(), "quoted"
    half = plain.translate(FULL_WIDTH).strip()
    return (half, change) if half == plain else (half, "full_width")


def not_reported(plain: str) -> bool:
    """A mark that stands for 'no figure': blank, never zero."""
    return plain.casefold() in NOT_REPORTED
