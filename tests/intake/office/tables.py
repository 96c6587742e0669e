"""Whole tables: whose figures they are, what stands around them that is none of their rows."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from tests.intake.office.cases import Case, Kind, codes
from tests.intake.office.made import BULLETIN, DISTRICTS, HEADER, as_csv, as_xlsx, bulletin, transfer

KINDS: dict[str, Kind] = {
    "districts_unnamed": Kind("districts under a header nobody knows", "known by name, or refused; never the city's"),
    "total_speaks": Kind("合计, 总计 in the place of the whole", "the whole's figure where it alone speaks"),
    "some_figures": Kind("a bulletin of some figures only", "those are taken; a file without any is refused"),
    "column_numbers": Kind("a row 甲 乙 丙 1 2 3 under the header", "set aside, and said"),
    "notes_below": Kind("notes and signatures under the table", "set aside, and said"),
}
PARTS = [["2022-04-06", a.code, 2, 100, 0, "", ""] for a in DISTRICTS]
WIDTH = len(HEADER)


def below(name: str, *notes: Sequence[Any], make: Any = as_xlsx) -> Case:
    return Case(
        "notes_below",
        (name, partial(make, [*transfer(), *map(list, notes)])),
        "transfer",
        (4, 0, len(notes)),
        says=codes("note_row"),
    )


def numbered(name: str, marks: Sequence[Any], make: Any = as_xlsx) -> Case:
    head, *rows = transfer()
    return Case(
        "column_numbers",
        (name, partial(make, [head, list(marks), *rows])),
        "transfer",
        (4, 0, 1),
        says=codes("column_numbers"),
    )


CASES: list[Case] = [
    Case(
        "districts_unnamed",
        "25_bulletin_district_header_unknown.csv",
        "bulletin",
        (2, 0, 0),
        says=codes("district_by_content"),
        cells={(0, "district_code"): "310115"},
    ),
    Case(
        "districts_unnamed",
        bulletin("codes.csv", ["2022-04-06", "310101", 1, 2], header=["日期", "单位", *BULLETIN[2:4]]),
        "bulletin",
        (1, 0, 0),
        says=codes("district_by_content"),
        cells={(0, "district_code"): "310101"},
    ),
    Case(
        "districts_unnamed",
        bulletin("two.csv", ["2022-04-06", "浦东", "黄浦", 1], header=["日期", "甲", "乙", "新增确诊"]),
        "bulletin",
        unreadable="district_unclear",
    ),
    Case(
        "districts_unnamed",
        bulletin("left_out.csv", ["2022-04-06", "浦东", 1, 2], header=["日期", "属地", *BULLETIN[2:4]]),
        "bulletin",
        unreadable="district_left_out",
        how={"mapping": {"属地": ""}},
    ),
    Case(
        "total_speaks", "27_bulletin_city_row_heji.csv", "bulletin", (17, 0, 0), cells={(16, "district_code"): "310000"}
    ),
    Case("total_speaks", "28_total_only.xlsx", "transfer", (1, 0, 0), cells={(0, "subdistrict"): "全区"}),
    Case(
        "total_speaks",
        bulletin("zongji.csv", *PARTS, ["2022-04-06", "总计", 32, 1600, 0, 7, 3212]),
        "bulletin",
        (17, 0, 0),
        cells={(16, "in_hospital_now"): 3212},
    ),
    Case(
        "total_speaks",
        bulletin("alone.csv", ["2022-04-06", "合计", 32, 1600, 0, 7, 3212]),
        "bulletin",
        (1, 0, 0),
        cells={(0, "district_code"): "310000"},
    ),
    Case(
        "total_speaks",
        bulletin("some.csv", *PARTS[:3], ["2022-04-06", "合计", 6, 300, 0, 7, ""]),
        "bulletin",
        (3, 0, 1),
        asks=codes("total_alone"),
    ),
    Case("some_figures", "32_district_bulletin_no_conversions.csv", "bulletin", (2, 0, 0)),
    Case("some_figures", "33_in_hospital_only.csv", "bulletin", (2, 0, 0), cells={(0, "in_hospital_now"): 44}),
    Case(
        "some_figures",
        bulletin("deaths.csv", ["2022-04-06", "全市", 3], header=["日期", "区", "新增死亡"]),
        "bulletin",
        (1, 0, 0),
    ),
    Case(
        "some_figures",
        bulletin("none.csv", ["2022-04-06", "全市"], header=["日期", "区"]),
        "bulletin",
        unreadable="no_figures",
    ),
    Case("column_numbers", "35_column_numbers_row.xlsx", "transfer", (4, 0, 1), says=codes("column_numbers")),
    numbered("all.xlsx", list(range(1, WIDTH + 1))),
    numbered("letters.csv", ["A", "B", "C", "D", "E", *range(1, WIDTH - 4)], as_csv),
    numbered("brackets.csv", [f"（{i}）" for i in range(1, WIDTH + 1)], as_csv),
    Case("notes_below", "37_notes_numbered.xlsx", "transfer", (4, 0, 3), says=codes("note_row")),
    below("marked.xlsx", ["※ 含外省市协查人员"], ["（1）不含境外输入"]),
    below("short.csv", ["数据截至4月6日12时，以最终核定为准"], make=as_csv),
    below("signed.xlsx", ["制表人：", "王", "", "审核人：", "李"]),
]
