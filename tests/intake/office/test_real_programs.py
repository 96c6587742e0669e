"""Workbooks that a real spreadsheet program wrote, round trips included: all right, or refused with a true reason."""

from collections.abc import Callable
from datetime import datetime, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from data_pipeline.intake import Examined, examine
from tests.intake.office import workbooks as made
from tests.intake.office.made import HEADER, as_xlsx, transfer
from tests.intake.office.program import OFFICE, Job, convert
from tests.support.samples import pack

pytestmark = pytest.mark.skipif(OFFICE is None, reason="no soffice on this machine")
CSV = {
    "utf-8": "44,34,76,1,,0,false,true,true",
    "utf-8 stored": "44,34,76,1,,0,false,true,false",
    "gb18030": "44,34,85,1,,0,false,true,true",
    "tab": "9,34,76,1,,0,false,true,true",
    "semicolon": "59,34,76,1,,0,false,true,true",
    "all quoted": "44,34,76,1,,0,true,true,true",
}


def put(page: Worksheet, row: int, column: int, value: object, form: str) -> None:
    cell: Any = page.cell(row, column)
    cell.value, cell.number_format = value, form


def dated(page: Worksheet) -> None:
    for row in range(2, 6):
        put(page, row, 1, datetime(2022, 4, 6), "yyyy-mm-dd")
        put(page, row, 2, datetime(2022, 4, 6, 12), "yyyy-mm-dd hh:mm")


def timed(page: Worksheet) -> None:
    for row in range(2, 6):
        put(page, row, 1, datetime(2022, 4, 6), "yyyy/m/d")
        put(page, row, 2, time(12), "h:mm")


def shown_whole(page: Worksheet) -> None:
    for row in range(2, 6):
        put(page, row, 20, 3.0000004, "0")


def thousands(page: Worksheet) -> None:
    for row in range(2, 6):
        for column in range(6, 19):
            page.cell(row, column).number_format = "#,##0"


def text_numbers(page: Worksheet) -> None:
    for row in range(2, 6):
        for column in range(6, 22):
            put(page, row, column, str(page.cell(row, column).value), "@")


def calculated(page: Worksheet) -> None:
    for row in range(2, 6):
        page[f"L{row}"] = f"=F{row}+G{row}-J{row}-K{row}-M{row}-N{row}"


def wrong(page: Worksheet) -> None:
    page["L2"] = "=1/0"


def titled(page: Worksheet) -> None:
    page.insert_rows(1)
    page["A1"] = "黄浦区转运情况表（单位：人）"
    page.merge_cells("A1:U1")


SOURCES: dict[str, tuple[Callable[[Worksheet], object], set[str], int]] = {
    # what is done to the table; what is asked or refused in a workbook; how many rows are accepted
    "plain": (lambda page: None, set(), 4),
    "dated": (dated, set(), 4),
    "timed": (timed, set(), 4),
    "shown_whole": (shown_whole, set(), 4),
    "thousands": (thousands, set(), 4),
    "text_numbers": (text_numbers, set(), 4),
    "calculated": (calculated, set(), 4),
    "wrong": (wrong, {"excel_error"}, 3),
    "titled": (titled, set(), 4),
    "hidden_rows": (made.hide_rows(3, 4), {"hidden_rows"}, 4),
    "hidden_columns": (made.hide_columns("T"), {"hidden_columns"}, 4),
    "merged_keys": (made.merge("A2:A5", "B2:B5", "E2:E5"), set(), 4),
    "merged_figure": (made.merge("T2:T5"), {"merged_figure"}, 4),
}
WORKBOOKS = ("xlsx", "xls", "xlsx by xls", "xlsx by ods")
LOST = {"merged_keys", "merged_figure"}  # a CSV has no merged cells: the rows below are blank


MADE_FROM = {"xlsx by xls": "xls", "xlsx by ods": "ods"}
WAYS = ("xlsx", "xls", "ods", *CSV, *MADE_FROM)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for each way, in it every source as the program writes it."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "made").mkdir()
    for name, (change, *_) in SOURCES.items():
        (folder / "made" / f"{name}.xlsx").write_bytes(as_xlsx(transfer(), change))
    first = [_job(folder, "made", way, name) for name in SOURCES for way in WAYS if way not in MADE_FROM]
    convert(folder, first + [_job(folder, MADE_FROM[way], way, name) for way in MADE_FROM for name in SOURCES])
    return folder


def _job(folder: Path, source: str, way: str, name: str) -> Job:
    opened = folder / source / f"{name}.{'xlsx' if source == 'made' else source}"
    return opened, folder / way / f"{name}.{'csv' if way in CSV else way[:4].strip()}", CSV.get(way, "")


def look(path: Path) -> Examined:
    return examine(pack(), "transfer", path.name, path.read_bytes())


def told(found: Examined) -> set[str]:
    return {p.code for p in found.report.problems if p.severity != "warn"}


@pytest.mark.parametrize("way", WORKBOOKS)
def test_a_workbook_is_read_as_it_shows_whichever_program_wrote_it(written: Path, way: str) -> None:
    right = as_made()
    for source, (_, asked, accepted) in SOURCES.items():
        found = look(written / way / f"{source}.{way[:4].strip()}")
        assert told(found) == asked, (source, [p.sentence("en") for p in found.report.problems][:3])
        assert found.report.accepted == accepted, source
        for column in HEADER_COLUMNS:
            known = dict(zip(found.table["subdistrict"].to_pylist(), found.table[column].to_pylist(), strict=True))
            if not (source == "merged_figure" and column == "vehicles_available"):
                assert {town: right[column][town] for town in known} == known, (source, column)


@pytest.mark.parametrize("way", CSV)
def test_a_csv_is_read_as_the_workbook_showed_whatever_its_options(written: Path, way: str) -> None:
    right = as_made()
    for source, (*_, accepted) in SOURCES.items():
        found = look(written / way / f"{source}.csv")
        assert found.report.balanced
        if source in LOST:
            continue
        assert told(found) <= {"excel_error", "not_whole", "date_order"}, (
            source,
            [p.sentence("en") for p in found.report.problems][:3],
        )
        expected = 0 if (source, way) == ("shown_whole", "utf-8 stored") else accepted
        assert found.report.accepted == expected, source
        for column in HEADER_COLUMNS:
            known = dict(zip(found.table["subdistrict"].to_pylist(), found.table[column].to_pylist(), strict=True))
            assert {town: right[column][town] for town in known} == known, (source, column)


def test_an_ods_is_refused_by_name_and_told_what_to_do(written: Path) -> None:
    for source in SOURCES:
        why = look(written / "ods" / f"{source}.ods").report.unreadable
        assert why, source
        assert "ODS" in why.sentence("zh")
        assert "xlsx" in why.suggestion("zh")


HEADER_COLUMNS = [c.name for c in pack().feeds["transfer"].columns if not c.optional and c.name != "subdistrict"]


def as_made() -> dict[str, dict[str, object]]:
    """By column and subdistrict, the table as it was made."""
    table = examine(pack(), "transfer", "made.xlsx", as_xlsx(transfer())).table
    towns = table["subdistrict"].to_pylist()
    return {c: dict(zip(towns, table[c].to_pylist(), strict=True)) for c in HEADER_COLUMNS}


def test_the_sources_make_fifty_workbooks_and_more() -> None:
    assert len(SOURCES) * len(WAYS) >= 50
    assert len(HEADER) == len(HEADER_COLUMNS) + 1
