"""How people write moments and days."""

from datetime import datetime
from functools import partial
from typing import Any

from tests.intake.office.cases import Case, Kind, codes
from tests.intake.office.made import as_csv, every

KINDS: dict[str, Kind] = {
    "time_of_day": Kind("晚上12点, 凌晨12点, 中午1点, 零点, 刻, am/pm", "the moment that is meant, and said"),
    "time_unclear": Kind("夜里1点, 半夜: that day or the next", "refused: write it on the 24-hour clock"),
    "date_order": Kind("06/04/2022 in a column", "a 13 in the column settles it; else the operation's days, asked"),
    "moment_off": Kind("a moment after the file came, or outside the operation", "asked once, with the rows"),
}
READ = (4, 0, 0)
AT = {"received_at": datetime(2022, 4, 6, 14, 30)}


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
]
