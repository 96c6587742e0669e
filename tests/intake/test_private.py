"""No person's data comes in: not by a column, not by a cell, and not by way of the report about it."""

import pytest

from data_pipeline.intake.private import private_kind
from tests.intake.sheets import COLUMNS, codes, look, row, rows, sheet, unreadable

SITE = "report_date,as_of,district_code,site_id,site_name,site_type,scope,unit"


def capacity(name: str) -> str:
    from tests.support.samples import pack

    names = [c.name for c in pack().feeds["capacity"].columns]
    told = {
        "report_date": "2022-04-06",
        "as_of": "2022-04-06 14:00",
        "district_code": "310115",
        "site_id": "FC-1",
        "site_name": name,
        "site_type": "FANGCANG_CITY",
        "scope": "CITY",
        "unit": "BED",
    }
    return sheet([[told.get(n, "0") for n in names]], names)


@pytest.mark.parametrize(
    "header",
    [
        "姓名",
        "联系电话",
        "手机号",
        "身份证号",
        "身份证号码",
        "家庭住址",
        "住址",
        "车牌号",
        "微信号",
        "Name",
        "Phone number",
        "Mobile",
        "ID card",
    ],
)
def test_a_column_that_asks_for_a_person_refuses_the_file(header: str) -> None:
    found = look(sheet([[*r, "x"] for r in rows()], [*COLUMNS, header]))
    assert unreadable(found) == "private_header"
    assert found.table.num_rows == 0
    assert found.report.balanced


def test_ignoring_such_a_column_does_not_let_it_in() -> None:
    found = look(sheet([[*r, "x"] for r in rows()], [*COLUMNS, "姓名"]), mapping={"姓名": ""})
    assert found.report.unreadable is not None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("13800138000", "private_phone"),
        ("国展中心13800138000", "private_phone"),
        ("138 0013 8000", "private_phone"),
        ("+86-13800138000", "private_phone"),
        ("021-64370045", "private_phone"),
        ("310101199001011234", "private_id"),
        ("31010119900101123X", "private_id"),
        ("310101900101123", "private_id"),
        ("3号楼2单元", "private_address"),
        ("长清路88弄12号", "private_address"),
        ("12号301", "private_address"),
        ("402室", "private_address"),
        ("沪A12345", "private_plate"),
        ("沪A·D12345", "private_plate"),
    ],
)
def test_a_cell_with_a_persons_data_refuses_its_row_and_is_masked(text: str, code: str) -> None:
    found = look(capacity(text), "capacity")
    assert code in codes(found)
    assert found.report.refused == 1
    assert found.table.num_rows == 0
    assert text not in str(found.report.as_dict("zh"))
    assert text not in str(found.returned.to_pylist())


def test_it_is_found_wherever_it_stands() -> None:
    for place in ("subdistrict", "person_class", "carry_in", "as_of", "district_code"):
        line = row(0)
        line[COLUMNS.index(place)] = "13800138000"
        found = look(sheet([line]))
        assert codes(found)[0] == "private_phone", place
    unknown = look(sheet([[*row(0), "310101199001011234"]], [*COLUMNS, "备用"]))
    assert "private_id" in codes(unknown)
    ragged = look(sheet([row(0), [*row(1), "张三 13800138000"]]))
    assert codes(ragged) == ["private_phone"]
    assert "13800138000" not in str(ragged.report.as_dict("zh"))


@pytest.mark.parametrize(
    "text",
    [
        "FC-CITY-06",
        "国家会展中心方舱",
        "闵行区级方舱二号",
        "QR-ZJ-01",
        "国展中心5号馆",
        "第3隔离点",
        "310115105201",
        "R20220406",
        "教室改造点",
        "20220406140000",
        "6228480402564890",
        "https://wsjkw.sh.gov.cn/xwfb/20220512/e16066c8aa164613b22f45fdf6f056cc.html",
    ],
)
def test_codes_and_names_of_places_are_nobodys(text: str) -> None:
    assert private_kind(text) == ""
