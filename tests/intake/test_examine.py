"""Examining a file: every problem at once, nothing lost, nothing changed in silence."""

from collections import Counter
from datetime import date, datetime
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_pipeline.declare.feed import SQL_TYPES
from data_pipeline.sample import Simulation, deliveries
from tests.intake.sheets import COLUMNS, ZH, changes, codes, look, row, rows, sheet, unreadable
from tests.support.samples import DAY, pack

FEED = pack().feeds["transfer"]


def test_a_right_file_is_accepted_whole_and_typed_as_declared() -> None:
    found = look(sheet(rows()))
    report = found.report
    assert (report.records, report.accepted, report.refused, report.set_aside) == (5, 5, 0, 0)
    assert report.ok
    assert not report.problems
    assert not report.changes
    assert found.table.column_names == [*FEED.names, "ops_day", "area_code", "row_no"]
    arrow = {
        "DATE": pa.date32(),
        "TIMESTAMP": pa.timestamp("us"),
        "VARCHAR": pa.string(),
        "BIGINT": pa.int64(),
        "DECIMAL(18,3)": pa.decimal128(18, 3),
        "BOOLEAN": pa.bool_(),
    }
    assert [found.table.schema.field(c.name).type for c in FEED.columns] == [
        arrow[SQL_TYPES[c.type]] for c in FEED.columns
    ]
    first = found.table.slice(0, 1).to_pylist()[0]
    assert first["as_of"] == datetime(2022, 4, 6, 14)
    assert (first["oldest_wait_h"], first["carry_in"]) == (Decimal("25.5"), 100)
    assert (first["ops_day"], first["area_code"], first["row_no"]) == (date(2022, 4, 6), "310115105", 2)


def test_the_file_of_the_afternoon_is_understood() -> None:
    """GB18030, two lines above, 浦东 written three ways, a total row, one cell in 万, 14时 and 4月6日."""
    body = rows()
    for line, name in zip(body, ("浦东", "浦东新区", "Pudong"), strict=False):
        line[2] = name
    for line in body:
        line[0], line[1] = "4月6日", "14时"
    body[3][6] = "0.08万"
    total = ["合计", "", "", "", "", *(str(sum(int(r[i]) for r in rows())) for i in range(5, 18)), "", "", ""]
    found = look(("上海市转运日报\n\n" + sheet([*body, total], ZH, end="\r\n")).encode("gb18030"))
    assert (found.report.records, found.report.accepted, found.report.refused, found.report.set_aside) == (6, 5, 0, 1)
    assert {"preamble", "place", "year_added", "day_added", "scaled", "total_row"} <= changes(found)
    assert not found.report.problems
    assert found.table.drop(["row_no"]).equals(look(sheet(rows())).table.drop(["row_no"]))


def test_all_problems_are_found_at_once_with_line_column_and_value() -> None:
    body = rows()
    body[0][5] = "12.5"
    body[0][6] = "九"
    body[1][3] = "北菜镇"
    body[2][4] = ""
    body[3][7] = "-1"
    found = look(sheet(body))
    assert [(p.line, p.column, p.value, p.code) for p in found.report.problems if p.severity == "refuse"] == [
        (2, "carry_in", "12.5", "not_whole"),
        (2, "notified_today", "九", "not_a_number"),
        (3, "subdistrict", "北菜镇", "unknown_area"),
        (4, "person_class", "", "required"),
        (5, "dispatched_today", "-1", "negative"),
    ]
    assert (found.report.accepted, found.report.refused) == (1, 4)
    assert found.table["row_no"].to_pylist() == [6]


def test_a_figure_at_its_bound_is_taken_and_one_beyond_is_refused() -> None:
    body = rows(3)
    for cells, hours in zip(body, ("25.5", "2400", "2400.1"), strict=True):
        cells[ZH.index("最久等待小时")] = hours
    found = look(sheet(body))
    refused = [p for p in found.report.problems if p.severity == "refuse"]
    assert [(p.line, p.code, p.facts["most"]) for p in refused] == [(4, "above", "2400")]


def test_refused_rows_come_back_as_they_were_sent() -> None:
    body = rows()
    body[1][6] = "九"
    found = look(sheet(body, ZH))
    assert found.returned.column_names == [*ZH, "line"]
    assert [list(r.values()) for r in found.returned.to_pylist()] == [[*body[1], 3]]


def test_a_mended_returned_row_is_accepted() -> None:
    body = rows()
    body[1][6] = "九"
    back = [list(r.values())[:-1] for r in look(sheet(body, ZH)).returned.to_pylist()]
    back[0][6] = "400"
    assert look(sheet(back, ZH)).report.ok


def test_blank_is_not_reported_and_never_zero() -> None:
    found = look(sheet([row(0, vehicles_available="", trips_today="—"), row(1, vehicles_available="0")]))
    assert found.table["vehicles_available"].to_pylist() == [None, 0]
    assert found.table["trips_today"].to_pylist() == [None, 18]
    assert changes(found) == {"not_reported"}


def test_midnight_belongs_to_the_day_it_closes() -> None:
    found = look(sheet([row(0, as_of="2022-04-06 24:00"), row(1, as_of="24时"), row(2, as_of="2022-04-07 00:00")]))
    assert found.table["as_of"].to_pylist() == [datetime(2022, 4, 7)] * 3
    assert found.table["ops_day"].to_pylist() == [date(2022, 4, 6)] * 3
    assert "hour_24" in changes(found)


def test_a_moment_of_another_day_is_refused_and_one_at_its_own_start_is_asked_about() -> None:
    found = look(
        sheet([row(0, as_of="2022-04-05 14:00"), row(1, as_of="2022-04-08 14:00"), row(2, as_of="2022-04-06 00:00")])
    )
    assert codes(found) == ["moment_off_day", "moment_off_day", "moment_midnight"]
    assert (found.report.accepted, found.report.refused) == (1, 2)


def test_equal_rows_count_once_and_rows_that_differ_are_both_refused() -> None:
    same = look(sheet([row(0), row(1), row(0)]))
    assert (same.report.accepted, same.report.set_aside) == (2, 1)
    assert changes(same) == {"duplicate_row"}
    clash = look(sheet([row(0), row(1), row(0, trips_today="99")]))
    assert [(p.line, p.code, p.facts["first"]) for p in clash.report.problems] == [
        (2, "duplicate_key", 2),
        (4, "duplicate_key", 2),
    ]
    assert clash.table["row_no"].to_pylist() == [3]


def test_the_same_key_in_other_spelling_is_the_same_key() -> None:
    found = look(sheet([row(0), row(0, district_code="浦东", subdistrict="北蔡", as_of="14时", trips_today="99")]))
    assert codes(found) == ["duplicate_key", "duplicate_key"]


def test_rows_that_are_no_records_are_set_aside_and_said() -> None:
    body = [
        *rows(2),
        ["小计"] + [""] * 20,
        [""] * 21,
        *rows()[2:],
        ["合计"] + [""] * 20,
        ["注：数据截至14时"] + [""] * 20,
    ]
    found = look(sheet(body))
    assert (found.report.accepted, found.report.set_aside, found.report.refused) == (5, 4, 0)
    assert changes(found) == {"total_row", "blank_row", "note_row"}


def test_a_second_table_in_the_file_is_not_read_as_the_first() -> None:
    again = look(sheet([*rows(2), COLUMNS, *rows()[2:]]))
    assert codes(again) == ["table_again"]
    assert (again.report.accepted, again.report.set_aside) == (5, 1)
    other = [*COLUMNS[:5], *reversed(COLUMNS[5:])]
    assert unreadable(look(sheet([*rows(2), other, *rows()[2:]]))) == "second_table"


def test_a_broken_rule_says_the_figures_it_is_about() -> None:
    found = look(sheet([row(0, waiting_now="117", wait_0_6h="61")]))
    (problem,) = found.report.problems
    assert (problem.code, problem.severity, problem.facts["rule"]) == ("rule", "confirm", "balance")
    assert "待转运 117" in problem.sentence("zh")
    assert "Waiting 117" in problem.sentence("en")
    assert found.report.accepted == 1


def test_a_city_file_without_a_district_column_speaks_of_the_city() -> None:
    found = look("日期,新增确诊,新增无症状,转归\n2022-04-06,322,19660,15\n", "bulletin")
    assert found.table["district_code"].to_pylist() == ["310000"]
    assert found.table["area_code"].to_pylist() == ["310000"]


def test_a_district_is_added_from_the_subdistrict_only_where_the_cell_is_blank() -> None:
    found = look(sheet([row(0, district_code="")]))
    assert found.table["district_code"].to_pylist() == ["310115"]
    assert "district_added" in changes(found)


@pytest.mark.parametrize("feed", pack().feeds.values(), ids=lambda f: f.id)
def test_a_file_of_headers_alone_has_no_records(feed) -> None:
    found = look(",".join(c.name for c in feed.columns) + "\n", feed.id)
    assert found.report.unreadable is None
    assert (found.report.records, found.table.num_rows) == (0, 0)


WORDS = [
    "",
    "12",
    "1,234",
    "约5",
    "—",
    "合计",
    "浦东",
    "北蔡镇",
    "全区",
    "2022-04-06",
    "14时",
    "POS",
    "x",
    "\n",
    '"',
    "13800138000",
]


@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=23), max_size=8))
@settings(max_examples=120)
def test_no_file_is_lost_in_part_or_makes_it_fail(body: list[list[str]]) -> None:
    found = look(sheet(body))
    report = found.report
    assert report.balanced
    assert found.table.num_rows == report.accepted
    if report.unreadable is None:
        # only blank rows may be uncounted, and every refused row has at least one reason
        assert report.records >= sum(any(c.strip() for c in r) for r in body) - sum(
            '"' in c or "\n" in c for r in body for c in r
        )
        assert report.refused <= len({p.line for p in report.problems if p.severity == "refuse"})
    for told in (*report.problems, *report.changes):
        assert "{" not in told.sentence("zh") + told.sentence("en")


def test_the_report_is_plain_values() -> None:
    import json

    body = rows()
    body[0][6] = "九"
    plain = json.loads(json.dumps(look(sheet(body)).report.as_dict("zh")))
    assert plain["problems"][0]["sentence"] == "“当日新增应转”应为数字，收到“九”。"


def test_equal_changes_are_said_once_with_their_number() -> None:
    found = look(sheet(rows(district_code="浦东", subdistrict="北蔡镇", as_of="14时")))
    told = Counter({c.code: c.rows for c in found.report.changes})
    assert told == {"place": 5, "day_added": 5}


def test_a_blank_in_a_key_is_refused_even_in_a_column_that_may_be_left_out() -> None:
    found = look("日期,区代码,新增确诊,新增无症状,转归\n2022-04-06,,322,19660,15\n", "bulletin")
    assert codes(found) == ["required"]
    assert found.report.refused == 1


def test_the_sample_operation_is_accepted_without_a_doubt() -> None:
    for sent in deliveries(pack(), Simulation(first_day=DAY, last_day=DAY, slot_h=8)):
        report = look(sent.data, sent.feed, sheet=sent.sheet, mapping=sent.mapping).report
        assert (report.unreadable, report.refused, report.doubts) == (None, 0, ()), sent.name


@pytest.mark.parametrize("text", ["0x1F", "+0x2", "1e3", "1_0"])
def test_a_clean_column_takes_no_figure_that_a_single_cell_would_not(text: str) -> None:
    """Whole columns are cast at once; that way may not be more generous."""
    assert codes(look(sheet(rows(trips_today=text)))) == ["scientific" if "e" in text else "not_a_number"] * 5
