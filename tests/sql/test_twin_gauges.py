"""The gauges agree with their slow twin on made-up sites and stocks, partner sites and empty places among them."""

import random

import pytest

from tests.support import twin
from tests.support.marts import WHOLE_DISTRICT, Row, marts, slot

CITY, HOUR = "310000", 14
DISTRICTS = ("310101", "310104", "310105")
FAMILY = {"occupancy_fangcang": ("FANGCANG_CITY", "FANGCANG_DIST"), "occupancy_hospital": ("HOSP_DESIG", "HOSP_SUB"),
          "occupancy_quarantine": ("QUARANTINE",), "occupancy_transit": ("TRANSIT",)}  # fmt: skip
TYPES = [kind for kinds in FAMILY.values() for kind in kinds]
LINES = ("capacity",)


def sites(rng: random.Random) -> list[Row]:
    return [_site(rng, n) for n in range(40)]


def _site(rng: random.Random, n: int) -> Row:
    kind, open_units = rng.choice(TYPES), rng.choice([0, rng.randrange(1, 3000)])
    return {
        "district_code": rng.choice(DISTRICTS), "site_id": f"S{n}", "site_type": kind, "as_of": slot(HOUR),
        "scope": rng.choice(["CITY", "DISTRICT", "PARTNER"]), "unit": "ROOM" if kind == "QUARANTINE" else "BED",
        "planned_units": open_units + 5000, "open_units": open_units, "occupied_units": rng.randrange(open_units + 1),
        "reserved_units": rng.randrange(9), "blocked_units": rng.choice([0, open_units // 10, open_units]),
        "in_today": rng.randrange(300), "out_today": rng.randrange(250), "open_next_24h": rng.randrange(500),
    }  # fmt: skip


def places(rows: list[Row]) -> list[tuple[str, list[Row]]]:
    return [(CITY, rows), *((d, [r for r in rows if r["district_code"] == d]) for d in DISTRICTS)]


@pytest.mark.parametrize("seed", range(3))
def test_occupancy_and_runway_are_worked_out_on_sums(seed: int) -> None:
    rows = sites(random.Random(seed))
    said = marts(LINES).given({"capacity": rows}).rows("select gauge, area_code, value from mart.gauge")
    got = {(r["gauge"], r["area_code"]): r["value"] for r in said}
    for area, own in places(rows):
        for gauge, kinds in FAMILY.items():
            want = twin.occupancy(r for r in own if r["site_type"] in kinds)
            assert got.get((gauge, area)) == (want if want is None else pytest.approx(want)), (gauge, area)
        for gauge, unit in (("runway_beds", "BED"), ("runway_rooms", "ROOM")):
            want = twin.runway((r for r in own if r["unit"] == unit and r["site_type"] != "TRANSIT"), HOUR)
            assert got.get((gauge, area)) == (want if want is None else pytest.approx(want)), (gauge, area)


@pytest.mark.parametrize("seed", range(3))
def test_cover_is_what_the_districts_hold_over_what_they_need(seed: int) -> None:
    rng = random.Random(seed)
    rows = [
        {"district_code": d, "subdistrict": WHOLE_DISTRICT, "tier": tier, "category": "VEG", "channel": "ALL",
         "as_of": slot(HOUR), "daily_need": rng.choice([0, 8, 20]), "stock_now": rng.randrange(90)}
        for d in DISTRICTS for tier in ("T1_CITY", "T2_DISTRICT", "T3_SUBDISTRICT")
    ]  # fmt: skip
    said = (
        marts(LINES).given({"supply": rows}).rows("select area_code, value from mart.gauge where gauge = 'cover_veg'")
    )
    got = {r["area_code"]: r["value"] for r in said}
    assert got == {
        area: want if (want := twin.cover(own)) is None else pytest.approx(want) for area, own in places(rows)
    }
