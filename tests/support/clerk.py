"""A clerk's file: a correction of the 16:00 transfer figures as a person makes it, and as it should be."""

import csv
import io
from collections.abc import Sequence

from data_pipeline.board.board import Board
from tests.support.samples import DAY, pack

FEED, HOUR = "transfer", 16
PUDONG = ("浦东", "浦东新区", "上海市浦东新区")
TOWNS = 7
NAMES = tuple(c.name for c in pack().feeds[FEED].columns if not c.optional)
ZH = [pack().feeds[FEED][name].zh for name in NAMES]
BAD_TOWN, BAD_CELL = "没有这个镇", "12O"
Rows = list[dict[str, str]]


def truth(board: Board) -> Rows:
    """Rows of Pudong as known, one more person arrived in each town where somebody is on the way."""
    board.version()
    told = ", ".join(NAMES)
    sql = f"""select {told} from known.transfer where as_of = timestamp '{DAY} {HOUR}:00' and district_code = '310115'
        and subdistrict <> '全区' and person_class = 'POS' and in_transit_now > 0
        and picked_up_today - arrived_today <= in_transit_now order by subdistrict limit {TOWNS}"""
    with board._readers.cursor() as own:
        rows = [dict(zip(NAMES, map(_text, row), strict=True)) for row in own.execute(sql).fetchall()]
    assert len(rows) == TOWNS
    for row in rows:
        row["arrived_today"] = str(int(row["arrived_today"]) + 1)
        row["in_transit_now"] = str(int(row["in_transit_now"]) - 1)
    return rows


def clean(rows: Rows) -> bytes:
    """As a machine would send it."""
    return _csv([list(NAMES), *([row[n] for n in NAMES] for row in rows)]).encode()


def messy(rows: Rows) -> bytes:
    """GB18030, two header rows, Pudong in three spellings, one cell in 万, a total; the last two rows are wrong."""
    told = [dict(row) for row in rows]
    for i, row in enumerate(told):
        row["district_code"] = PUDONG[i % 3]
        row["person_class"] = "阳性感染者"
    told[0]["carry_in"] = f"{int(told[0]['carry_in']) / 10_000:g}万"
    told[-2]["subdistrict"] = BAD_TOWN
    told[-1]["waiting_now"] = BAD_CELL
    words = 5
    total = ["合计", *[""] * (words - 1), *(_sum(rows, n) for n in NAMES[words:])]
    upper = [*ZH[:words], *["人数与车辆"] * (len(NAMES) - words)]
    lower = [*[""] * words, *ZH[words:]]
    return _csv([upper, lower, *([row[n] for n in NAMES] for row in told), total]).encode("gb18030")


def mended(returned: bytes, rows: Rows) -> bytes:
    """The refused rows as they were given back, the two cells put right, everything else left as it is."""
    text = returned.decode("utf-8-sig")
    assert BAD_TOWN in text
    assert BAD_CELL in text
    table = list(csv.reader(io.StringIO(text)))
    for row, bad, good in (
        (table[1], BAD_TOWN, rows[-2]["subdistrict"]),
        (table[2], BAD_CELL, rows[-1]["waiting_now"]),
    ):
        row[row.index(bad)] = good
    return _csv(table).encode("utf-8-sig")


def _sum(rows: Rows, name: str) -> str:
    return str(sum(int(row[name]) for row in rows)) if all(row[name].isdigit() for row in rows) else ""


def _csv(rows: Sequence[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def _text(value: object) -> str:
    return "" if value is None else str(value)[:16] if hasattr(value, "hour") else str(value)
