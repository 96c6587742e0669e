"""The four shapes in which Shanghai's figures went round (long, wide, spaces, totals among rows), made anew here."""

from pathlib import Path

import pytest

from tests.intake.sheets import look, unreadable

FILES = Path(__file__).parent / "shanghai"
WIDE = {"*_确诊": "confirmed_new@district_code", "*_无症状": "asymptomatic_new@district_code"}
LONG = {"类型": "@kind", "人数": "@count", "类型:本土确诊": "confirmed_new", "类型:本土无症状": "asymptomatic_new"}
SHAPES = [("long.csv", LONG, 0), ("wide.csv", WIDE, 0), ("spaces.txt", {}, 0), ("totals.csv", {}, 2)]


@pytest.mark.parametrize(("name", "mapping", "cities"), SHAPES, ids=[s[0] for s in SHAPES])
def test_each_shape_gives_the_same_figures(name: str, mapping: dict[str, str], cities: int) -> None:
    found = look((FILES / name).read_bytes(), "bulletin", mapping=mapping or None)
    assert unreadable(found) == ""
    assert (found.report.accepted, found.report.refused) == (32 + cities, 0)
    assert not found.report.doubts
    rows = [r for r in found.table.to_pylist() if r["district_code"] != "310000"]
    told = {(str(r["report_date"]), r["district_code"]): (r["confirmed_new"], r["asymptomatic_new"]) for r in rows}
    assert told["2022-04-05", "310101"] == (3, 310)
    assert told["2022-04-06", "310115"] == (99, 5900)
    assert sum(c for c, _ in told.values()) == 350
    whole = [r for r in found.table.to_pylist() if r["district_code"] == "310000"]
    assert [r["in_hospital_now"] for r in whole] == [3100, 3212][:cities]


@pytest.mark.parametrize("name", ["long.csv", "wide.csv"])
def test_another_shape_is_offered_and_not_loaded_as_it_is(name: str) -> None:
    found = look((FILES / name).read_bytes(), "bulletin")
    assert found.report.accepted == 0
    assert found.report.likely is not None
    assert unreadable(found) == f"looks_{name[:4]}"
