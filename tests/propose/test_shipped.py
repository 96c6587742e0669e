"""The operations that ship beside the sample: their own files load whole, their figures are the files', every page
draws in its own words; the clock of an operation that is over; which of them is to be opened is asked."""

import csv
import io
from collections import Counter
from collections.abc import Callable
from contextlib import closing, redirect_stdout
from dataclasses import replace
from functools import partial
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
from tests.support import pseudo

ITALY = HERE / "pack" / "italy-2021"
GERMANY = HERE / "pack" / "germany-2021"
WHOLE = Path(__file__).with_name("germany_whole.csv")  # the register's own rows of the whole country
FULL, EMPTY, STALE = "2021-07-16T08:00@0", "2021-05-01T10:00@0", "2021-07-19T10:00@0"
HOURS = {  # of each: full, empty, stale
    ITALY: (FULL, EMPTY, STALE),
    GERMANY: ("2021-12-15T08:00@0", "2021-11-01T10:00@0", "2021-12-18T00:20@0"),
}


def _store(pack: Path, folder: Path) -> None:
    with closing(Board(load_pack(pack), folder)) as of:
        receipts = of.receive_all(shipped_files(of.pack))
    assert {(r.status, r.report.refused) for r in receipts} == {("loaded", 0)}


@pytest.fixture
def shipped(made_once: Callable[..., Path]) -> Callable[[Path], Path]:
    return lambda pack: made_once(f"{pack.name} shipped", partial(_store, pack))


@pytest.fixture
def italy(shipped: Callable[[Path], Path]) -> Path:
    return shipped(ITALY)


def test_its_figures_are_its_files(italy: Path) -> None:
    pack = load_pack(ITALY)
    assert faults_of(ITALY) == []
    rows = _rows(ITALY / "data" / "vaccinations.csv")
    told = {r["area"]: int(r["totale"]) for r in rows if r["data"] == "2021-07-15"}
    moment = read_clock("last", pack.operation).moment(pack.operation)
    with closing(Board(pack, italy)) as of:
        day = of.rows("page/day", moment.known_at, ops_day=moment.ops_day, moment=moment.as_of)
    newest = day.loc[day["is_latest"]]
    done = dict(zip(newest["area_code"], newest["done"], strict=True))
    due = dict(zip(newest["area_code"], newest["due"], strict=True))
    assert done == told | {"IT": sum(told.values())}
    assert due["IT"] == 500_000  # the declared goal of a day
    assert Counter(due.values())[0] == 0


def test_the_states_copied_by_hand_are_the_registers_country() -> None:
    """Every column of every day: a figure mistyped in one state would break that day's sum."""
    states = _rows(GERMANY / "data" / "register.csv")
    figures = [c for c in states[0] if states[0][c].isdigit() and c != "bundesland_id"]
    for whole in _rows(WHOLE):
        of = [r for r in states if r["datum"] == whole["datum"]]
        assert {c: sum(int(r[c]) for r in of) for c in figures} == {c: int(whole[c]) for c in figures}
    assert (len(states), len(figures)) == (14 * 16, 16)


def test_the_registers_figures_are_the_boards(shipped: Callable[[Path], Path]) -> None:
    pack, told = load_pack(GERMANY), _rows(WHOLE)[-1]
    assert faults_of(GERMANY) == []
    moment = read_clock("last", pack.operation).moment(pack.operation)
    with closing(Board(pack, shipped(GERMANY))) as of:
        day = of.rows("page/day", moment.known_at, ops_day=moment.ops_day, moment=moment.as_of)
        gauges = of.rows("page/gauges", moment.known_at, ops_day=moment.ops_day, moment=moment.as_of)
    newest = day.loc[day["is_latest"] & (day["area_code"] == "DE")].iloc[0]
    assert (newest["due"], newest["open"]) == (
        int(told["anzahl_meldebereiche"]),
        int(told["betriebssituation_keine_angabe"]),
    )
    whole = gauges.loc[gauges["area_code"] == "DE"].set_index("gauge")["value"]
    free, taken = int(told["intensivbetten_frei"]), int(told["intensivbetten_belegt"])
    assert (whole["free"], whole["occupied"], whole["patients"]) == (free, taken, int(told["faelle_covid_aktuell"]))
    assert whole["free_share"] == pytest.approx(100 * free / (free + taken))


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("pack", HOURS, ids=lambda pack: pack.name)
def test_every_page_draws_in_its_own_words_full_empty_and_stale(
    shipped: Callable[[Path], Path], pack: Path, lang: str
) -> None:
    found = _drawn(shipped(pack), lang, *HOURS[pack], BOARD_PACK=pack)
    assert found == {"failed": {}, "english": {}, "empty": {}, "drawn": 3 * ALL}


@pytest.mark.parametrize(("pack", "lang"), [(GERMANY, "de"), (ITALY, "it")], ids=["de", "it"])
def test_a_pack_has_names_in_its_own_language_for_whoever_brings_the_words(
    shipped: Callable[[Path], Path], tmp_path: Path, pack: Path, lang: str
) -> None:
    """With sentences of made-up letters no name of it stands in English any more."""
    words = pseudo.write(tmp_path / "words", replace(pseudo.LONGER, code=lang))
    own = {"BOARD_WORDS": words, "BOARD_LANG": lang, "BOARD_PACK": pack}
    found = _drawn(shipped(pack), lang, HOURS[pack][0], **own)
    assert found == {"failed": {}, "english": {}, "empty": {}, "drawn": ALL}
    assert all(lang in a.own_names and f"short_{lang}" in a.own_names for a in load_pack(pack).areas)


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
    for typed, chosen in (([1], "shanghai-2022"), ([0, 9, 2], "germany-2021"), ([3], "italy-2021")):
        answers = iter(typed)
        assert _printed(["operations", "--choose", "--lang", "en"]) == chosen


def _printed(argv: list[str]) -> str:
    out = io.StringIO()
    with redirect_stdout(out):
        assert main(argv) == 0
    return out.getvalue().strip()
