"""page/place gives a district's subdistricts slot by slot: the newest figure of each, and when it is too old."""

import pytest

from data_pipeline.query import catalogue
from data_pipeline.query.runner import run
from tests.support import samples
from tests.support.marts import DAY, WHOLE_DISTRICT, Row, marts, slot

AREA = "310101"
PLACES = ("310101002", "310101013", "310101015")


def _row(place: str, hour: int, done: int, **more: object) -> Row:
    return {
        "district_code": AREA,
        "subdistrict": place,
        "task_type": "WASTE_SPECIAL",
        "as_of": slot(hour),
        "carry_in": 5,
        "new_due_today": 95,
        "done_today": done,
        "cancelled_today": 0,
        "open_now": 100 - done,
        "oldest_open_h": 3.0,
    } | more


def ask(rows: list[Row], hour: int, area: str = AREA) -> dict[str, Row]:
    """area -> its row of the query, asked at that hour."""
    held = marts(("waste_special",)).given({"tasks": rows})
    folders = catalogue.folders(samples.pack().queries)
    with held._slice(None).reading(catalogue.text(folders, "page/place")) as own:
        found = run(own, folders, "page/place", {"ops_day": DAY, "moment": slot(hour), "area": area})
    newest = found.loc[found["is_latest"]]
    assert not newest["area_code"].duplicated().any()
    return {str(r["area_code"]): {str(k): v for k, v in r.items()} for r in newest.to_dict("records")}


def test_each_subdistrict_tells_its_newest_figure_and_no_other_district_is_among_them() -> None:
    rows = [_row(p, h, 10 * h + n) for n, p in enumerate(PLACES) for h in (8, 10, 12)]
    rows.append(_row("310104003", 12, 7, district_code="310104"))
    found = ask(rows, 10)
    assert {code: (r["done"], r["open"], r["as_of"]) for code, r in found.items()} == {
        p: (100 + n, 0 - n, slot(10)) for n, p in enumerate(PLACES)
    }


def test_what_a_place_last_said_stands_until_it_is_too_old() -> None:
    rows = [_row(PLACES[0], 8, 20), *(_row(PLACES[1], h, 20) for h in (8, 10, 12, 14, 16))]
    late, fresh = (ask(rows, 16)[p] for p in PLACES[:2])
    assert (late["open"], late["as_of"], late["told_at"]) == (80, slot(16), slot(8))
    assert (late["stale"], fresh["stale"]) == (True, False)


def test_a_districts_total_is_no_subdistrict() -> None:
    rows = [_row(WHOLE_DISTRICT, 8, 20)]
    assert ask(rows, 8) == {}


@pytest.mark.parametrize("done", [0, 40, 100])
def test_the_share_is_done_over_due(done: int) -> None:
    found = ask([_row(PLACES[0], 8, done)], 8)[PLACES[0]]
    assert found["rate"] == pytest.approx(done / 100)
