"""The operations that ship beside the sample: their own files load whole, their figures are the files', every page
draws in its own words; the clock of an operation that is over; which of them is to be opened is asked."""

import csv
import io
from collections import Counter
from collections.abc import Callable
from contextlib import closing, redirect_stdout
from pathlib import Path

import pytest

from data_pipeline.board.board import Board
from data_pipeline.cli import main
from data_pipeline.cli.demo import shipped_files
from data_pipeline.core.clock import read_clock
from data_pipeline.core.settings import HERE, operations_here
from data_pipeline.declare import load_pack
from data_pipeline.propose.check import faults_of
from tests.pages.test_anywhere import ALL, _drawn

ITALY = HERE / "pack" / "italy-2021"
FULL, EMPTY, STALE = "2021-07-16T08:00@0", "2021-05-01T10:00@0", "2021-07-19T10:00@0"


def _store(folder: Path) -> None:
    with closing(Board(load_pack(ITALY), folder)) as of:
        receipts = of.receive_all(shipped_files(of.pack))
    assert [(r.status, r.report.refused) for r in receipts] == [("loaded", 0), ("loaded", 0)]


@pytest.fixture
def italy(made_once: Callable[..., Path]) -> Path:
    return made_once("italy shipped", _store)


def test_its_figures_are_its_files(italy: Path) -> None:
    pack = load_pack(ITALY)
    assert faults_of(ITALY) == []
    with (ITALY / "data" / "vaccinations.csv").open(encoding="utf-8", newline="") as rows:
        told = {r["area"]: int(r["totale"]) for r in csv.DictReader(rows) if r["data"] == "2021-07-15"}
    moment = read_clock("last", pack.operation).moment(pack.operation)
    with closing(Board(pack, italy)) as of:
        day = of.rows("page/day", moment.known_at, ops_day=moment.ops_day, moment=moment.as_of)
    newest = day.loc[day["is_latest"]]
    done = dict(zip(newest["area_code"], newest["done"], strict=True))
    due = dict(zip(newest["area_code"], newest["due"], strict=True))
    assert done == told | {"IT": sum(told.values())}
    assert due["IT"] == 500_000  # the declared goal of a day
    assert Counter(due.values())[0] == 0


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_draws_in_its_own_words_full_empty_and_stale(italy: Path, lang: str) -> None:
    found = _drawn(italy, lang, FULL, EMPTY, STALE, BOARD_PACK=ITALY)
    assert found == {"failed": {}, "english": {}, "empty": {}, "drawn": 3 * ALL}


def test_the_clock_of_what_is_over_shows_its_last_day() -> None:
    for folder in operations_here():
        operation = load_pack(folder).operation
        clock = read_clock("last", operation)
        assert clock.moment(operation).ops_day == operation.last_day
        assert not clock.ended
    assert f"{read_clock('last', load_pack(ITALY).operation).now():%Y-%m-%d %H:%M}" == "2021-07-16 08:00"


def test_which_operation_is_opened_is_asked_and_answered(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BOARD_OWN", str(tmp_path))
    (tmp_path / "packs" / "broken").mkdir(parents=True)  # cannot be opened: not offered
    monkeypatch.setattr("typer.prompt", lambda *_, **__: next(answers))
    for typed, chosen in (([1], "shanghai-2022"), ([0, 9, 2], "italy-2021")):
        answers = iter(typed)
        assert _printed(["operations", "--choose", "--lang", "en"]) == chosen


def _printed(argv: list[str]) -> str:
    out = io.StringIO()
    with redirect_stdout(out):
        assert main(argv) == 0
    return out.getvalue().strip()
