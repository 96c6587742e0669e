"""The map that can be turned, against given rows: what stands in it and in the table beside it is what was given."""

import json
from typing import Any

import pytest

from pages.components.maps.atlas import Atlas, atlas
from pages.components.maps.layers import DISTRICTS
from tests.support.packs import ITALY
from tests.support.scenes import AT, CITY, ledger, line, scene

A, B, C = "310101", "310104", "310114"
WAITING = {A: (100, 40), B: (60, 60), C: (30, 30)}


def site(area: str, kind: str, family: str, usable: float, used: float, came: float = 0, scope: str = "CITY") -> dict:
    figures = {
        "sites": 1,
        "open_units": usable,
        "usable_units": usable,
        "occupied_units": used,
        "in_today": came,
        "free_units": usable - used,
    }
    none = (
        "n_asym",
        "n_mild",
        "n_moderate",
        "n_severe",
        "n_critical",
        "med_required",
        "med_present",
        "service_required",
        "service_present",
    )
    names = {"as_of": AT, "area_code": area, "site_type": kind, "family": family, "scope": scope}
    return names | figures | dict.fromkeys(none, 0)


SITES = [
    site(A, "FANGCANG_DIST", "FANGCANG", 200, 190, 10),
    site(A, "QUARANTINE", "QUARANTINE", 500, 100),
    site(B, "HOSP_DESIG", "HOSPITAL", 80, 80, 90),
    site(B, "HOSP_DESIG", "HOSPITAL", 999, 9, scope="PARTNER"),
    site(C, "FANGCANG_DIST", "FANGCANG", 0, 0, 30),
]


def drawn(near: str | None = None, lang: str = "zh") -> Atlas:
    rows = [ledger("transfer", area, due, done) for area, (due, done) in WAITING.items()]
    of = scene([ledger("transfer", CITY, 190, 130), *rows], asked={"page/sites": SITES}, lang=lang)
    found = atlas(of, line("transfer"), line("transfer"), near)
    assert found is not None
    return found


def layer(of: Atlas, id: str) -> list[dict[str, Any]]:
    found = json.loads(of.deck)["deck"]["layers"]
    return next((x["data"] for x in found if x["id"] == id), [])


def test_the_table_beside_the_map_has_each_kind_of_a_district_once_without_partners_and_empty_ones() -> None:
    rows = drawn().rows
    assert list(zip(rows["code"], rows["usable"], rows["used"], strict=True)) == [
        (A, 200, 190),
        (A, 500, 100),
        (B, 80, 80),
    ]
    assert rows["share"].tolist() == pytest.approx([95, 20, 100])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_district_stands_in_the_map_with_what_is_left_there(lang: str) -> None:
    found = {d["code"]: d["told"] for d in layer(drawn(lang=lang), DISTRICTS)}
    assert len(found) == 16
    assert "60" in found[A]
    assert all("{" not in told for told in found.values())


def test_columns_of_one_district_stand_apart_and_are_as_high_as_what_they_hold() -> None:
    places, taken = (layer(drawn(), id) for id in ("places", "taken"))
    assert len({tuple(p["at"]) for p in places}) == len(places) == 3
    assert [(p["usable"], p["used"]) for p in places] == [(t["usable"], t["used"]) for t in taken]


def test_arcs_hold_everyone_who_left_their_district_and_no_one_else() -> None:
    """40 arrived from A and 10 came into its sites; 60 from B, 90 into its own: 30 of A went to B."""
    moves = layer(drawn(), "moves")
    assert [m["people"] for m in moves] == pytest.approx([30])
    assert "约30人" in moves[0]["told"]


def test_near_one_district_only_its_own_moves_and_sites_are_told() -> None:
    found = drawn(near=C)
    assert layer(found, "moves") == []
    assert found.rows.empty
    assert len(layer(found, "names")) == 16


def test_nothing_of_it_is_asked_of_another_machine() -> None:
    """What a browser asks for is watched in test_all_browser."""
    spec = drawn().deck
    assert "mapProvider" not in json.loads(spec)["deck"]
    assert "http" not in spec


def test_a_pack_without_outlines_and_a_day_without_rows_have_no_map() -> None:
    assert not (ITALY / "boundaries.geojson").exists()
    assert atlas(scene(asked={"page/sites": []}), line("transfer")) is None


def test_both_reports_that_it_is_made_of_are_told_with_their_times() -> None:
    assert "状态截至14:00，床位截至14:00" in drawn().as_of
