"""Files that leave: they say what they are, hold what the table holds, run nothing, and name no small group."""

import csv
import io
from datetime import datetime
from typing import TYPE_CHECKING, Any

import openpyxl
import pandas as pd
import pytest

from data_pipeline.core.clock import AsOf
from data_pipeline.core.records import records
from data_pipeline.declare import Line
from data_pipeline.publish.disclosure_control import FEWEST, WORDS, counts, counts_people
from data_pipeline.publish.export import FORMULA, as_csv, as_xlsx
from data_pipeline.publish.provenance import notes
from data_pipeline.publish.sheet import Column, Sheet
from data_pipeline.trace import in_bands, original, shown_cell, table, trace
from data_pipeline.trace.question import Question, answer, ask
from tests.support.marts import slot
from tests.support.samples import DAY, pack

if TYPE_CHECKING:
    from data_pipeline.board.board import Board

NOTES = (("结论", "全市=3"), ("数据截至", "2022-04-06 16:00"))
COLUMNS = (Column("name", "名称"), Column("open", "未办", "number"), Column("seen", "收到", "moment"))
AT = AsOf(DAY, slot(16), slot(16.75))
PEOPLE = [
    *sorted(x.id for x in pack().lines.values() if counts_people(pack(), x) and x.tier != "detail"),
    "contact2",
    "treatment",
]


def _sheet(names: list[str], numbers: list[object]) -> Sheet:
    seen = [datetime(2022, 4, 6, 16, 7)] * len(names)
    return Sheet("t", NOTES, COLUMNS, pd.DataFrame({"name": names, "open": numbers, "seen": seen}, dtype=object))


def _read_csv(data: bytes) -> tuple[list[list[str]], list[list[str]]]:
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    gap = rows.index([])
    return rows[:gap], rows[gap + 1 :]


def test_a_csv_opens_in_a_spreadsheet_and_says_what_it_is() -> None:
    data = as_csv(_sheet(["浦东新区"], [4810]))
    assert data.startswith(b"\xef\xbb\xbf")
    head, body = _read_csv(data)
    assert head == [list(n) for n in NOTES]
    assert body == [["名称", "未办", "收到"], ["浦东新区", "4810", "2022-04-06 16:07"]]


@pytest.mark.parametrize("start", FORMULA)
def test_no_text_is_ever_a_formula_and_negative_numbers_stay_numbers(start: str) -> None:
    sheet = _sheet([f"{start}1+1"], [-5])
    row = _read_csv(as_csv(sheet))[1][1]
    assert row[0] == f"'{start}1+1"
    assert row[1] == "-5"
    cell = openpyxl.load_workbook(io.BytesIO(as_xlsx(sheet))).active
    assert cell is not None
    assert [c.data_type for c in cell[len(NOTES) + 3]] == ["s", "n", "d"]


def test_a_workbook_keeps_numbers_as_numbers_and_gaps_as_gaps() -> None:
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(_sheet(["a", "b", "c"], [4810, None, "1–9"]))))
    page = book.active
    assert page is not None
    values = [[c.value for c in row] for row in page.iter_rows(min_row=len(NOTES) + 3)]
    assert [r[1] for r in values] == [4810, None, "1–9"]
    assert [[c.value for c in row][:2] for row in page.iter_rows(max_row=len(NOTES))] == [list(n) for n in NOTES]


@pytest.mark.parametrize("id", ["transfer", "supply_t2", "cover_veg", "issues"])
def test_an_exported_trace_read_back_is_the_table(id: str, sample_board: "Board") -> None:
    found = trace(sample_board, AT, id, "310000")
    assert found is not None
    sheet = table(pack(), found, id, notes(sample_board, AT, "x", "zh"), "zh")
    body = _read_csv(as_csv(sheet))[1]
    assert body[0] == [c.title for c in sheet.columns]
    assert len(body) - 1 == len(sheet.frame) == len(found.rows)
    at = [c.name for c in sheet.columns].index("row_no")
    assert [int(r[at]) for r in body[1:]] == found.rows["row_no"].tolist()
    page = openpyxl.load_workbook(io.BytesIO(as_xlsx(sheet))).active
    assert page is not None
    assert page.max_row == len(sheet.notes) + 1 + 1 + len(sheet.frame)


def test_notes_carry_time_knowledge_and_both_versions(sample_board: "Board") -> None:
    told = dict(notes(sample_board, AT, "一句话", "zh"))
    assert told["数据截至"] == "2022-04-06 16:00"
    assert told["以此时已收为准"] == "2022-04-06 16:45:00"
    assert told["数据版本"] == sample_board.version(AT.known_at)
    assert told["目标版本"] == sample_board.targets_version(AT.known_at)


def _small(frame: Any, columns: list[str]) -> list[object]:
    held = [v for c in columns for v in frame[c] if isinstance(v, int | float)]
    return [v for v in held if 0 < v < 10]


@pytest.mark.parametrize("area", ["310000", "310115", "310101"])
@pytest.mark.parametrize("id", PEOPLE)
def test_a_small_count_of_people_never_leaves_with_a_trace(id: str, area: str, sample_board: "Board") -> None:
    found = trace(sample_board, AT, id, area)
    assert found is not None
    sheet = table(pack(), found, id, (), "zh")
    people = [c.name for c in sheet.columns if c.people]
    assert people
    below = sheet.frame[(sheet.frame["place"] != "").to_numpy()] if id != "treatment" else sheet.frame
    assert _small(below, people) == []


def test_the_sample_has_small_counts_to_hide(sample_board: "Board") -> None:
    found = trace(sample_board, AT, "contact2", "310000")
    assert found is not None
    sheet = table(pack(), found, "x", (), "zh")
    told = {v for c in sheet.columns if c.people for v in sheet.frame[c.name] if isinstance(v, str)}
    assert told >= set(WORDS[:2])


def test_beds_and_tubes_are_not_people(sample_board: "Board") -> None:
    found = trace(sample_board, AT, "disinfect_terminal", "310000")
    assert found is not None
    sheet = table(pack(), found, "x", (), "zh")
    assert _small(sheet.frame, ["open"])


@pytest.mark.parametrize("id", PEOPLE[:6])
def test_a_small_count_of_people_never_leaves_with_an_answer(id: str, sample_board: "Board") -> None:
    line = pack().lines[id]
    q = Question(line, "subdistrict", (), slot(8), slot(16))
    rows = ask(sample_board, AT, q)
    sheet = answer(pack(), q, rows, (), "en")
    assert len(sheet.frame) == len(rows) > 100
    assert _small(sheet.frame, [c.name for c in sheet.columns if c.people]) == []


def test_no_answer_about_people_below_a_district_has_a_figure_or_a_share(sample_board: "Board") -> None:
    q = Question(pack().lines["transfer"], "subdistrict", ("310101", "310107"), slot(8), slot(16))
    frame = answer(pack(), q, ask(sample_board, AT, q), (), "en").frame
    told = frame.loc[:, ["carry_in", "new_due", "done", "cancelled", "open"]]
    assert set(told.to_numpy().ravel()) <= set(WORDS)
    assert frame[["rate", "due"]].isna().to_numpy().all()
    few = frame["open"].astype(str).isin([FEWEST])
    assert frame.loc[few, "oldest_h"].isna().all()
    assert set(frame.loc[~few, "oldest_h"].dropna() % 6) == {0}


@pytest.mark.parametrize("id", ["transfer", "contact2", "chase"])
def test_the_line_of_the_file_tells_no_more_than_the_table(id: str, sample_board: "Board") -> None:
    found = trace(sample_board, AT, id, "310101")
    assert found is not None
    sheet = table(pack(), found, "x", (), "zh")
    feed, banded, own = pack().feeds[found.figure.of.feed], in_bands(pack(), found.rows), counts(found.rows)
    for i, row in enumerate(records(found.rows)):
        shown = set(sheet.frame.loc[i]) & set(WORDS)
        assert bool(shown) == banded.iloc[i]
        sent = original(sample_board, int(row["load_id"]), int(row["row_no"]))
        people = {n for n in sent.columns if n and feed[n].people}
        cells = zip(sent.columns, sent.cells, strict=True)
        told = [shown_cell(c, n, feed, banded=own.iloc[i] if banded.iloc[i] else None) for n, c in cells if n in people]
        if shown:
            assert set(told) <= {*WORDS, "", "—"}


def test_gauges_answer_for_districts_and_lines_also_below(sample_board: "Board") -> None:
    gauge = pack().gauges["cover_veg"]
    q = Question(gauge, "district", ("310115",), slot(8), slot(16))
    assert ask(sample_board, AT, q)["area_code"].unique().tolist() == ["310115"]
    assert q.levels(pack()) == ("city", "district")
    assert isinstance(pack().lines["transfer"], Line)


def test_an_answer_holds_the_areas_and_slots_asked_for_and_no_others(sample_board: "Board") -> None:
    def ask_for(*asked: Any) -> pd.DataFrame:
        return ask(sample_board, AT, Question(pack().lines["transfer"], *asked))

    all_day: Any = ask_for("district", (), slot(8), slot(16))
    assert all_day["area_code"].nunique() == 16
    some: Any = ask_for("subdistrict", ("310101",), slot(16), slot(16))
    assert set(some["district_code"]) == {"310101"}
    assert some["as_of"].nunique() == 1
    assert ask_for("city", (), slot(8), slot(8))["open"].tolist() == [
        all_day[all_day["as_of"] == slot(8)]["open"].sum()
    ]
