"""What goes wrong with a file: its bytes on the way, or its table at the hands of a person."""

import random
from collections.abc import Callable

from tests.mutants.files import Table

PIECES = [
    b'"', b'""', b",", b"\n", b"\r", b"\t", b"\x00", b"\xef\xbb\xbf", b"\xff\xfe", b"\x1a", b"\x85", b"\xe2\x80\xa8",
    "合计".encode(), "合计".encode("gb18030"), "，".encode(), b"PK\x03\x04", b"--", b"=", b"\x80", b"\xc3", b"\xed\xa0\x80",
]  # fmt: skip
CELLS = [
    "=cmd|'/C calc'!A0", "@SUM(A1)", "<script>alert(1)</script>", "../../x", "a\x00b", "a\u202eb", "a\nb", 'a"b', "x" * 9_000,
    "1,234", "１２３", "1.2万", "-3", "约5", "—", "/", "NaN", "1e9", "1e400", "12O", "24:00", "2022/4/6", "45000", "浦东", "没有这个区",
    "合计", " ", "", "0", "13812345678", "5号楼302室", "\ufeff", "٣", "①", "🧪", "é", "茅",
]  # fmt: skip


def spoil_bytes(data: bytes, rng: random.Random) -> bytes:
    spoiled = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 3, 5, 12, 30))):
        _spoil(spoiled, rng)
    return bytes(spoiled)


def _spoil(data: bytearray, rng: random.Random) -> None:
    at = rng.randrange(len(data) + 1) if data else 0
    match rng.randrange(8):
        case 0:
            data[at:at] = bytes([rng.randrange(256)])
        case 1:
            del data[at : at + rng.randrange(1, 40)]
        case 2 if at < len(data):
            data[at] = rng.randrange(256)
        case 3:
            data[at:at] = data[max(0, at - 60) : at]
        case 4:
            data[at:at] = rng.choice(PIECES)
        case 5 if at < len(data):
            data[at] ^= 1 << rng.randrange(8)
        case 6 if rng.random() < 0.3:
            del data[at:]
        case 7 if rng.random() < 0.3:
            other = rng.randrange(len(data) + 1)
            low, high = sorted((at, other))
            data[low:high] = data[low:high][: rng.randrange(200)]
        case _:
            pass


def spoil_table(rows: Table, rng: random.Random) -> Table:
    spoiled = [list(row) for row in rows]
    for _ in range(rng.choice((1, 1, 2, 3, 5))):
        rng.choice(PERSONS)(spoiled, rng)
    return spoiled


def _at(rows: Table, rng: random.Random) -> int:
    return rng.randrange(len(rows)) if rows else 0


def _column(rows: Table, rng: random.Random) -> int:
    return rng.randrange(max(1, max(map(len, rows), default=1)))


def cell(rows: Table, rng: random.Random) -> None:
    for _ in range(rng.choice((1, 1, 3, 10))):
        row = rows[_at(rows, rng)] if rows else []
        if row:
            row[rng.randrange(len(row))] = rng.choice(CELLS)


def drop_column(rows: Table, rng: random.Random) -> None:
    i = _column(rows, rng)
    for row in rows:
        del row[i : i + 1]


def double_column(rows: Table, rng: random.Random) -> None:
    i = _column(rows, rng)
    for row in rows:
        row[i:i] = row[i : i + 1]


def swap_columns(rows: Table, rng: random.Random) -> None:
    i, k = _column(rows, rng), _column(rows, rng)
    for row in rows:
        if max(i, k) < len(row):
            row[i], row[k] = row[k], row[i]


def more_columns(rows: Table, rng: random.Random) -> None:
    for at, row in enumerate(rows):
        row.extend(["备注" if at == 0 else rng.choice(CELLS)] * rng.choice((1, 1, 1, 300)))


def blank_rows(rows: Table, rng: random.Random) -> None:
    for _ in range(rng.randrange(1, 4)):
        rows.insert(
            rng.randrange(len(rows) + 1), rng.choice(([], [""] * 5, [" "], [""] * len(rows[0] if rows else [])))
        )


def total_row(rows: Table, rng: random.Random) -> None:
    width = len(rows[0]) if rows else 3
    rows.insert(rng.randrange(len(rows) + 1), [rng.choice(("合计", "小计", "Total")), *["5"] * (width - 1)])


def note_row(rows: Table, rng: random.Random) -> None:
    rows.append([rng.choice(("注：数据截至16时", "制表人：", "填报单位 浦东"))])


def title(rows: Table, rng: random.Random) -> None:
    rows.insert(0, [rng.choice(("全市转运情况统计表", "2022年4月6日", "单位：人"))])


def two_headers(rows: Table, rng: random.Random) -> None:
    if rows:
        rows.insert(0, [rng.choice(("", "人数")) for _ in rows[0]])


def header_again(rows: Table, rng: random.Random) -> None:
    if rows:
        rows.insert(rng.randrange(len(rows) + 1), list(rows[0]))


def double_row(rows: Table, rng: random.Random) -> None:
    if rows:
        rows.insert(rng.randrange(len(rows) + 1), list(rows[_at(rows, rng)]))


def ragged(rows: Table, rng: random.Random) -> None:
    row = rows[_at(rows, rng)] if rows else []
    if rng.random() < 0.5 or not row:
        row.append(rng.choice(CELLS))
    else:
        del row[rng.randrange(len(row)) :]


def shuffled(rows: Table, rng: random.Random) -> None:
    rest = rows[1:]
    rng.shuffle(rest)
    rows[1:] = rest


def headless(rows: Table, rng: random.Random) -> None:
    del rows[:1]


def cut(rows: Table, rng: random.Random) -> None:
    del rows[rng.randrange(1, 4) :]


def turned(rows: Table, rng: random.Random) -> None:
    width = max(map(len, rows), default=0)
    rows[:] = [list(c) for c in zip(*((row + [""] * width)[:width] for row in rows), strict=True)]


PERSONS: list[Callable[[Table, random.Random], None]] = [
    cell, cell, cell, cell, drop_column, double_column, swap_columns, more_columns, blank_rows, total_row, note_row,
    title, two_headers, header_again, double_row, ragged, shuffled, headless, cut, turned,
]  # fmt: skip
