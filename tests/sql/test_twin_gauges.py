"""The gauges agree with their slow twin on made-up sites and stocks, partner sites and empty places among them."""

import random

import pytest

from tests.support import twin
from tests.support.marts import WHOLE_DISTRICT, Row, marts, slot

CITY, HOUR = "310000", 14
HOURS = (-6, 8, 10, 14, 20)  # the first is yesterday's 18:00
DISTRICTS = ("310101", "310104", "310105")
FAMILY = {
    "occupancy_fangcang": ("FANGCANG_CITY", "FANGCANG_DIST"),
    "occupancy_hospital": ("HOSP_DESIG", "HOSP_SUB"),
    "occupancy_quarantine": ("QUARANTINE",),
    "occupancy_transit": ("TRANSIT",),
}
TYPES = [kind for kinds in FAMILY.values() for kind in kinds]
LINES = ("capacity",)


def sites(rng: random.Random, scopes: list[str]) -> list[Row]:
    """Sites through a day and the evening before; some open with nobody in them, some are full, some fall silent."""
    return [row for n in range(30) for row in _site(rng, n, rng.choice(scopes))]


def _site(rng: random.Random, n: int, scope: str) -> list[Row]:
    kind, open_units = rng.choice(TYPES), rng.choice([0, rng.randrange(1, 3000)])
    same = {
        "district_code": rng.choice(DISTRICTS),
        "site_id": f"S{n}",
        "site_type": kind,
        "scope": scope,
        "unit": "ROOM" if kind == "QUARANTINE" else "BED",
        "planned_units": open_units + 5000,
        "open_units": open_units,
        "opening_occupied": rng.randrange(open_units + 1),
    }
    return [
        same
        | {
            "as_of": slot(hour),
            "report_date": slot(hour).date(),
            "occupied_units": rng.randrange(open_units + 1),
            "reserved_units": rng.randrange(9),
            "blocked_units": rng.choice([0, open_units // 10, open_units]),
        }
        for hour in HOURS
    ]


def places(rows: list[Row]) -> list[tuple[str, list[Row]]]:
    return [(CITY, rows), *((d, [r for r in rows if r["district_code"] == d]) for d in DISTRICTS)]


@pytest.mark.parametrize("seed", range(3))
def test_occupancy_is_worked_out_on_sums(seed: int) -> None:
    rows = sites(random.Random(seed), ["CITY", "DISTRICT", "PARTNER"])
    said = marts(LINES).given({"capacity": rows}).rows("select * from mart.gauge where gauge like 'occupancy%'")
    got = {(r["gauge"], r["area_code"], r["as_of"]): r["value"] for r in said}
    for area, own in places(rows):
        for gauge, kinds in FAMILY.items():
            for hour in HOURS:
                want = twin.occupancy(r for r in own if r["site_type"] in kinds and r["as_of"] == slot(hour))
                at = (gauge, area, slot(hour))
                assert got.get(at) == (want if want is None else pytest.approx(want)), at


@pytest.mark.parametrize("scopes", [["CITY", "DISTRICT", "PARTNER"], ["DISTRICT"]], ids=["pooled", "own"])
@pytest.mark.parametrize("seed", range(3))
def test_runway_is_of_what_a_place_may_use_at_the_steeper_inflow(seed: int, scopes: list[str]) -> None:
    rows = sites(random.Random(seed), scopes)
    said = (
        marts(LINES)
        .given({"capacity": rows})
        .rows("select * from mart.gauge where gauge in ('runway_beds', 'runway_rooms')")
    )
    for gauge, unit in (("runway_beds", "BED"), ("runway_rooms", "ROOM")):
        got = {(r["as_of"], r["area_code"]): r["value"] for r in said if r["gauge"] == gauge}
        want = twin.runway([r for r in rows if r["unit"] == unit], CITY)
        assert got == {at: h if h is None else pytest.approx(h) for at, h in want.items()}


@pytest.mark.parametrize("seed", range(3))
def test_cover_is_what_the_districts_hold_over_what_they_need(seed: int) -> None:
    rng = random.Random(seed)
    rows = [
        {
            "district_code": d,
            "subdistrict": WHOLE_DISTRICT,
            "tier": tier,
            "category": "VEG",
            "channel": "ALL",
            "as_of": slot(HOUR),
            "daily_need": rng.choice([0, 8, 20]),
            "stock_now": rng.randrange(90),
        }
        for d in DISTRICTS
        for tier in ("T1_CITY", "T2_DISTRICT", "T3_SUBDISTRICT")
    ]
    said = (
        marts(LINES).given({"supply": rows}).rows("select area_code, value from mart.gauge where gauge = 'cover_veg'")
    )
    got = {r["area_code"]: r["value"] for r in said}
    assert got == {
        area: want if (want := twin.cover(own)) is None else pytest.approx(want) for area, own in places(rows)
    }
