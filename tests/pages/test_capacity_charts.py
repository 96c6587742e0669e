"""Charts of the Capacity page against given rows: kinds apart, partners apart, mismatches marked."""

import re
from datetime import datetime

import pytest

from pages.components.charts.occupancy import occupancy
from pages.components.sites import FIGURES
from pages.views.capacity.bubbles import bubbles
from pages.views.capacity.care import care, verdict
from pages.views.capacity.opening import STEP_GAUGES, rooms, staffing, steps
from pages.views.capacity.runway import runway
from tests.support.drawn import text
from tests.support.scenes import CITY, gauge, notes, scene, trace

AT = datetime(2022, 4, 6, 16)
EDGES = {"direction": "down", "target": 85.0, "amber": 85.0, "red": 92.0}
OCCUPANCY = [gauge(f"occupancy_{f}", CITY, 50.0, **EDGES) for f in ("hospital", "fangcang", "quarantine")]


def site(kind: str, family: str, area: str = CITY, scope: str = "DISTRICT", **figures: float) -> dict:
    names = {"as_of": AT, "site_type": kind, "family": family, "area_code": area, "scope": scope}
    return dict.fromkeys(FIGURES, 0) | names | figures


def test_a_kind_is_as_full_as_its_sums_say_and_partner_rooms_are_not_in_it() -> None:
    rows = [
        site("QUARANTINE", "QUARANTINE", occupied_units=80, usable_units=100),
        site("QUARANTINE", "QUARANTINE", scope="CITY", occupied_units=18, usable_units=100),
        site("QUARANTINE", "QUARANTINE", scope="PARTNER", occupied_units=999, usable_units=1000),
        site("HOSP_DESIG", "HOSPITAL", occupied_units=93, usable_units=100, free_units=7),
    ]
    drawn = occupancy(scene(gauges=OCCUPANCY, asked={"page/sites": rows}))
    assert trace(drawn)["x"] == pytest.approx([93, 49])
    assert notes(drawn) == ["■ 93.0% · 空余7", "● 49.0% · 空余0"]
    assert "定点医院最满：使用率93.0%" in text(drawn.html)
    lines = [s for s in drawn.charts["occupancy"]["layout"]["shapes"] if s["type"] == "line"]
    assert [s["x0"] for s in lines] == [85, 92]


def test_the_runway_falls_from_what_is_free_to_nought_at_its_hour() -> None:
    gauges = [
        gauge("runway_beds", CITY, 20.0, numer=100.0, denom=5.0),
        gauge("runway_beds_opening", CITY, 50.0, numer=250.0, denom=5.0),
    ]
    drawn = runway(scene(gauges=gauges))
    opening, without = drawn.charts["runway"]["data"]
    assert (without["x"], without["y"]) == ([0, 20], [100, 0])
    assert (opening["x"], opening["y"]) == ([0, 50], [250, 0])
    assert "床位20.0小时，含今晚启用50.0小时" in text(drawn.html)


def test_a_runway_without_inflow_is_ample_and_not_endless() -> None:
    drawn = runway(scene(gauges=[gauge("runway_rooms", CITY, None, numer=100.0, denom=-3.0)]))
    assert "隔离房间充裕（" in text(drawn.html)
    assert trace(drawn)["y"] == [100, 100]


def test_each_step_says_what_the_step_before_lost() -> None:
    gauges = [gauge(g, CITY, v) for g, v in zip(STEP_GAUGES, (100, 90, 90, 60, 55), strict=True)]
    drawn = steps(scene(gauges=gauges))
    assert trace(drawn)["x"] == [100, 90, 90, 60, 55]
    assert notes(drawn) == ["<b>100</b>", "<b>90</b>  少10", "<b>90</b>", "<b>60</b>  少30", "<b>55</b>  少5"]


def test_staff_missing_are_told_apart_and_one_part_never_fills_the_other() -> None:
    rows = [
        site("FANGCANG_CITY", "FANGCANG", med_required=100, med_present=90, service_required=50, service_present=60)
    ]
    drawn = staffing(scene(asked={"page/sites": rows}))
    med, service = drawn.charts["staffing"]["data"]
    assert (med["x"], service["x"]) == ([10], [0])
    assert "医护缺10人，管理服务缺0人" in text(drawn.html)


def test_rooms_are_held_to_the_target_and_partners_are_told_beside() -> None:
    held = {"direction": "up", "target": 60.0, "amber": 60.0, "red": 40.0}
    gauges = [
        gauge("rooms_per_10000", CITY, 42.0, **held),
        gauge("rooms_per_10000_partner", CITY, 57.0, **held),
        gauge("rooms_per_10000", "310101", 38.0, **held),
    ]
    drawn = rooms(scene(gauges=gauges))
    assert trace(drawn)["x"][0] == 38.0
    assert notes(drawn)[0] == "■ 38.0"
    assert "每万人42.0间隔离房间，含外省市支援57.0间，目标60间" in text(drawn.html)


@pytest.mark.parametrize(
    ("kind", "severity", "people", "state"),
    [
        ("FANGCANG_DIST", "n_moderate", 9, "at_risk"),
        ("FANGCANG_DIST", "n_moderate", 10, "will_miss"),
        ("QUARANTINE", "n_severe", 1, "will_miss"),
        ("HOSP_SUB", "n_critical", 5, ""),
        ("HOSP_DESIG", "n_mild", 5, "free"),
        ("HOSP_SUB", "n_mild", 5, ""),
        ("FANGCANG_CITY", "n_asym", 5, ""),
        ("FANGCANG_CITY", "n_severe", 0, ""),
    ],
)
def test_a_mismatch_is_marked_and_mild_cases_in_designated_beds_apart(
    kind: str, severity: str, people: int, state: str
) -> None:
    assert verdict(kind, severity, people) == state


def test_people_below_their_need_are_counted_in_the_title() -> None:
    rows = [
        site("FANGCANG_CITY", "FANGCANG", n_asym=50, n_moderate=3),
        site("HOSP_DESIG", "HOSPITAL", n_mild=7, n_severe=2),
        site("FANGCANG_CITY", "FANGCANG", scope="PARTNER", n_severe=99),
    ]
    told = text(care(scene(asked={"page/sites": rows})).html)
    assert "3人收治层级低于所需，7名轻症、无症状占用定点床位" in told
    assert "99" not in told


def test_of_one_district_people_stand_in_bands_by_kind_of_site_and_none_of_its_sites_is_pointed_at() -> None:
    rows = [
        site("FANGCANG_DIST", "FANGCANG", "310115", n_asym=340, n_moderate=3),
        site("TRANSIT", "TRANSIT", "310115", n_asym=20),
        site("HOSP_DESIG", "HOSPITAL", "310115", n_mild=7, n_moderate=60),
    ]
    told = care(scene(asked={"page/sites": rows}, area="310115")).html
    cells = re.findall(r'<td(?: class="(\w+)")?[^>]*><span data-fig>(.*?)</span>', told)
    assert {text for _, text in cells} == {"0–19", "10–49", "150–399", "40–99", "0"}
    assert [text for _, text in cells].count("0") == 6  # severe and critical: the district has none
    assert [css for css, text in cells if text == "0–19"].count(
        "at_risk"
    ) == 2  # moderate, at either place that may be it
    assert re.findall(r"<b>(\d+)</b>", told) == ["360", "7", "63", "0", "0"]  # the district's own, exact
    assert "3人收治层级低于所需，7名轻症、无症状占用定点床位" in text(told)


def test_a_circle_is_as_large_as_its_free_beds_and_rooms_are_not_beds() -> None:
    rows = [
        site("FANGCANG_DIST", "FANGCANG", "310114", free_units=400, usable_units=1000, occupied_units=600, sites=2),
        site("HOSP_DESIG", "HOSPITAL", "310115", free_units=100, usable_units=1000, occupied_units=950, sites=1),
        site("QUARANTINE", "QUARANTINE", "310115", free_units=5000, usable_units=9000, sites=9),
    ]
    drawn = bubbles(scene(gauges=OCCUPANCY, asked={"page/sites": rows}))
    circles = [d["marker"]["size"][0] for d in drawn.charts["bubbles"]["data"] if d["mode"] == "markers"]
    large, small = max(circles), min(circles)
    assert len(circles) == 2
    assert (large / small) ** 2 == pytest.approx(4)
    assert "空余床位500张，最多在嘉定，400张" in text(drawn.html)
