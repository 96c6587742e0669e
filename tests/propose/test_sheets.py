"""An operation made of a sheet nobody has seen shows the sheet's own figures."""

import csv
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from data_pipeline.board.board import Board
from data_pipeline.core.clock import moment_at
from data_pipeline.declare import Pack
from data_pipeline.propose.answers import Answers
from data_pipeline.propose.check import faults_of
from data_pipeline.propose.made import Made, kept, made_of
from tests.support.real import shared_data

Ledgers = dict[str, tuple[int, int]]  # line -> due, done


def made(name: str, file: str, **answers: Any) -> Made:
    sheet = shared_data("own", file)
    return made_of(name, [(file, sheet.read_bytes())], Answers(year=2025, **answers))


def shown(of: Made, folder: Path) -> tuple[Pack, list[dict[str, Any]]]:
    """The board's figures at the last time that the sheet speaks of."""
    pack = kept(of, folder / "pack")
    assert faults_of(pack.root) == []
    board = Board(pack, folder / "store")
    for feed, file, data in of.files:
        receipt = board.receive(feed, file, data, "a test", of.received_at, confirm=True)
        assert (receipt.status, receipt.report.refused) == ("loaded", 0)
    moment = moment_at(of.received_at + timedelta(minutes=5), pack.operation)
    rows = board.rows("page/day", moment.known_at, ops_day=moment.ops_day, moment=moment.as_of)
    board.close()
    return pack, [r for r in rows.to_dict("records") if r["is_latest"]]  # type: ignore[return-value]


def flood() -> dict[str, Ledgers]:
    sheet = openpyxl.load_workbook(shared_data("own", "flood_resettlement_zh.xlsx")).active
    assert sheet is not None
    rows: list[list[Any]] = [[c.value for c in row] for row in sheet.iter_rows(min_row=5, max_row=12)]
    names = [str(c.value) for c in sheet[4][1:4]]
    areas = {str(r[0]): {n: (int(r[1 + i]), int(r[4 + i])) for i, n in enumerate(names)} for r in rows}
    total: list[Any] = [c.value for c in sheet[13]]
    return areas | {"": {n: (int(total[1 + i]), int(total[4 + i])) for i, n in enumerate(names)}}


def read(file: str, mark: str = ",") -> list[dict[str, str]]:
    with shared_data("own", file).open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows, delimiter=mark))


def parcels() -> dict[str, Ledgers]:
    last = [r for r in read("parcel_depots.csv", ";") if r["Time"] == "20:00"]
    pairs = {r["Depot"]: (r["Due today"].replace(",", ""), r["Delivered"].replace(",", "")) for r in last}
    return _with_sum({depot: {"Delivered": (int(due), int(done))} for depot, (due, done) in pairs.items()})


def by_day(file: str, area: str, day: str, columns: dict[str, str]) -> dict[str, Ledgers]:
    """What is done; what is due stands in no such sheet."""
    rows = read(file)
    newest = max(r[day] for r in rows)
    return _with_sum({r[area]: {n: (0, int(r[c])) for n, c in columns.items()} for r in rows if r[day] == newest})


def _with_sum(areas: dict[str, Ledgers]) -> dict[str, Ledgers]:
    due, done = Counter[str](), Counter[str]()
    for ledgers in areas.values():
        for line, (n, m) in ledgers.items():
            due[line] += n
            done[line] += m
    return areas | {"": {line: (due[line], done[line]) for line in done}}


SHEETS: dict[str, tuple[str, Callable[[], dict[str, Ledgers]]]] = {
    "flood": ("flood_resettlement_zh.xlsx", flood),
    "parcels": ("parcel_depots.csv", parcels),
    "malaysia": ("malaysia_vaccinations_2021.csv", lambda: by_day(
        "malaysia_vaccinations_2021.csv", "state", "date",
        {"All": "daily", "Partial": "daily_partial", "Full": "daily_full"})),
    "italy": ("italy_vaccinations_2021.csv", lambda: by_day(
        "italy_vaccinations_2021.csv", "reg", "data", {"All": "totale", "D1": "d1", "D2": "d2", "Dpi": "dpi"})),
}  # fmt: skip


@pytest.mark.parametrize("name", SHEETS)
def test_the_boards_figures_are_the_sheets(tmp_path: Path, name: str) -> None:
    file, told = SHEETS[name]
    pack, rows = shown(made(name, file), tmp_path)
    found: dict[str, Ledgers] = {}
    for r in rows:
        area = "" if r["level"] == "city" else pack.area[r["area_code"]].name("en")
        due = 0 if pack.plan else int(r["due"])
        found.setdefault(area, {})[pack.lines[r["line"]].name("en")] = (due, int(r["done"]))
    assert found == told()


def test_a_plan_for_the_whole_is_shared_exactly_and_its_parts_have_their_share(tmp_path: Path) -> None:
    of = made("italy", "italy_vaccinations_2021.csv", plans={"totale": 500_000})
    due = Counter[str]()
    for line, _, n, _ in of.written.work.plan:
        due[line] += n
    assert due["totale"] == 500_000
    assert abs(sum(n for line, n in due.items() if line != "totale") - 500_000) <= 2


def test_several_sheets_are_one_operation_whose_areas_are_the_same(tmp_path: Path) -> None:
    files = ("italy_vaccinations_2021.csv", "italy_deliveries_2021.csv", "italy_population_by_age.csv")
    given = [(f, shared_data("own", f).read_bytes()) for f in files]
    of = made_of("italy", given, Answers())
    pack = kept(of, tmp_path / "pack")
    assert faults_of(pack.root) == []
    assert len(pack.districts) == 21
    assert len(pack.feeds) == 2  # who lives there is no work
    people = Counter[str]()
    for row in read(files[2]):
        people[row["reg"]] += int(row["totale_popolazione"])
    assert sorted(a.population or 0 for a in pack.districts) == sorted(people.values())
