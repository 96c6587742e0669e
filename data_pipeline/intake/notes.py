"""Lines around a table that are none of its rows: numbers of columns under the header, notes and signatures below."""

import re
from collections.abc import Sequence
from itertools import pairwise

NOTE = re.compile(
    r"(?:注|备注|说明|附注|填报|填表|制表|审核|复核人|联系|报送|单位负责|数据来源|来源|note|source|remark)s?"
    r"(?:\d|[:：.、(（]|人|单位|时间|日期|处室|$)",
    re.IGNORECASE,
)
PROSE = re.compile(
    r"[※*★▲]|(?:[（(]?\d{1,2}[）).、．]|[（(]?[一二三四五六七八九十]{1,2}[）)、．.])\s*\D|.*[：:。；]|"
    r"(?=.*[\u4e00-\u9fff]).{10,}|(?:\S+\s+){3,}\S+"
)  # numbered, marked, punctuated or simply long
WORDS = re.compile(r"(?!\d+月\d+[日号]).*[\u4e00-\u9fffA-Za-z].{3,}")
PLACE = re.compile(r"(?:区|县|市|镇|乡|街道)$")
STEMS = "甲乙丙丁戊己庚辛壬癸"
MARK = re.compile(rf"[(（]?(?:(?P<n>\d{{1,3}})|(?P<stem>[{STEMS}])|(?P<letter>[A-Z]{{1,2}}))[)）]?", re.ASCII)
CIRCLED = {chr(0x2460 + i): i + 1 for i in range(20)} | {chr(0x3251 + i): i + 21 for i in range(15)}
LEAST_MARKS = 3
NUMBERED = ("栏次", "列次", "序号", "栏目", "列号")
PLAIN = re.compile(r"[\d.,%/: -]+", re.ASCII)


def is_note(cells: Sequence[str]) -> bool:
    """Begins like a remark or a signature under the table, and holds no figures."""
    filled = [c.strip() for c in cells if c.strip()]
    if not filled or not NOTE.match(filled[0]):
        return False
    return len(filled) <= 2 or (len(filled) <= len(cells) // 3 and not any(PLAIN.fullmatch(c) for c in filled))


def is_prose(cells: Sequence[str], width: int) -> bool:
    """One cell alone that speaks, in a table too wide for it to be a record: a note where it stands below all rows."""
    filled = [c.strip() for c in cells if c.strip()]
    return len(filled) == 1 and width >= 4 and bool(PROSE.match(filled[0]))


def goes_on(cells: Sequence[str], width: int) -> bool:
    """One cell alone that may go on with the note above it: words, and no name of a place."""
    filled = [c.strip() for c in cells if c.strip()]
    return len(filled) == 1 and width >= 4 and bool(WORDS.fullmatch(filled[0])) and not PLACE.search(filled[0])


def are_column_numbers(cells: Sequence[str]) -> bool:
    """甲 乙 丙 1 2 3: every filled cell is a mark, and each kind of mark counts on from the one before."""
    filled = [c.strip() for c in cells if c.strip()]
    if filled and filled[0] in NUMBERED:
        filled = filled[1:]
    marks = [_mark(c) for c in filled]
    if len(marks) < LEAST_MARKS or not all(marks):
        return False
    pairs = pairwise(m for m in marks if m)
    return all(b[1] == a[1] + 1 if a[0] == b[0] else b[1] == 1 for a, b in pairs) and (marks[0] or ("", 0))[1] == 1


def _mark(cell: str) -> tuple[str, int] | None:
    """The kind of mark and which one it is."""
    if cell in CIRCLED:
        return "n", CIRCLED[cell]
    found = MARK.fullmatch(cell)
    if not found:
        return None
    if found["n"]:
        return "n", int(found["n"])
    if found["stem"]:
        return "stem", STEMS.index(found["stem"]) + 1
    return ("letter", ord(found["letter"]) - 64) if len(found["letter"]) == 1 else None
