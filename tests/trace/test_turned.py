"""A turned file in the store: kept as it came, remembered for its sender, made again the same, traced to its cells."""

from datetime import datetime

import pytest

from data_pipeline.board.board import Board
from data_pipeline.intake.lines import line_of
from data_pipeline.trace import original
from tests.intake.test_pivot import LONG, NAMES, long, wide

AT = datetime(2022, 4, 6, 18, 30)
SHAPES = [("wide", wide(), {"*": "confirmed_new@district_code"}), ("long", long(), LONG)]


@pytest.mark.parametrize(("name", "data", "mapping"), SHAPES, ids=[s[0] for s in SHAPES])
def test_a_turned_file_is_made_again_from_its_ledger_line(
    empty_board: Board, name: str, data: str, mapping: dict[str, str]
) -> None:
    receipt = empty_board.receive("bulletin", f"{name}.csv", data.encode(), "王静", AT, confirm=True, mapping=mapping)
    assert (receipt.status, receipt.report.accepted) == ("loaded", 2 * len(NAMES))
    before = empty_board.state_hash()
    assert empty_board.rebuild() == before
    assert empty_board.mapping("王静", "bulletin") == mapping
    again = empty_board.receive("bulletin", f"{name}.csv", data.encode(), "王静", AT, mapping=mapping)
    assert again.status == "already"


@pytest.mark.parametrize(("name", "data", "mapping"), SHAPES, ids=[s[0] for s in SHAPES])
def test_each_figure_of_a_turned_file_is_traced_to_its_line_and_header(
    empty_board: Board, name: str, data: str, mapping: dict[str, str]
) -> None:
    load_id = empty_board.receive("bulletin", "a.csv", data.encode(), "a", AT, confirm=True, mapping=mapping).load_id
    assert load_id is not None
    lines = data.splitlines()
    with empty_board.reading() as own:
        rows = own.execute("select row_no, confirmed_new, district_code from raw.bulletin").fetchall()
    assert len({r[0] for r in rows}) == 2 * len(NAMES)
    for number, confirmed, district in rows:
        sent = original(empty_board, load_id, number)
        cells = dict(zip(sent.columns, sent.cells, strict=True))
        assert (sent.line, cells["confirmed_new"]) == (line_of(number), str(confirmed))
        header = sent.headers[sent.columns.index("confirmed_new")]
        line = lines[sent.line - 1].split(",")
        if name == "wide":
            assert line[lines[0].split(",").index(header)] == str(confirmed)
            assert cells["district_code"] in header
        else:
            assert line[3] == str(confirmed)
            assert sent.headers[sent.columns.index("asymptomatic_new")] == f"人数 ({sent.line + 1})"
        assert district.startswith("310")
