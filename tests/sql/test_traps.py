"""The traps of the field, one by one: given these rows, the marts say this and nothing else."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests.support.marts import DAY, WHOLE_DISTRICT, Marts, Row, marts, slot

HUANGPU, XUHUI, CITY = "310101", "310104", "310000"
NANJING_RD, BUND, XUHUI_1 = "310101002", "310101013", "310104003"


@pytest.fixture
def given() -> Marts:
    return marts()


def task(place: str, hour: float, due: int, done: int, kind: str = "KEY_HARDSHIP", **more: Any) -> Row:
    return {
        "district_code": (more.pop("district", HUANGPU)),
        "subdistrict": place,
        "task_type": kind,
        "as_of": slot(hour),
        "carry_in": 0,
        "new_due_today": due,
        "done_today": done,
        "open_now": due - done,
    } | more


def line(found: Marts, name: str, area: str, hour: float, day: date = DAY, known_at: datetime | None = None) -> Row:
    return found.one(
        f"select * from mart.pace where line = '{name}' and area_code = '{area}' and ops_day = '{day}' "
        f"and as_of = '{slot(hour, day)}'",
        known_at,
    )


def test_a_control_total_beside_its_parts_is_never_added(given: Marts) -> None:
    found = given.given(
        {"tasks": [task(WHOLE_DISTRICT, 10, 900, 90), task(NANJING_RD, 10, 100, 10), task(BUND, 10, 50, 20)]}
    )
    assert (line(found, "key_hardship", HUANGPU, 10)["due"], line(found, "key_hardship", CITY, 10)["done"]) == (150, 30)


def test_a_control_total_alone_is_the_figure_and_no_subdistrict(given: Marts) -> None:
    found = given.given({"tasks": [task(WHOLE_DISTRICT, 10, 900, 90)]})
    rows = found.rows("select level, due from mart.clearance where line = 'key_hardship' order by level")
    assert [(r["level"], r["due"]) for r in rows] == [("city", 900), ("district", 900)]


def test_a_total_after_parts_takes_their_place_and_is_not_added_to_them(given: Marts) -> None:
    found = given.given(
        {"tasks": [task(NANJING_RD, 10, 100, 10), task(BUND, 10, 50, 20), task(WHOLE_DISTRICT, 12, 160, 60)]}
    )
    assert line(found, "key_hardship", HUANGPU, 12)["due"] == 160


def test_a_place_not_heard_of_keeps_its_last_figure_and_is_counted_as_missing(given: Marts) -> None:
    found = given.given(
        {"tasks": [task(NANJING_RD, 10, 100, 10), task(BUND, 10, 50, 20), task(NANJING_RD, 12, 100, 30)]}
    )
    row = line(found, "key_hardship", HUANGPU, 12)
    assert (row["due"], row["done"], row["reported"], row["expected"]) == (150, 50, 1, 2)


def test_a_rate_is_the_ratio_of_the_sums_not_the_mean_of_the_rates(given: Marts) -> None:
    found = given.given({"tasks": [task(NANJING_RD, 10, 1000, 100), task(BUND, 10, 10, 10)]})
    row = line(found, "key_hardship", HUANGPU, 10)
    assert row["done"] / row["due"] == pytest.approx(110 / 1010)


def test_the_oldest_of_a_whole_is_the_oldest_of_its_parts(given: Marts) -> None:
    found = given.given(
        {"tasks": [task(NANJING_RD, 10, 9, 1, oldest_open_h=27.5), task(BUND, 10, 9, 1, oldest_open_h=3)]}
    )
    assert line(found, "key_hardship", CITY, 10)["oldest_h"] == 27.5


def test_key_groups_overlap_so_the_worst_speaks_and_they_are_never_summed(given: Marts) -> None:
    kinds = ["KEY_ELDER_ALONE", "KEY_HARDSHIP", "KEY_DISABLED_CARE", "KEY_DISABILITY", "KEY_NONRESIDENT"]
    found = given.given({"tasks": [task(BUND, 10, 100, 90 - 10 * n, kind) for n, kind in enumerate(kinds)]})
    row = line(found, "key_groups", CITY, 10)
    assert (row["due"], row["done"], row["part"]) == (100, 50, "key_nonresident")


def test_a_key_group_nobody_reported_is_the_worst_of_all(given: Marts) -> None:
    found = given.given({"tasks": [task(BUND, 10, 100, 100)]})
    row = line(found, "key_groups", CITY, 10)
    assert row["part"] != "key_hardship"
    assert row["due"] is None


def screening(hour: float, target: int, sampled: int, **more: Any) -> Row:
    return {
        "round_id": "R20220406",
        "district_code": HUANGPU,
        "subdistrict": BUND,
        "method": "PCR_10",
        "as_of": slot(hour),
        "target_people": target,
        "sampled_people": sampled,
    } | more


def test_people_are_never_measured_in_tubes(given: Marts) -> None:
    found = given.given(
        {
            "screening": [
                screening(
                    14, 10_000, 8_000, sampled_tubes=800, delivered_tubes=600, tested_tubes=300, reported_tubes=150
                )
            ]
        }
    )
    whole = line(found, "screening", CITY, 14)
    assert (whole["due"], whole["done"], whole["open"]) == (10_000, 8_000, 2_000)
    stages = {n: line(found, f"stage_{n}", CITY, 14) for n in ("sample", "deliver", "test", "report")}
    assert {n: (r["due"], r["done"]) for n, r in stages.items()} == {
        "sample": (10_000, 8_000),
        "deliver": (800, 600),
        "test": (600, 300),
        "report": (300, 150),
    }


def test_a_round_runs_on_over_midnight_and_keeps_its_own_deadline(given: Marts) -> None:
    next_day = DAY + timedelta(days=1)
    found = given.given(
        {
            "screening": [
                screening(22, 10_000, 8_000),
                screening(24, 10_000, 9_000),
                screening(0, 10_000, 9_500, as_of=slot(2, next_day), report_date=next_day),
                screening(0, 10_000, 9_900, as_of=slot(4, next_day), report_date=next_day),
            ]
        }
    )
    first, second = (line(found, "screening", CITY, h, next_day) for h in (2, 4))
    assert (first["done"], first["rate_done"], first["deadline_at"]) == (9_500, None, slot(6, next_day))
    assert (second["rate_done"], second["hours_left"]) == (200, 2)  # not 9,900 since midnight


def test_the_slot_of_24_belongs_to_the_day_that_ends(given: Marts) -> None:
    found = given.given({"tasks": [task(BUND, 22, 100, 80), task(BUND, 24, 100, 95)]})
    days = found.rows("select distinct ops_day from mart.clearance")
    assert [r["ops_day"] for r in days] == [DAY]
    assert line(found, "key_hardship", CITY, 24)["done"] == 95


def test_a_moment_knows_only_what_had_been_received_by_then(given: Marts) -> None:
    found = given.given(
        {"tasks": [task(BUND, 10, 100, 80), task(BUND, 10, 100, 60, load_id=2, received_at=slot(13))]},
        [(1, slot(10.5), None), (2, slot(13), slot(15))],
    )
    asked = {h: line(found, "key_hardship", CITY, 10, known_at=slot(h))["done"] for h in (12, 13, 14.9, 15)}
    assert asked == {12: 80, 13: 60, 14.9: 60, 15: 80}
    assert found.rows("select * from mart.clearance", slot(10)) == []


def site(name: str, hour: float = 10, **more: Any) -> Row:
    return {
        "district_code": HUANGPU,
        "site_id": name,
        "as_of": slot(hour),
        "site_type": "FANGCANG_CITY",
        "scope": "CITY",
        "unit": "BED",
        "open_units": 1000,
        "occupied_units": 500,
        "reserved_units": 0,
        "blocked_units": 0,
        "in_today": 0,
        "out_today": 0,
        "opening_occupied": 500,
    } | more


def gauge(found: Marts, name: str, area: str = CITY) -> Row:
    return found.one(f"select * from mart.gauge where gauge = '{name}' and area_code = '{area}'")


def test_planned_beds_are_not_beds(given: Marts) -> None:
    found = given.given({"capacity": [site("A", planned_units=9000, handed_units=8000, staffed_units=5000)]})
    row = gauge(found, "occupancy_fangcang")
    assert (row["value"], row["denom"], gauge(found, "free_fangcang")["value"]) == (50, 1000, 500)


def test_occupancy_is_the_ratio_of_sums_within_one_kind_of_site(given: Marts) -> None:
    found = given.given(
        {
            "capacity": [
                site("A", blocked_units=200),
                site("B", open_units=100, occupied_units=100),
                site("H", site_type="HOSP_DESIG", occupied_units=990),
                site("P", scope="PARTNER", occupied_units=0),
            ]
        }
    )
    assert gauge(found, "occupancy_fangcang")["value"] == pytest.approx(100 * 600 / 900)
    assert gauge(found, "occupancy_hospital")["value"] == pytest.approx(99)


def test_transit_points_are_a_stop_on_the_way_and_lengthen_no_runway(given: Marts) -> None:
    found = given.given(
        {
            "capacity": [
                site("A", opening_occupied=400),
                site("T", site_type="TRANSIT", opening_occupied=0, open_units=5000),
            ]
        }
    )
    row = gauge(found, "runway_beds")
    assert (row["numer"], row["denom"], row["value"]) == (500, 10, 50)


def test_tiers_of_supply_are_serial_and_never_added(given: Marts) -> None:
    rows = [
        {
            "district_code": HUANGPU,
            "subdistrict": WHOLE_DISTRICT,
            "tier": tier,
            "category": "VEG",
            "channel": "ALL",
            "as_of": slot(10),
            "daily_need": 10,
            "stock_now": 25,
            "due_today": 40,
            "delivered_today": done,
        }
        for tier, done in (("T1_CITY", 40), ("T2_DISTRICT", 30), ("T3_SUBDISTRICT", 20), ("T4_DOOR", 10))
    ]
    found = given.given({"supply": rows})
    assert [line(found, f"supply_t{n}", CITY, 10)["done"] for n in (1, 2, 3, 4)] == [40, 30, 20, 10]
    assert line(found, "last100m", CITY, 10)["due"] == 40
    assert (gauge(found, "cover_veg")["value"], gauge(found, "cover_veg")["denom"]) == (2.5, 10)


def test_tonnes_that_are_due_are_done_or_open_as_shown_too(given: Marts) -> None:
    """Each rounded by itself, 584.6 due and 473.4 done would stand beside 111 open. What one category brought beyond
    its due is nothing to another's."""
    rows = [
        {
            "district_code": HUANGPU,
            "subdistrict": WHOLE_DISTRICT,
            "tier": "T2_DISTRICT",
            "category": category,
            "channel": "ALL",
            "as_of": slot(10),
            "due_today": due,
            "delivered_today": done,
        }
        for category, due, done in (("VEG", 584.6, 473.4), ("MEAT", 10.0, 12.0))
    ]
    found = line(given.given({"supply": rows}), "supply_t2", CITY, 10)
    assert (found["due"], found["done"], found["open"]) == (595, 485, 112)


def test_a_restated_figure_is_marked_and_is_no_pace(given: Marts) -> None:
    found = given.given(
        {"tasks": [task(BUND, 8, 400, 80), task(BUND, 10, 400, 100), task(BUND, 12, 400, 70), task(BUND, 14, 400, 100)]}
    )
    at_12, at_14 = line(found, "key_hardship", CITY, 12), line(found, "key_hardship", CITY, 14)
    assert (at_12["restated"], at_12["rate_done"]) == (True, 10)  # of 10 and 10 per hour
    assert (at_14["restated"], at_14["rate_done"]) == (False, 12.5)  # of 10 and 15


def issue(place: str, kind: str, bands: tuple[int, int, int, int], oldest: float, **more: Any) -> Row:
    return {
        "district_code": (more.pop("district", HUANGPU)),
        "subdistrict": place,
        "issue_type": kind,
        "as_of": slot(10),
        "source": "HOTLINE",
        "level": "DISTRICT",
        "priority": "P2",
        "open_now": sum(bands),
        "oldest_open_h": oldest,
        "open_0_4h": bands[0],
        "open_4_12h": bands[1],
        "open_12_24h": bands[2],
        "open_24h_plus": bands[3],
    } | more


def test_ages_of_issues_are_oldest_by_max_sums_by_sum_and_medians_from_bands() -> None:
    found = marts(("issues",)).given(
        {
            "issues": [
                issue(NANJING_RD, "DISPUTE", (2, 0, 0, 1), 30),
                issue(BUND, "HAZARD", (0, 4, 0, 0), 9),
                issue(XUHUI_1, "OTHER", (3, 0, 0, 0), 0.5, district=XUHUI, priority="P1"),
            ]
        }
    )
    rows = found.rows("select gauge, area_code, value from mart.gauge where level in ('district', 'city')")
    said = {(r["gauge"], r["area_code"]): r["value"] for r in rows}
    assert said["hazard_oldest", HUANGPU] == 30  # disputes are hazards too
    assert said["hazard_oldest", XUHUI] == 0
    assert said["issue_p1_oldest", CITY] == 0.5
    assert said["issue_p2_over_24h", CITY] == 1
    # seven in Huangpu: the median is 1.5 of the 4 that wait 4 to 12 h; ten in the city, half of them under 4 h
    assert said["issue_median_age", HUANGPU] == pytest.approx(4 + 8 * 1.5 / 4)
    assert said["issue_median_age", CITY] == pytest.approx(4)
