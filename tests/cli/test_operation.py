"""`pack`: from a spreadsheet to a board, its check, its workbook and a day to train on, by commands alone."""

import io
from pathlib import Path

import openpyxl
import pytest

from data_pipeline.board.board import Board
from data_pipeline.cli import main
from data_pipeline.cli.exits import Exits
from data_pipeline.declare import load_pack
from data_pipeline.intake.examine import examine
from data_pipeline.words import LANGUAGES

SHEET = (
    "ward,date,time,due,done,note\n"
    "North,2025-03-01,08:00,100,20,\nSouth,2025-03-01,08:00,50,25,\n"
    "North,2025-03-01,10:00,100,60,\nSouth,2025-03-01,10:00,50,50,\n"
)


@pytest.fixture
def made(tmp_path: Path) -> Path:
    assert new(tmp_path) == Exits.DONE
    return tmp_path


def new(folder: Path) -> int:
    (folder / "wards.csv").write_text(SHEET, "utf-8")
    return run("new", folder, str(folder / "wards.csv"), "--title", "病区|Wards", "--zone", "Europe/Rome")


def run(action: str, folder: Path, *more: str) -> int:
    to = ("--to", str(folder / "pack"), "--store", str(folder / "store"))
    return main(["pack", action, "wards", *more, *to, "--lang", "en"])


def test_a_spreadsheet_becomes_a_board_of_its_rows(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    assert new(tmp_path) == Exits.DONE
    said = capsys.readouterr().out
    assert f"BOARD_PACK={tmp_path / 'pack'}" in said
    assert 'due "due", done "done"' in said
    pack = load_pack(tmp_path / "pack")
    assert (pack.operation.name("zh"), pack.operation.timezone, pack.operation.slots) == (
        "病区",
        "Europe/Rome",
        (8, 10),
    )
    board = Board(pack, tmp_path / "store")
    assert list(board.loads()["accepted"]) == [4]
    board.close()
    assert run("check", tmp_path) == Exits.DONE


def test_nothing_is_written_over_and_a_look_writes_nothing(made: Path, tmp_path: Path) -> None:
    before = {f: f.read_bytes() for f in (made / "pack").rglob("*") if f.is_file()}
    assert run("new", made, str(made / "wards.csv")) == Exits.REFUSED
    assert {f: f.read_bytes() for f in (made / "pack").rglob("*") if f.is_file()} == before
    look = tmp_path / "look"
    look.mkdir()
    assert run("new", look, str(made / "wards.csv"), "--look") == Exits.DONE
    assert list(look.iterdir()) == []


def test_all_that_is_wrong_is_found_and_said(made: Path, capsys: pytest.CaptureFixture) -> None:
    for file, old, new in (("operation.toml", "Europe/Rome", "Europe/Rom"), ("lines.toml", "headline", "top")):
        path = made / "pack" / file
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    capsys.readouterr()
    assert run("check", made) == Exits.FOUND
    said = capsys.readouterr().out
    assert "operation.toml, line" in said
    assert "lines.toml, line" in said
    assert "2 faults" in said


@pytest.mark.parametrize("lang", LANGUAGES[:2])
def test_the_workbook_sent_out_comes_back_filled_in(made: Path, monkeypatch: pytest.MonkeyPatch, lang: str) -> None:
    monkeypatch.chdir(made)
    assert main(["pack", "template", "wards", "--to", str(made / "pack"), "--lang", lang]) == Exits.DONE
    book = openpyxl.load_workbook(made / "wards.xlsx")
    sheet = book.worksheets[0]
    headers = [str(c.value) for c in sheet[1]]
    assert sheet.protection.sheet
    assert sheet["A1"].protection.locked
    at = {h: i + 1 for i, h in enumerate(headers)}
    assert [sheet.cell(r, at["ward"]).value for r in (2, 3)] == ["North", "South"]
    for row in (2, 3):
        for header, value in (("date", "2025-03-02"), ("time", "08:00"), ("due", 10), ("done", row)):
            sheet.cell(row, at[header], value)
    filled = io.BytesIO()
    book.save(filled)
    report = examine(load_pack(made / "pack"), "wards", "wards.xlsx", filled.getvalue()).report
    assert (report.accepted, report.refused) == (2, 0), report.problems


def test_a_day_to_train_on_is_simulated_and_keeps_to_itself(made: Path) -> None:
    assert run("demo", made) == Exits.DONE
    pack = load_pack(made / "pack-demo")
    assert pack.operation.simulated
    assert not load_pack(made / "pack").operation.simulated
    board = Board(pack, made / "store-demo")
    assert list(board.loads()["accepted"]) == [2, 2]
    assert list(board.loads()["refused"]) == [0, 0]
    board.close()


WRONG = [
    ("new", ("--deadline", "late"), "late"),
    ("new", ("--slots", "25"), "25"),
    ("new", ("--zone", "Rome"), "Rome"),
    ("new", ("--column", "due"), "due"),
    ("new", ("--column", "due=debt"), "debt"),
    ("new", ("--plan", "done=many"), "many"),
    ("grow", (), "grow"),
]


@pytest.mark.parametrize(("action", "more", "named"), WRONG)
def test_what_cannot_be_understood_is_said_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture, action: str, more: tuple[str, ...], named: str
) -> None:
    (tmp_path / "wards.csv").write_text(SHEET, "utf-8")
    assert run(action, tmp_path, str(tmp_path / "wards.csv"), *more) == Exits.REFUSED
    assert named in capsys.readouterr().err
    assert not (tmp_path / "pack").exists()
