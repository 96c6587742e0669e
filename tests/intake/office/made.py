"""Small files made on the spot: four subdistricts of one district at noon, right until a case makes them wrong."""

import csv
import io
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from tests.support.samples import pack

BULLETIN = ["业务日期", "区代码", "新增确诊", "新增无症状", "转归确诊", "新增死亡", "在院治疗"]
DISTRICTS = [a for a in pack().areas if a.level == "district" and not a.is_quasi]
HEADER = [c.zh for c in pack().feeds["transfer"].columns if not c.optional]
TOWNS = ("南京东路街道", "外滩街道", "半淞园路街道", "小东门街道")
Rows = list[list[Any]]


def transfer(header: Sequence[str] = HEADER) -> Rows:
    """Header and four balanced rows."""
    return [list(header), *([*_keys(town), *_figures(i)] for i, town in enumerate(TOWNS))]


def _keys(town: str) -> list[Any]:
    return ["2022-04-06", "2022-04-06 12:00", "黄浦区", town, "阳性感染者"]


def _figures(i: int) -> list[Any]:
    waiting = 37 + 6 * i
    return [
        10 + i,
        100 + 10 * i,
        80 + 5 * i,
        70 + 5 * i,
        60 + 5 * i,
        1,
        waiting,
        10,
        2,
        waiting + 2,
        0,
        0,
        0,
        5.5,
        3,
        4,
    ]


def renamed(old: str, new: str) -> Rows:
    """The same table with one header written otherwise."""
    return transfer([new if h == old else h for h in HEADER])


def as_csv(rows: Sequence[Sequence[Any]], encoding: str = "utf-8") -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode(encoding)


def as_xlsx(rows: Sequence[Sequence[Any]], change: Callable[[Worksheet], object] | None = None) -> bytes:
    """One sheet; `change` does to it what an office does."""
    book = openpyxl.Workbook()
    (sheet,) = book.worksheets
    for row in rows:
        sheet.append(list(row))
    if change:
        change(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def every(**cells: Any) -> Rows:
    """The table with a column the same in every row."""
    rows = transfer()
    for row in rows[1:]:
        for column, value in cells.items():
            row[HEADER.index(column)] = value
    return rows


def bulletin(name: str, *rows: Sequence[Any], header: Sequence[str] = BULLETIN) -> tuple[str, Callable[[], bytes]]:
    return name, partial(as_csv, [list(header), *map(list, rows)])
