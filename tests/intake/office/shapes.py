"""How people write times, codes, totals and whole tables."""

import json
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from tests.intake.office.cases import Case, Kind, codes
from tests.intake.office.made import HEADER, Rows, as_csv, as_xlsx, transfer
from tests.support.samples import pack

KINDS: dict[str, Kind] = {
    "time_of_day": Kind("晚上12点, 凌晨12点, 中午1点, 零点, 刻, am/pm", "the moment that is meant, and said"),
    "time_unclear": Kind("夜里1点, 半夜: that day or the next", "refused: write it on the 24-hour clock"),
    "date_order": Kind("06/04/2022 in a column", "a 13 in the column settles it; else the operation's days, asked"),
    "moment_off": Kind("a moment after the file came, or outside the operation", "asked once, with the rows"),
    "districts_unnamed": Kind("districts under a header nobody knows", "known by name, or refused; never the city's"),
    "total_speaks": Kind("合计, 总计 in the place of the whole", "the whole's figure where it alone speaks"),
    "some_figures": Kind("a bulletin of some figures only", "those are taken; a file without any is refused"),
    "column_numbers": Kind("a row 甲 乙 丙 1 2 3 under the header", "set aside, and said"),
    "notes_below": Kind("notes and signatures under the table", "set aside, and said"),
    "other_shape": Kind("one column a district, one row a figure", "offered to be turned; never loaded as it is"),
    "spaces": Kind("columns set apart by spaces", "read like any other"),
    "no_table": Kind("a web page called .xls, JSON, XML", "refused by name, with what to do"),
}
READ = (4, 0, 0)
AT = {"received_at": datetime(2022, 4, 6, 14, 30)}
BULLETIN = ["业务日期", "区代码", "新增确诊", "新增无症状", "转归确诊", "新增死亡", "在院治疗"]
DISTRICTS = [a for a in pack().areas if a.level == "district" and not a.is_quasi]


def every(**cells: Any) -> Rows:
    """The table with a column the same in every row."""
    rows = transfer()
    for row in rows[1:]:
        for column, value in cells.items():
            row[HEADER.index(column)] = value
    return rows


def bulletin(name: str, *rows: Sequence[Any], header: Sequence[str] = BULLETIN) -> tuple[str, Any]:
    return name, partial(as_csv, [list(header), *map(list, rows)])


def at(text: str, kept: str, **more: Any) -> Case:
    kind = "time_of_day"
    file = (f"{text}.csv", partial(as_csv, every(数据时点=text)))
    return Case(kind, file, "transfer", READ, cells={(0, "as_of"): kept}, **more)


def unclear(text: str) -> Case:
    file = (f"{text}.csv", partial(as_csv, every(数据时点=text)))
    return Case("time_unclear", file, "transfer", (0, 4, 0), refuses=codes("hour_unclear"), quotes=(text,))


def dated(name: str, first: str, rest: str, **more: Any) -> Case:
    rows = every(业务日期=rest, 数据时点="12:00")
    rows[1][0] = first
    return Case("date_order", (name, partial(as_csv, rows)), "transfer", **more)


def below(name: str, *notes: Sequence[Any], make: Any = as_xlsx) -> Case:
    return Case("notes_below", (name, partial(make, [*transfer(), *map(list, notes)])), "transfer",
                (4, 0, len(notes)), says=codes("note_row"))  # fmt: skip


def numbered(name: str, marks: Sequence[Any], make: Any = as_xlsx) -> Case:
    head, *rows = transfer()
    return Case("column_numbers", (name, partial(make, [head, list(marks), *rows])), "transfer", (4, 0, 1),
                says=codes("column_numbers"))  # fmt: skip


PARTS = [["2022-04-06", a.code, 2, 100, 0, "", ""] for a in DISTRICTS]
WIDE = [["日期", *(a.zh for a in DISTRICTS)], ["2022-04-06", *range(16)]]
LONG = [
    ["日期", "类型", "区", "人数"],
    *(["2022-04-06", k, a.zh, i] for i, a in enumerate(DISTRICTS) for k in ("甲", "乙")),
]
LONG_TOLD = {"类型": "@kind", "人数": "@count", "类型:甲": "confirmed_new", "类型:乙": "asymptomatic_new"}
PAGE = "<html><table><tr><td>业务日期</td></tr></table></html>"
JSON = json.dumps([dict(zip(BULLETIN, PARTS[0], strict=True))], ensure_ascii=False)
WIDTH = len(HEADER)

CASES: list[Case] = [
    Case("time_of_day", "17_time_evening_12.csv", "transfer", READ, cells={(0, "as_of"): "2022-04-07 00:00:00"}),
    Case("time_of_day", "18_time_noon_1.csv", "transfer", READ, cells={(0, "as_of"): "2022-04-06 13:00:00"}),
    at("凌晨12点", "2022-04-06 00:00:00", asks=codes("moment_midnight")),
    at("4月6日下午2点三刻", "2022-04-06 14:45:00"),
    at("12 pm", "2022-04-06 12:00:00"),
    at("次日零时", "2022-04-07 00:00:00"),
    Case("time_unclear", "20_time_night_1.csv", "transfer", (0, 4, 0), refuses=codes("hour_unclear")),
    *map(unclear, ("半夜", "晚上1点", "晚上12点半")),
    dated(
        "thirteenth.csv",
        "13/04/2022",
        "06/04/2022",
        counts=READ,
        asks=codes("outside_operation"),
        cells={(1, "report_date"): "2022-04-06"},
        says=codes("day_first"),
    ),
    dated(
        "month_first.csv",
        "04/13/2022",
        "04/06/2022",
        counts=READ,
        asks=codes("outside_operation"),
        cells={(1, "report_date"): "2022-04-06"},
        says=codes("month_first"),
    ),
    dated(
        "by_operation.csv",
        "05/04/2022",
        "06/04/2022",
        counts=READ,
        asks=codes("date_order"),
        cells={(0, "report_date"): "2022-04-05"},
        quotes=("05/04/2022",),
    ),
    dated("nothing.csv", "05/06/2022", "06/05/2022", counts=(0, 4, 0), refuses=codes("date_ambiguous", "required")),
    Case("moment_off", "21_moment_after_receipt.csv", "transfer", READ, asks=codes("after_receipt"), how=AT),
    Case(
        "moment_off",
        ("four_years.csv", partial(as_csv, every(业务日期="2018-04-06", 数据时点="12:00"))),
        "transfer",
        READ,
        asks=codes("outside_operation"),
        quotes=("2018-04-06",),
    ),
    Case(
        "moment_off",
        ("later.csv", partial(as_csv, every(数据时点="20:00"))),
        "transfer",
        READ,
        asks=codes("after_receipt"),
        how=AT,
    ),
    Case(
        "moment_off",
        ("march.csv", partial(as_csv, every(业务日期="2022-03-06", 数据时点="12:00"))),
        "transfer",
        READ,
        asks=codes("outside_operation"),
        how=AT,
    ),
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
    Case("other_shape", ("wide.csv", partial(as_csv, WIDE)), "bulletin", unreadable="looks_wide"),
    Case(
        "other_shape",
        ("wide.xlsx", partial(as_xlsx, WIDE)),
        "bulletin",
        (16, 0, 0),
        says=codes("turned_wide"),
        how={"mapping": {"*": "confirmed_new@district_code"}},
        cells={(1, "confirmed_new"): 1},
    ),
    Case("other_shape", ("long.csv", partial(as_csv, LONG)), "bulletin", unreadable="looks_long"),
    Case(
        "other_shape",
        ("long.xlsx", partial(as_xlsx, LONG)),
        "bulletin",
        (16, 0, 0),
        says=codes("turned_long"),
        how={"mapping": LONG_TOLD},
        cells={(3, "asymptomatic_new"): 3},
    ),
    *(
        Case(
            "spaces",
            (f"{len(gap)}.txt", lambda gap=gap: as_csv(every(数据时点="12:00")).replace(b",", gap.encode())),
            "transfer",
            READ,
        )
        for gap in (" ", "  ", "    ")
    ),
    Case("no_table", ("page.xls", PAGE.encode), "transfer", unreadable="web_page", quotes=("HTML",)),
    Case("no_table", ("rows.json", JSON.encode), "bulletin", unreadable="json_table", quotes=("JSON",)),
    Case(
        "no_table",
        ("rows.xml", b'<?xml version="1.0"?><rows/>'.__bytes__),
        "bulletin",
        unreadable="xml_table",
        quotes=("XML",),
    ),
]
