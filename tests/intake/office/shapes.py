"""Tables of another shape, and files that are none."""

import json
from functools import partial

from tests.intake.office.cases import Case, Kind, codes
from tests.intake.office.made import BULLETIN, DISTRICTS, as_csv, as_xlsx, every

KINDS: dict[str, Kind] = {
    "other_shape": Kind("one column a district, one row a figure", "offered to be turned; never loaded as it is"),
    "spaces": Kind("columns set apart by spaces", "read like any other"),
    "no_table": Kind("a web page called .xls, JSON, XML", "refused by name, with what to do"),
}
READ = (4, 0, 0)
WIDE = [["日期", *(a.zh for a in DISTRICTS)], ["2022-04-06", *range(16)]]
LONG = [
    ["日期", "类型", "区", "人数"],
    *(["2022-04-06", k, a.zh, i] for i, a in enumerate(DISTRICTS) for k in ("甲", "乙")),
]
LONG_TOLD = {"类型": "@kind", "人数": "@count", "类型:甲": "confirmed_new", "类型:乙": "asymptomatic_new"}
PAGE = "<html><table><tr><td>业务日期</td></tr></table></html>"
JSON = json.dumps([dict(zip(BULLETIN, ["2022-04-06", "310101", 2, 100, 0, "", ""], strict=True))], ensure_ascii=False)


CASES: list[Case] = [
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
