"""Cells as people type them: read when there is one reading, refused when there are two, and always said."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_pipeline.declare.feed import Column
from data_pipeline.intake.cells.label import code_reader, flag_reader, label_reader
from data_pipeline.intake.cells.moment import date_reader, moment_reader
from data_pipeline.intake.cells.number import number_reader
from data_pipeline.intake.cells.place import places_of
from tests.support.samples import pack

COUNT = number_reader(Column(name="a", zh="a", en="a", type="int", unit="person"), ["人", "名", "people"])
HOURS = number_reader(Column(name="a", zh="a", en="a", type="decimal", unit="h"), ["小时", "h"])
DAY, MOMENT = date_reader(2022), moment_reader(2022)


@pytest.mark.parametrize(
    ("text", "value", "change"),
    [
        ("12", 12, ""), ("0", 0, ""), ("007", 7, ""), ("-5", -5, ""), ("１２３", 123, "full_width"),
        (" 12 ", 12, "trimmed"),
        ("1,234", 1234, "thousands"), ("1，234", 1234, "thousands"), ("1 234 567", 1234567, "thousands"),
        ("约1200", 1200, "about"), ("大约 1,200人", 1200, "about"), ("1200左右", 1200, "about"),
        ("1.2万", 12000, "scaled"),
        ("1.2万人", 12000, "scaled"), ("12人", 12, "unit"), ("12.0", 12, "whole"), ("'12", 12, "quoted"),
        ("\ufeff12", 12, "trimmed"), ("—", None, "not_reported"), ("/", None, "not_reported"),
        ("－", None, "not_reported"), ("", None, ""), ("   ", None, "trimmed"),
    ],
)  # fmt: skip
def test_a_count_is_read(text: str, value: int | None, change: str) -> None:
    assert COUNT(text)[:3] == (value, change, "")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("95%", "percent"), ("12.5", "not_whole"), ("1.20E+05", "scientific"), ("#REF!", "excel_error"),
        ("无", "none_or_zero"),
        ("近1200", "inexact"), ("1200余", "inexact"), ("30~40", "inexact"), ("1,23", "not_a_number"),
        ("十二", "not_a_number"),
        ("0x1F", "not_a_number"), ("1_000", "not_a_number"), ("١٢", "not_a_number"), ("12²", "not_a_number"),
        ("Infinity", "not_a_number"), ("13800138000", "private_phone"), ("9" * 30, "too_large"),
        ("12间", "not_a_number"),
        ("1.2.3", "not_a_number"), ("12-13", "not_a_number"), ("√", "not_a_number"),
    ],
)  # fmt: skip
def test_a_count_that_could_mean_two_things_is_refused(text: str, problem: str) -> None:
    found = COUNT(text)
    assert (found.value, found.problem) == (None, problem)


def test_hours_keep_their_decimals() -> None:
    assert HOURS("5.5").value == Decimal("5.5")
    assert HOURS("5.5小时")[:2] == (Decimal("5.5"), "unit")
    assert HOURS("5.12345")[:2] == (Decimal("5.123"), "rounded")


@given(st.integers(-3_000_000_000, 3_000_000_000))
def test_a_figure_survives_every_way_of_writing_it(n: int) -> None:
    wide = str(n).translate({48 + i: 0xFF10 + i for i in range(10)})
    assert {COUNT(s).value for s in (str(n), f"{n:,}", f" {n}", wide, f"{n}.0", f"{n}人")} == {n}


@pytest.mark.parametrize(
    "text", ["2022-04-06", "2022/4/6", "2022.4.6", "4月6日", "2022年4月6日", "20220406", "44657",
    "２０２２－４－６", "2022-04-06 00:00:00",
             "2022年4月6日（周三）", "4月06号", "2022-4-6"]
)  # fmt: skip
def test_one_day_written_in_many_ways(text: str) -> None:
    assert DAY(text).value == date(2022, 4, 6)


@pytest.mark.parametrize(
    ("text", "problem"),
    [("06/04/2022", "date_ambiguous"), ("2022-02-30", "no_such_date"), ("0022-04-06", "date_far"),
     ("4/6", "not_a_date"),
     ("昨天", "not_a_date"), ("2022-13-01", "no_such_date"), ("99999", "not_a_date")],
)  # fmt: skip
def test_a_day_that_could_be_another_is_refused(text: str, problem: str) -> None:
    assert DAY(text)[::2] == (None, problem)


def test_a_date_without_a_year_needs_one() -> None:
    assert date_reader(None)("4月6日").problem == "year_missing"


@pytest.mark.parametrize(
    ("text", "day", "hours"),
    [
        ("2022-04-06 14:00", 6, 14), ("2022-04-06T14:00:00", 6, 14), ("2022/4/6 14:00", 6, 14),
        ("4月6日14时", 6, 14),
        ("44657.5833333", 6, 14), ("2022-04-06 24:00", 6, 24), ("2022年4月6日下午2点", 6, 14), ("14时", None, 14),
        ("14点30分", None, 14.5), ("24:00", None, 24), ("24时", None, 24), ("14", None, 14),
        ("１４：００", None, 14),
        ("截至14时", None, 14), ("2:00 PM", None, 14), ("2022-04-06T14:00+08:00", 6, 14), ("晚8点半", None, 20.5),
    ],
)  # fmt: skip
def test_one_moment_written_in_many_ways(text: str, day: int | None, hours: float) -> None:
    found = MOMENT(text)
    assert found.value == ((date(2022, 4, day) if day else None), int(hours * 3600))


@pytest.mark.parametrize(
    ("text", "problem"),
    [("2022-04-06", "time_missing"), ("2022-04-06 25:00", "not_a_moment"), ("2022-04-06 24:30", "not_a_moment"),
     ("2022-04-06T06:00:00Z", "time_zone"), ("中午", "not_a_moment"), ("14:60", "not_a_moment")],
)  # fmt: skip
def test_a_moment_that_is_none_is_refused(text: str, problem: str) -> None:
    assert MOMENT(text).problem == problem


def test_labels_aliases_and_codes_are_one() -> None:
    read = label_reader(pack().terms("person_class"))
    assert {read(s).value for s in ("POS", "pos", "阳性感染者", " 阳性 ", "ＰＯＳ")} == {"POS"}
    assert read("密切接触者").value == "CONTACT"
    wrong = read("阳性感染")
    assert wrong.problem == "unknown_label"
    assert wrong.facts["near_zh"] == "阳性感染者"


def test_yes_and_no() -> None:
    read = flag_reader()
    assert {read(s).value for s in ("1", "是", "√", "Y", "TRUE")} == {True}
    assert {read(s).value for s in ("0", "否", "×", "no")} == {False}
    assert read("也许").problem == "not_a_flag"


PLACES = places_of(pack())


@pytest.mark.parametrize(
    "text",
    ["310115", "浦东", "浦东新区", "Pudong", "上海市浦东新区", "３１０１１５", "310115000000", "310115.0", " 浦东 "],
)
def test_one_district_written_in_many_ways(text: str) -> None:
    assert PLACES.district(text).value == "310115"


@pytest.mark.parametrize(
    ("district", "text", "code"),
    [("310115", "北蔡镇", "310115105"), ("310115", "北蔡", "310115105"), ("310115", "浦东新区北蔡镇", "310115105"),
     (None, "北蔡镇", "310115105"), ("310101", "南京东路街道办事处", "310101002"), ("310115", "全区", "310115"),
     ("310000", "全市", "310000"), ("310000", "全区", "310000"), ("310101", "310101002000", "310101002")],
)  # fmt: skip
def test_a_subdistrict_is_found_within_its_district(district: str | None, text: str, code: str) -> None:
    assert PLACES.subdistrict(district, text).value[2] == code


@pytest.mark.parametrize(
    ("district", "text", "problem"),
    [("310112", "北蔡镇", "area_elsewhere"), ("310115", "全市", "area_conflict"),
     ("310115", "北蔡街道", "unknown_area"),
     (None, "全区", "district_missing"), ("310115", "某某镇", "unknown_area")],
)  # fmt: skip
def test_a_subdistrict_that_is_not_there_is_refused(district: str | None, text: str, problem: str) -> None:
    assert PLACES.subdistrict(district, text).problem == problem


def test_every_area_of_the_pack_is_found_by_its_code_and_its_names() -> None:
    for area in pack().areas:
        if area.level == "subdistrict":
            for spelling in (area.code, area.zh, area.short_zh, *area.aliases):
                found = PLACES.subdistrict(area.parent, spelling)
                assert not spelling or (found.value and found.value[2] == area.code), (spelling, found)
        else:
            assert all(PLACES.district(s).value == area.code for s in (area.code, area.zh, *area.aliases))


CODE = code_reader(Column(name="a", zh="a", en="a", type="code"))


@pytest.mark.parametrize(
    ("text", "problem"),
    [("=cmd|' /C calc'!A0", "formula"), ("@SUM(1)", "formula"), ("+cmd", "formula"),
     ("<img src=x onerror=1>", "markup"),
     ("a\u202eb", "control_character"), ("a\nb", "control_character"), ("x" * 81, "too_long"),
     ("a\x07", "control_character")],
)  # fmt: skip
def test_a_code_that_could_act_is_refused(text: str, problem: str) -> None:
    assert CODE(text).problem == problem


@given(st.text(max_size=30))
def test_no_text_makes_a_reader_fail(text: str) -> None:
    for read in (COUNT, HOURS, DAY, MOMENT, CODE, PLACES.district, label_reader(pack().terms("method")), flag_reader()):
        found = read(text)
        assert not (found.problem and found.value is not None)
    PLACES.subdistrict("310115", text)
