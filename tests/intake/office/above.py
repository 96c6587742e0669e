"""Units and words that stand beside the columns' own headers: over turned columns, in notes, between rows, in names."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

from tests.intake.office.cases import Case, Doubts, Kind, codes
from tests.intake.office.made import DISTRICTS, HEADER, Rows, as_csv, as_xlsx, transfer

KINDS: dict[str, Kind] = {
    "turned_units": Kind(
        "a unit or a word over columns or rows that are turned: in the title, over a group, 浦东（百例）",
        "as over any column: multiplied, the text quoted, and asked",
    ),
    "units_differ": Kind(
        "turned columns or rows of one figure in different units, or a place twice",
        "refused: which one counts is not clear",
    ),
    "said_below": Kind(
        "a unit or a word in a note under the table, or in a row between its rows: 注：单位为百人",
        "asked, with the text; nothing is multiplied by a note",
    ),
    "said_by_name": Kind(
        "a unit or a word in the sheet's name: 转运（百人）, 昨日",
        "as in a title, and said where it stands",
    ),
    "units_column": Kind("a column that names each row's unit", "the column's own is fine; any other is asked, quoted"),
}
READ = (4, 0, 0)
PLACES = [a.short_zh or a.zh for a in DISTRICTS]
WIDE = [["日期", *PLACES], ["2022-04-06", *range(1, 17)]]
LONG = [
    ["日期", "类别", "区", "人数"],
    *(["2022-04-06", k, n, i + 1] for i, n in enumerate(PLACES) for k in ("新增确诊", "新增无症状")),
]
TURN = {"*": "confirmed_new@district_code"}
PAIR = {"类别": "@kind", "人数": "@count"}
NOTED = codes("note_says")
BOTH = [(".csv", as_csv), (".xlsx", as_xlsx)]
SCALED = codes("header_scale")
Make = Callable[[Rows], bytes]


def wide(name: str, rows: Rows, make: Make = as_csv, *, times: int = 100, **more: Any) -> Case:
    how = {"mapping": more.pop("mapping", TURN)}
    told: dict[str, Any] = {"asks": SCALED, "quotes": ("百例",), "says": codes("turned_wide", "multiplied")} | more
    return Case(
        "turned_units",
        (name, partial(make, rows)),
        "bulletin",
        (16, 0, told.pop("aside", 0)),
        cells={(1, "confirmed_new"): 2 * times},
        how=how,
        **told,
    )


def long(name: str, rows: Rows, **more: Any) -> Case:
    told: dict[str, Any] = {"asks": SCALED, "quotes": ("百例",), "cells": {(1, "confirmed_new"): 200}} | more
    return Case("turned_units", (name, partial(as_csv, rows)), "bulletin", (16, 0, 0), how={"mapping": PAIR}, **told)


def kinds(first: str, second: str = "新增无症状") -> Rows:
    return [[{"新增确诊": first, "新增无症状": second}.get(c, c) for c in row] for row in LONG]


def headed(change: Callable[[int, str], str]) -> Rows:
    return [["日期", *(change(i, n) for i, n in enumerate(PLACES))], WIDE[1]]


def differ(name: str, rows: Rows, mapping: dict[str, str]) -> Case:
    return Case(
        "units_differ",
        (name, partial(as_csv, rows)),
        "bulletin",
        unreadable="units_differ",
        how={"mapping": mapping},
        quotes=("百例",),
    )


def below(name: str, *notes: Sequence[object], asks: Doubts = NOTED, **more: Any) -> list[Case]:
    rows = [*transfer(), *map(list, notes)]
    return [
        Case("said_below", (name + end, partial(make, rows)), "transfer", (4, 0, len(notes)), asks=asks, **more)
        for end, make in BOTH
    ]


def called(sheet: str, **more: Any) -> Case:
    def rename(page: Worksheet) -> None:
        page.title = sheet

    return Case("said_by_name", (f"{sheet}.xlsx", partial(as_xlsx, transfer(), rename)), "transfer", READ, **more)


def united(*units: str, **more: Any) -> Case:
    head, *rows = transfer()
    table = [[*head, "计量单位"], *([*row, unit] for row, unit in zip(rows, units, strict=True))]
    return Case("units_column", (f"{'·'.join(units)}.csv", partial(as_csv, table)), "transfer", READ, **more)


BETWEEN = [*transfer()[:3], ["单位：百人", *[""] * (len(HEADER) - 1)], *transfer()[3:]]
ROW = [["日期", *PLACES], ["", *["百例"] * 16], WIDE[1]]
SECTION = [["", "一、本土（百例）", *[""] * 15], *WIDE]

CASES: list[Case] = [
    *(wide(f"title{end}", [["新增情况表（单位：百例）"], *WIDE], make, quotes=("单位：百例",)) for end, make in BOTH),
    *(wide(f"corner{end}", [["新增情况表"], [*[""] * 16, "单位：百例"], *WIDE], make) for end, make in BOTH),
    *(wide(f"group{end}", [["", "新增确诊（百例）"], *WIDE], make) for end, make in BOTH),
    wide("section.xlsx", SECTION, as_xlsx),
    *(wide(f"units{end}", ROW, make, aside=1) for end, make in BOTH),
    wide("own.csv", [["新增情况表（单位：例）"], *WIDE], times=1, asks=codes(), quotes=(), says=codes("turned_wide")),
    wide("each.csv", headed(lambda i, n: f"{n}（百例）")),
    wide("each told.csv", headed(lambda i, n: f"{n}（百例）"), mapping={"*（百例）": TURN["*"]}),
    wide(
        "yesterday.csv",
        [["", "昨日新增确诊"], *WIDE],
        times=1,
        asks=codes("qualifier"),
        quotes=("昨日",),
        says=codes("turned_wide"),
    ),
    wide(
        "one yesterday.csv",
        headed(lambda i, n: f"{n}（昨日）" if not i else n),
        times=1,
        asks=codes("qualifier"),
        quotes=("昨日",),
        says=codes("turned_wide"),
    ),
    long(
        "title.csv",
        [["新增情况表（单位：百例）"], *LONG],
        says=codes("turned_long", "multiplied"),
        cells={(1, "confirmed_new"): 200, (1, "asymptomatic_new"): 200},
    ),
    long("kind.csv", kinds("新增确诊（百例）"), cells={(1, "confirmed_new"): 200, (1, "asymptomatic_new"): 2}),
    long(
        "kind yesterday.csv",
        kinds("新增确诊（昨日）"),
        asks=codes("qualifier"),
        quotes=("昨日",),
        cells={(1, "confirmed_new"): 2},
    ),
    long(
        "unit column.csv",
        [[*LONG[0], "单位"], *([*r, "百例" if r[1] == "新增确诊" else "例"] for r in LONG[1:])],
        cells={(1, "confirmed_new"): 200, (1, "asymptomatic_new"): 2},
    ),
    differ("one header.csv", headed(lambda i, n: n if i else f"{n}（百例）"), TURN),
    differ("half a group.csv", [["", "百例", *[""] * 7, "例"], *WIDE], TURN),
    differ("kinds.csv", [*kinds("新增确诊（百例）"), ["2022-04-05", "新增确诊", "浦东", 3]], PAIR),
    Case(
        "units_differ",
        ("twice.csv", partial(as_csv, [[*WIDE[0], "浦东（百例）"], [*WIDE[1], 7]])),
        "bulletin",
        unreadable="figure_twice",
        how={"mapping": TURN},
        quotes=("浦东（百例）",),
    ),
    *below("of hundreds", ["注：以上数据单位为百人"], quotes=("单位为百人",)),
    *below("counted in", ["说明：本表以万人计"], quotes=("以万人计",)),
    *below("drill", ["注：本表为演练数据"], quotes=("演练",)),
    *below("own unit", ["注：单位：人、小时、辆、车次"], asks=codes()),
    *below("who", ["填报单位：黄浦区卫生健康委"], ["制表人：", "王"], asks=codes()),
    Case(
        "said_below",
        ("between.xlsx", partial(as_xlsx, BETWEEN)),
        "transfer",
        (4, 1, 0),
        asks=NOTED,
        refuses=codes("not_a_date", "required"),
        quotes=("单位：百人",),
    ),
    Case(
        "said_below",
        ("turned.csv", partial(as_csv, [*WIDE, ["注：单位为百例"]])),
        "bulletin",
        (16, 0, 1),
        asks=NOTED,
        quotes=("单位为百例",),
        how={"mapping": TURN},
    ),
    Case(
        "said_below",
        ("turned between.csv", partial(as_csv, [*WIDE, ["单位：百例", *[""] * 16], ["2022-04-05", *range(16)]])),
        "bulletin",
        (32, 0, 1),
        asks=NOTED,
        quotes=("百例",),
        how={"mapping": TURN},
    ),
    called("转运（百人）", asks=SCALED, quotes=("百人",), cells={(0, "waiting_now"): 3700}, says=codes("multiplied")),
    called("单位百人", asks=SCALED, quotes=("百人",), cells={(0, "waiting_now"): 3700}),
    called("昨日", asks=codes("qualifiers"), quotes=("昨日",)),
    called("转运（人）"),
    united("人", "人", "人", "人"),
    united("百人", "百人", "百人", "百人", asks=codes("units_column"), quotes=("百人",)),
    united("人", "百人", "人", "千克", asks=codes("units_column"), quotes=("百人", "千克")),
]
