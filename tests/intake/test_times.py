"""Times as an office writes them: read when there is one reading, refused when there are two."""

from datetime import date, datetime
from typing import Any

import pytest

from data_pipeline.intake.cells.moment import Order, date_reader, moment_reader, order_of
from tests.intake.sheets import changes, codes, look, row, sheet

MOMENT = moment_reader(2022)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("晚上12点", 24), ("4月6日晚上12点", 24), ("夜里12点", 24), ("半夜12点", 24), ("凌晨12点", 0), ("凌晨0点", 0),
        ("凌晨1点", 1), ("凌晨5点半", 5.5), ("中午1点", 13), ("中午12点", 12), ("中午12点半", 12.5),
        ("中午11点", 11), ("正午", 12),
        ("零点", 0), ("零时", 0), ("0时", 0), ("次日零时", 24), ("次日0点", 24), ("上午8点", 8), ("早上8点", 8),
        ("早8点", 8),
        ("上午12点", 12), ("下午2点", 14), ("下午2点一刻", 14.25), ("下午2点三刻", 14.75), ("下午12点半", 12.5),
        ("傍晚6点", 18),
        ("晚6点", 18), ("晚上8点半", 20.5), ("晚上20点", 20), ("下午14:00", 14), ("夜里11点", 23), ("夜间10时", 22),
        ("12 am", 0), ("12 pm", 12), ("12:30 AM", 0.5), ("12:30 p.m.", 12.5), ("8 a.m.", 8), ("8PM", 20),
        ("14:00 pm", 14),
        ("14点", 14), ("14时30分", 14.5), ("14时30分00秒", 14.5), ("14点钟", 14), ("14时整", 14), ("截至14时止", 14),
        ("十四时", 14), ("下午两点半", 14.5), ("二十四时", 24), ("十二点十五分", 12.25),
        ("二十时零五分", 20 + 5 / 60), ("noon", 12),
    ],
)  # fmt: skip
def test_a_time_of_day_is_read_as_it_is_meant(text: str, hours: float) -> None:
    found = MOMENT(text)
    assert (found.problem, found.value and found.value.seconds) == ("", round(hours * 3600))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("夜里1点", "hour_unclear"), ("4月6日夜间1点", "hour_unclear"), ("半夜", "hour_unclear"),
        ("午夜", "hour_unclear"),
        ("晚上1点", "hour_unclear"), ("半夜2点", "hour_unclear"), ("晚上12点半", "hour_unclear"),
        ("midnight", "hour_unclear"),
        ("晚上0点", "hour_unclear"), ("上午14点", "not_a_moment"), ("凌晨9点", "not_a_moment"),
        ("下午9点", "not_a_moment"),
        ("14 am", "not_a_moment"), ("24点半", "not_a_moment"), ("次日8时", "not_a_moment"),
        ("下午2点 pm", "not_a_moment"),
        ("十四", "not_a_moment"), ("14点60分", "not_a_moment"), ("中午5点", "not_a_moment"),
    ],
)  # fmt: skip
def test_a_time_of_day_that_could_be_two_is_refused(text: str, problem: str) -> None:
    assert MOMENT(text)[::2] == (None, problem)


@pytest.mark.parametrize(
    ("texts", "first"),
    [
        (["06/04/2022", "13/04/2022"], "day"), (["04/06/2022", "04/13/2022"], "month"), (["06/04/2022"], ""),
        (["13/04/2022", "04/13/2022"], ""), (["06/04", "13/04"], "day"), (["4/6", "4/13"], "month"),
        (["06-04-2022 14:00", "30.04.2022"], "day"),
        (["2022-04-06"], ""),
    ],
)  # fmt: skip
def test_the_dates_of_a_column_are_judged_together(texts: list[str], first: str) -> None:
    assert order_of(texts).first == first


def test_a_settled_order_reads_every_date_of_its_column_and_a_short_one_too() -> None:
    day, month = Order("day", "day_first"), Order("month", "month_first")
    assert date_reader(2022, day)("06/04/2022")[:2] == (date(2022, 4, 6), "day_first")
    assert date_reader(2022, month)("06/04/2022")[:2] == (date(2022, 6, 4), "month_first")
    assert date_reader(2022, month)("4/6").value == date(2022, 4, 6)
    assert date_reader(None, month)("4/6").problem == "year_missing"
    assert moment_reader(2022, day)("06/04/2022 14:00").value == (date(2022, 4, 6), 14 * 3600)
    assert moment_reader(2022, day)("06/04 14:00").value == (date(2022, 4, 6), 14 * 3600)


def written(days: list[str], **changed: Any) -> str:
    """A file of these report dates, one row each at noon."""
    body = [row(i, hour=12, report_date=d, as_of="12:00", **changed) for i, d in enumerate(days)]
    return sheet(body)


def test_one_thirteenth_settles_the_column() -> None:
    found = look(written(["06/04/2022", "13/04/2022"]))
    assert found.table["report_date"].to_pylist() == [date(2022, 4, 6), date(2022, 4, 13)]
    assert "day_first" in changes(found)
    assert "date_order" not in codes(found)


def test_the_days_of_the_operation_settle_a_column_that_does_not_and_it_is_asked() -> None:
    found = look(written(["06/04/2022", "05/04/2022"]))
    assert found.table["report_date"].to_pylist() == [date(2022, 4, 6), date(2022, 4, 5)]
    (asked,) = [p for p in found.report.problems if p.code == "date_order"]
    assert asked.severity == "confirm"
    assert "06/04/2022" in asked.sentence("zh")
    assert "2022-04-06" in asked.sentence("en")


def test_a_column_that_nothing_settles_is_refused() -> None:
    found = look(written(["05/06/2022", "06/05/2022"]))
    assert [c for c in codes(found) if c != "required"] == ["date_ambiguous"] * 2
    assert found.report.accepted == 0


AT = datetime(2022, 4, 6, 14, 30)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"as_of": "2022-04-06 20:00"}, "after_receipt"),
        ({"as_of": "2022-04-06 14:00"}, ""),
        ({"as_of": "2022-04-06 15:00"}, ""),  # a report is written a little before its hour
        ({"report_date": "2022-05-06", "as_of": "2022-05-06 14:00"}, "after_receipt"),
        ({"report_date": "2018-04-06", "as_of": "2018-04-06 14:00"}, "outside_operation"),
        ({"report_date": "2022-03-31", "as_of": "2022-03-31 14:00"}, "outside_operation"),
    ],
)
def test_a_moment_that_cannot_be_is_asked_about_once(changed: dict[str, Any], code: str) -> None:
    found = look(sheet([row(i, **changed) for i in range(4)]), received_at=AT)
    asked = [p for p in found.report.problems if p.code in ("after_receipt", "outside_operation")]
    assert [p.code for p in asked] == ([code] if code else [])
    assert found.report.accepted == 4
    assert all(p.severity == "confirm" and p.facts["rows"] == 4 for p in asked)


def test_without_a_moment_of_receipt_only_the_operation_speaks() -> None:
    assert "after_receipt" not in codes(look(sheet([row(as_of="2022-04-06 20:00")])))
