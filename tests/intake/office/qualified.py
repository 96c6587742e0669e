"""Headers that say more than a name: units, multiples, and words that change what a figure is."""

from collections.abc import Callable, Sequence
from functools import partial

from tests.intake.office.cases import Case, Doubts, Kind, codes
from tests.intake.office.made import HEADER, Rows, as_csv, as_xlsx, renamed, transfer

NONE: Doubts = frozenset()
WAITING = HEADER.index("待转运")

KINDS: dict[str, Kind] = {
    "unit_own": Kind("the column's own unit: 待转运（人）, 单位：人", "read, nothing asked"),
    "unit_other": Kind(
        "a unit that converts: 库存（公斤）, 最久等待（分钟）, 日需求量/公斤", "converted exactly, said once a column"
    ),
    "multiple": Kind(
        "a multiple in a header, a group header, a title or a row of units: 待转运（百人）, 单位：万人",
        "every figure multiplied, the text quoted, and asked",
    ),
    "meaning": Kind(
        "a word that changes the figure: 待转运（昨日24时）, （累计）, （率）, （其中）, over a group, in the title",
        "asked, with the text and the column",
    ),
    "foreign_unit": Kind("a unit that is not the column's: 待转运（千克）, 单位：户", "asked; 千克 is not a thousand"),
    "units_row": Kind("a row of units under the header", "set aside and used, said"),
    "two_of_one_name": Kind("two columns of one name", "asked, with group and letter; mapped by place"),
}


def _waiting(text: str) -> tuple[str, Callable[[], bytes]]:
    return f"{text}.csv", lambda: as_csv(renamed("待转运", text))


def _over(*above: Sequence[object], rows: Callable[[], Rows] = transfer) -> Rows:
    return [*(list(a) for a in above), *rows()]


def _both(name: str, rows: Rows) -> list[tuple[str, Callable[[], bytes]]]:
    return [(f"{name}.csv", partial(as_csv, rows)), (f"{name}.xlsx", partial(as_xlsx, rows))]


UNITS = ["", "", "", "", "", *["人"] * 13, "小时", "辆", "车次"]
TWO = [[*HEADER, "待转运"], *([*row, 9] for row in transfer()[1:])]
GROUPED = [["", "", "", "", "", "", "", "", "", "", "", "今日", *[""] * 9, "昨日"], *TWO]

CASES: list[Case] = [
    *(
        Case("unit_own", _waiting(f"待转运{text}"), "transfer", (4, 0, 0), cells={(0, "waiting_now"): 37})
        for text in ("（人）", "(名)", "【位】", "／人", "（单位：人）", "（7=8+9）", "（当前）", "（必填）")
    ),
    *(
        Case("unit_own", file, "transfer", (4, 0, 0), says=codes("preamble"))
        for file in _both("单位：人、小时、辆", _over(["黄浦区转运情况表", *[""] * 19, "单位：人、小时、辆"]))
    ),
    Case(
        "unit_other",
        "08_header_other_unit_minutes.csv",
        "tasks",
        (4, 0, 0),
        says=codes("divided"),
        cells={(0, "oldest_open_h"): "1.500"},
    ),
    Case(
        "unit_other",
        "09_header_kg.csv",
        "supply",
        (6, 0, 0),
        says=codes("divided"),
        cells={(0, "stock_now"): "420.400", (0, "daily_need"): "198.600", (0, "vehicles_held"): 4},
    ),
    *(
        Case(
            "unit_other",
            (f"{text}.csv", partial(as_csv, renamed("最久等待小时", text))),
            "transfer",
            (4, 0, 0),
            says=codes("divided"),
            cells={(0, "oldest_wait_h"): "0.092"},
        )
        for text in ("最久等待时长/分钟", "最久等待时长（min）", "最久等待时长 [分]")
    ),
    Case(
        "unit_other",
        ("最久等待时长（天）.csv", partial(as_csv, renamed("最久等待小时", "最久等待时长（天）"))),
        "transfer",
        (4, 0, 0),
        says=codes("multiplied"),
        cells={(0, "oldest_wait_h"): "132.000"},
    ),
    Case(
        "unit_other",
        ("90分钟.csv", lambda: as_csv([HEADER, *([*r[:18], "90分钟", *r[19:]] for r in transfer()[1:])])),
        "transfer",
        (4, 0, 0),
        says=codes("converted"),
        cells={(0, "oldest_wait_h"): "1.500"},
    ),
    Case(
        "multiple",
        "15_unit_in_title_baire.xlsx",
        "transfer",
        (4, 0, 0),
        asks=codes("header_scale"),
        says=codes("multiplied"),
        cells={(0, "waiting_now"): 3700, (0, "vehicles_available"): 3},
        quotes=("单位：百人",),
    ),
    Case(
        "multiple",
        "40_unit_in_group_header.xlsx",
        "transfer",
        (4, 0, 0),
        asks=codes("header_scale"),
        cells={(0, "waiting_now"): 37000, (0, "oldest_wait_h"): "5.500"},
        quotes=("千人",),
    ),
    *(
        Case(
            "multiple",
            _waiting(f"待转运{text}"),
            "transfer",
            (4, 0, 0),
            asks=codes("header_scale", "rule"),
            cells={(0, "waiting_now"): 37 * times},
            quotes=(text.strip("（）()[]【】/／"),),
        )
        for text, times in (
            ("（百人）", 100),
            ("(千)", 1000),
            ("【万人】", 10_000),
            ("（十万人）", 100_000),
            ("（百万）", 10**6),
            ("／百人", 100),
            ("（单位：千人）", 1000),
        )
    ),
    *(
        Case(
            "multiple",
            file,
            "transfer",
            (4, 0, 0),
            asks=codes("header_scale"),
            cells={(0, "waiting_now"): 37 * 10_000, (0, "trips_today"): 4},
            quotes=("万人",),
        )
        for file in _both("corner", _over(["转运情况表"], [*[""] * 20, "单位：万人"]))
    ),
    Case(
        "multiple",
        (
            "said twice.csv",
            lambda: as_csv(_over(["转运情况表（单位：万人）"], rows=partial(renamed, "待转运", "待转运（人）"))),
        ),
        "transfer",
        (4, 0, 0),
        asks=codes("header_scale", "unit_overruled", "rule"),
        cells={(0, "waiting_now"): 37, (0, "in_transit_now"): 100_000},
    ),
    Case(
        "meaning",
        "11_header_bracket_yesterday.csv",
        "transfer",
        (4, 0, 0),
        asks=codes("qualifier"),
        quotes=("昨日24时",),
    ),
    Case(
        "meaning", "12_header_bracket_cumulative.csv", "transfer", (4, 0, 0), asks=codes("qualifier"), quotes=("累计",)
    ),
    *(
        Case(
            "meaning",
            _waiting(f"待转运{text}"),
            "transfer",
            (4, 0, 0),
            asks=codes("qualifier"),
            quotes=(text.strip("（）()[]【】"),),
            cells={(0, "waiting_now"): 37},
        )
        for text in (
            "（率）",
            "【其中：孕妇】",
            "（预计）",
            "(计划)",
            "（当日）",
            "（%）",
            "%",
            "（人次）",
            "（一般人员）",
        )
    ),
    *(
        Case("meaning", file, "transfer", (4, 0, 0), asks=codes("qualifiers"), quotes=("昨日",))
        for rows in ([["", "", "", "", "", "昨日24时", *[""] * 5, "今日", *[""] * 9]], [["黄浦区昨日转运情况表"]])
        for file in _both(str(rows[0][0]) or "group", _over(*rows))
    ),
    *(
        Case(
            "foreign_unit",
            _waiting(f"待转运{text}"),
            "transfer",
            (4, 0, 0),
            asks=codes("qualifier"),
            cells={(0, "waiting_now"): 37},
            quotes=(text.strip("（）"),),
        )
        for text in ("（千克）", "（万元）", "（户）")
    ),
    Case(
        "foreign_unit",
        ("单位：户.csv", lambda: as_csv(_over(["转运情况表（单位：户）"]))),
        "transfer",
        (4, 0, 0),
        asks=codes("unit_of_none"),
        quotes=("单位：户",),
    ),
    *(
        Case("foreign_unit", file, "transfer", (4, 0, 0), asks=codes("unit_of_none"), quotes=("单位：人次",))
        for file in _both("unknown unit", _over(["黄浦区转运情况表", *[""] * 19, "单位：人次"]))
    ),
    *(
        Case("unit_own", (f"{n}.csv", partial(as_csv, _over([text]))), "transfer", (4, 0, 0))
        for n, text in enumerate(("填报单位：静安", "单位：黄浦区卫健委", "报送单位：转运专班"))
    ),
    Case("units_row", "36_units_row.xlsx", "transfer", (4, 0, 1), says=codes("units_row")),
    *(
        Case("units_row", file, "transfer", (4, 0, 1), says=codes("units_row"))
        for file in _both("units", [HEADER, UNITS, *transfer()[1:]])
    ),
    Case(
        "units_row",
        (
            "mixed.csv",
            lambda: as_csv([HEADER, [*UNITS[:11], "百人", *UNITS[12:18], "分钟", "台", "趟"], *transfer()[1:]]),
        ),
        "transfer",
        (4, 0, 1),
        asks=codes("header_scale", "rule"),
        says=codes("units_row", "divided"),
        cells={(0, "waiting_now"): 3700, (0, "in_transit_now"): 10, (0, "oldest_wait_h"): "0.092"},
    ),
    *(
        Case(
            "two_of_one_name",
            file,
            "transfer",
            (4, 0, 0),
            asks=codes("second_column"),
            cells={(0, "waiting_now"): 37},
            quotes=("22", "V", "L"),
        )
        for file in _both("two", TWO)
    ),
    Case(
        "two_of_one_name",
        ("grouped.csv", lambda: as_csv(GROUPED)),
        "transfer",
        (4, 0, 0),
        asks=codes("second_column"),
        quotes=("今日", "昨日"),
    ),
    Case(
        "two_of_one_name",
        ("by place.csv", lambda: as_csv(TWO)),
        "transfer",
        (4, 0, 0),
        asks=codes("rule"),
        cells={(0, "waiting_now"): 9},
        how={"mapping": {"待转运#22": "waiting_now", "待转运#12": ""}},
    ),
    Case(
        "two_of_one_name",
        ("by number.csv", lambda: as_csv(TWO)),
        "transfer",
        (4, 0, 0),
        asks=codes("rule"),
        cells={(0, "waiting_now"): 9},
        how={"mapping": {"#22": "waiting_now", "#12": ""}},
    ),
    Case(
        "two_of_one_name",
        ("nearer.csv", lambda: as_csv([[*HEADER, "所属区"], *([*r, "嘉定区"] for r in transfer()[1:])])),
        "transfer",
        (4, 0, 0),
        asks=codes("second_column"),
        quotes=("所属区", "V"),
    ),
]
