"""Waits, sites and rounds by district and city agree with their slow twin: sums, an oldest by max, partners apart."""

import random
from collections import defaultdict
from collections.abc import Iterable

import pytest

from tests.support.marts import DAY, WHOLE_DISTRICT, Row, marts, slot

CITY, DISTRICTS, HOURS = "310000", ("310101", "310104", "310105"), (10, 12, 14)
BANDS = ("wait_0_6h", "wait_6_12h", "wait_12_24h", "wait_24h_plus")
SUMMED = ("open_units", "occupied_units", "in_today", "n_asym", "n_moderate", "med_required", "med_present")
SCOPE = ("CITY", "DISTRICT", "PARTNER")
ROUND = "R20220406"
Group = dict[tuple, list[Row]]


def grouped(rows: Iterable[Row], *names: str) -> Group:
    """Rows of a place by these columns, the city holding them all."""
    found: Group = defaultdict(list)
    for row in rows:
        for area in (CITY, row["district_code"]):
            found[(*(row[n] for n in names), area, row["as_of"])].append(row)
    return found


def waiting(rng: random.Random) -> list[Row]:
    return [
        {
            "district_code": d,
            "subdistrict": WHOLE_DISTRICT,
            "person_class": kind,
            "as_of": slot(hour),
            "carry_in": 9,
            "notified_today": 40,
            "arrived_today": rng.randrange(20),
            "vehicles_available": rng.randrange(9),
            "trips_today": rng.randrange(30),
            "picked_up_today": rng.randrange(50),
            "oldest_wait_h": rng.randrange(60),
            **{b: rng.randrange(30) for b in BANDS},
        }
        for d in DISTRICTS
        for kind in ("POS", "CONTACT")
        for hour in HOURS
    ]


@pytest.mark.parametrize("seed", range(3))
def test_waits_are_summed_by_band_and_the_oldest_is_a_maximum(seed: int) -> None:
    rows = waiting(random.Random(seed))
    said = marts(("transfer",)).given({"transfer": rows}).rows("select * from mart.waiting")
    got = {(r["person_class"], r["area_code"], r["as_of"]): r for r in said}
    want = grouped(rows, "person_class")
    assert got.keys() == want.keys()
    for at, own in want.items():
        assert [got[at][b] for b in BANDS] == [sum(r[b] for r in own) for b in BANDS]
        assert got[at]["oldest_wait_h"] == max(r["oldest_wait_h"] for r in own)
        assert got[at]["vehicles"] == sum(r["vehicles_available"] for r in own)


def sites(rng: random.Random) -> list[Row]:
    return [
        {
            "district_code": rng.choice(DISTRICTS),
            "site_id": f"S{n}",
            "site_type": rng.choice(("QUARANTINE", "HOSP_DESIG")),
            "scope": rng.choice(SCOPE),
            "unit": "BED",
            "as_of": slot(14),
            "planned_units": 9000,
            "reserved_units": 3,
            "blocked_units": 5,
            **{name: rng.randrange(900) for name in SUMMED},
        }
        for n in range(24)
    ]


@pytest.mark.parametrize("seed", range(3))
def test_sites_are_summed_by_kind_and_scope(seed: int) -> None:
    rows = sites(random.Random(seed))
    said = marts(("capacity",)).given({"capacity": rows}).rows("select * from mart.sites")
    got = {(r["site_type"], r["scope"], r["area_code"], r["as_of"]): r for r in said}
    want = grouped(rows, "site_type", "scope")
    assert got.keys() == want.keys()
    for at, own in want.items():
        assert [got[at][n] for n in SUMMED] == [sum(r[n] for r in own) for n in SUMMED]
        assert got[at]["usable_units"] == sum(r["open_units"] - r["blocked_units"] for r in own)
        assert got[at]["free_units"] == sum(r["open_units"] - r["occupied_units"] - 8 for r in own)
        assert got[at]["sites"] == len(own)


def test_a_round_keeps_its_own_clock_over_midnight() -> None:
    rows = [
        {
            "district_code": d,
            "subdistrict": WHOLE_DISTRICT,
            "round_id": ROUND,
            "method": method,
            "as_of": slot(14),
            "target_people": due,
            "sampled_people": done,
        }
        for d, method, due, done in (("310101", "PCR_10", 100, 40), ("310101", "AG", 50, 25), ("310104", "AG", 70, 70))
    ]
    row = marts(("screening",)).given({"screening": rows}).one("select * from mart.rounds")
    assert (row["round_id"], row["districts"], row["due"], row["sampled"]) == (ROUND, 2, 220, 135)
    assert (row["starts_at"], row["deadline_at"]) == (slot(6), slot(30))


def test_vehicles_needed_follow_the_needed_pace() -> None:
    rows = [
        {
            "district_code": "310101",
            "subdistrict": WHOLE_DISTRICT,
            "person_class": "POS",
            "as_of": slot(hour),
            "carry_in": 0,
            "notified_today": 300,
            "arrived_today": arrived,
            "cancelled_today": 0,
            "waiting_now": 300 - arrived,
            "in_transit_now": 0,
            "unsuitable_now": 0,
            "vehicles_available": 10,
            "trips_today": 5,
            "picked_up_today": arrived,
            "oldest_wait_h": 3,
            **dict.fromkeys(BANDS, 0),
        }
        for hour, arrived in ((8, 20), (10, 40), (12, 60), (14, 80))
    ]
    given = marts(("transfer",)).given({"transfer": rows})
    sql = given_sql("page/waiting")
    row = next(r for r in given.rows(sql) if r["area_code"] == "310101")
    now, needed = 10.0, 220 / 10  # an hour: twenty in two hours; what is left, in the ten hours to midnight
    assert row["vehicles_needed"] == pytest.approx(10 * needed / now)


def given_sql(name: str) -> str:
    from data_pipeline.query import catalogue
    from tests.support import samples

    text = catalogue.text(catalogue.folders(samples.pack().queries), name)
    return text.replace("$ops_day::date", f"'{DAY}'::date").replace("$moment::timestamp", f"'{slot(14)}'::timestamp")
