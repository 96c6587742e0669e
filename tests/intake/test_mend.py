"""Refused rows come back as a file that is safe to open, says why, and can be sent again once it is mended."""

import csv
import io
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from data_pipeline.intake import examine, returned_csv, returned_xlsx
from data_pipeline.intake.mend import harmless
from tests.intake import sheets
from tests.support.samples import pack

FEED = pack().feeds["transfer"]
NASTY = ("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "＝1+1", '=HYPERLINK("http://x")')


def refused(**changed: Any) -> bytes:
    rows = sheets.rows(3)
    rows[1] = sheets.row(1, **changed)
    return sheets.sheet(rows).encode()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_mended_rows_are_accepted_as_they_come_back(lang: str) -> None:
    examined = sheets.look(refused(waiting_now="12O"))
    given = returned_csv(FEED, examined, lang)
    assert given.startswith(b"\xef\xbb\xbf")
    _, row = csv.reader(io.StringIO(given.decode("utf-8-sig")))
    assert "12O" in " ".join(row[:-3])
    assert "12O" in row[-2]
    assert row[-3] == "3"
    again = sheets.look(given.replace(b"12O", b"232", 1))
    assert (again.report.accepted, again.report.refused, again.report.unknown) == (1, 0, ())


@pytest.mark.parametrize("nasty", NASTY)
def test_no_cell_of_it_is_a_formula(nasty: str) -> None:
    examined = sheets.look(refused(subdistrict=nasty))
    for lang in ("zh", "en"):
        for row in csv.reader(io.StringIO(returned_csv(FEED, examined, lang).decode("utf-8-sig"))):
            assert all(harmless(cell) == cell for cell in row)
        book = CalamineWorkbook.from_filelike(io.BytesIO(returned_xlsx(FEED, examined, lang)))
        assert b"<f>" not in returned_xlsx(FEED, examined, lang)
        assert len(book.get_sheet_by_index(0).to_python()) == 2


def test_figures_are_no_formulas_and_stay_as_they_are() -> None:
    assert [harmless(x) for x in ("-5", "+3.5", "-1,200", "12%", "-")] == ["-5", "+3.5", "-1,200", "12%", "'-"]


def test_a_header_understood_only_by_the_row_above_is_written_out() -> None:
    upper = ["", "", "", "", "", *["等待"] * (len(sheets.ZH) - 5)]
    lower = [z.removeprefix("等待") for z in sheets.ZH]
    body = sheets.row(0, waiting_now="12O")
    text = sheets.sheet([lower, body, sheets.row(1)], upper)
    examined = sheets.look(text)
    assert examined.report.refused == 1
    given = returned_csv(FEED, examined, "zh")
    again = sheets.look(given)
    assert again.report.missing == ()
    assert again.report.mapping.keys() != {}


def test_a_person_is_masked_in_what_comes_back() -> None:
    examined = sheets.look(refused(subdistrict="13812345678"))
    assert b"13812345678" not in returned_csv(FEED, examined, "zh")


def test_the_returned_workbook_can_be_sent_again_too() -> None:
    examined = sheets.look(refused(waiting_now="12O"))
    again = examine(pack(), "transfer", "a.xlsx", returned_xlsx(FEED, examined, "zh"))
    assert again.report.unreadable is None
    assert again.report.records == 1
    assert [p.code for p in again.report.problems if p.severity == "refuse"] == [
        p.code for p in examined.report.problems if p.severity == "refuse"
    ]


def test_a_unit_said_above_the_table_goes_back_with_the_refused_rows() -> None:
    """Without its title the file would come back in another unit: the header carries what was said over it."""
    body = sheets.rows(2)
    body[1] = sheets.row(1, waiting_now="12O")
    examined = sheets.look("转运情况表（单位：百人）\n" + sheets.sheet(body, sheets.ZH))
    assert examined.table["carry_in"].to_pylist() == [10_000]
    given = returned_csv(FEED, examined, "zh")
    again = sheets.look(given.replace(b"12O", b"232", 1))
    assert again.table["carry_in"].to_pylist() == [20_000]
    assert again.table["waiting_now"].to_pylist() == [23_200]
    assert again.table["vehicles_available"].to_pylist() == [20]
