"""Charts of the Transfer page against given rows."""

import pytest

from pages.components.charts.flows import Moved, flows, shared
from pages.views.transfer.against import FURTHEST, fleet, pace
from pages.views.transfer.burnup import burnup
from pages.views.transfer.waits import BANDS, PARTS, waits, whereabouts
from tests.support.drawn import text
from tests.support.scenes import CITY, gauge, ledger, line, notes, scene, trace

A, B, C = "310101", "310104", "310114"


def waiting(area: str, bands: tuple[int, int, int, int], oldest: float, vehicles: int = 4, needed: float = 8) -> dict:
    return {
        "area_code": area,
        **dict(zip(BANDS, bands, strict=True)),
        "oldest_wait_h": oldest,
        "vehicles": vehicles,
        "vehicles_needed": needed,
    }


def test_the_burn_up_has_both_lines_and_the_gap_is_who_is_left() -> None:
    rows = [ledger("transfer", CITY, 120, 20, 12, carry_in=30), ledger("transfer", CITY, 150, 60, carry_in=30)]
    drawn = burnup(scene(rows), line("transfer"))
    due, done, carried = drawn.charts["burnup"]["data"]
    assert (due["y"], done["y"], carried["y"]) == ([120, 150], [20, 60], [30, 30])
    gap = drawn.charts["burnup"]["layout"]["shapes"][0]
    assert gap["y1"] - gap["y0"] == 90
    assert "应转150人，已到位60人，未办90人" in text(drawn.html)


def test_bands_are_shares_of_those_who_wait_and_the_oldest_is_named() -> None:
    rows = [waiting(CITY, (6, 2, 1, 1), 31.5), waiting(A, (3, 1, 0, 0), 9.5), waiting(B, (3, 1, 1, 1), 31.5)]
    drawn = waits(scene(asked={"page/waiting": rows}))
    parts = drawn.charts["waits"]["data"]
    assert [p["x"][0] for p in parts] == pytest.approx([75, 25, 0, 0])
    assert [p["x"][1] for p in parts] == pytest.approx([50, 100 / 6, 100 / 6, 100 / 6])
    assert "最久已等31.5小时，在徐汇；超12小时2人，超24小时1人" in text(drawn.html)
    assert len({p["marker"]["color"] for p in parts}) == len(BANDS)


def test_where_people_are_is_told_in_parts_that_add_up() -> None:
    gauges = [gauge(p, CITY, v) for p, v in zip(PARTS, (8, 2, 1), strict=True)]
    gauges += [gauge(p, A, v) for p, v in zip(PARTS, (5, 1, 1), strict=True)]
    drawn = whereabouts(scene(gauges=gauges))
    assert [t["x"][0] for t in drawn.charts["whereabouts"]["data"]] == [5, 1, 1]
    assert "7" in notes(drawn)
    assert "待转运8人，在途2人，暂不宜转运1人" in text(drawn.html)


def test_pace_is_told_as_a_share_of_the_pace_needed() -> None:
    rows = [
        ledger("transfer", CITY, 100, 50),
        ledger("transfer", A, 50, 20, rate_done=30.0, rate_needed=40.0),
        ledger("transfer", B, 50, 30, rate_done=90.0, rate_needed=9.0),
    ]
    drawn = pace(scene(rows), line("transfer"))
    assert trace(drawn)["x"][:2] == [75, FURTHEST]
    assert "1个区现速低于所需" in text(drawn.html)
    assert "■ 现30／须40" in notes(drawn)


def test_a_district_that_told_no_pace_has_no_mark() -> None:
    rows = [
        ledger("transfer", CITY, 100, 50),
        ledger("transfer", A, 50, 20, rate_done=float("nan")),
        ledger("transfer", B, 50, 30, rate_done=90.0, rate_needed=9.0),
    ]
    assert trace(pace(scene(rows), line("transfer")))["x"][:2] == [None, FURTHEST]


def test_where_nothing_is_needed_by_the_hour_a_sentence_says_so_instead_of_an_empty_chart() -> None:
    rows = [ledger("transfer", x, 50, 20, rate_needed=float("nan")) for x in (CITY, A, B)]
    closed = scene(rows, asked={"page/waiting": []})
    for drawn, of in ((pace(closed, line("transfer")), "快慢"), (fleet(closed, line("transfer")), "车辆够不够")):
        assert drawn.charts == {}
        assert f"本时点比不出{of}：已过截止时刻" in text(drawn.html)


def test_vehicles_needed_are_whole_ones() -> None:
    asked = {"page/waiting": [waiting(CITY, (1, 0, 0, 0), 1, 10, 16.2), waiting(A, (1, 0, 0, 0), 1, 4, 6.2)]}
    drawn = fleet(scene([ledger("transfer", CITY, 9, 1)], asked=asked), line("transfer"))
    assert "1个区车辆少于所需：全市须17辆，现有10辆" in text(drawn.html)
    assert "○ 现4／须7辆" in notes(drawn)


def test_moves_between_districts_add_up_on_both_ends() -> None:
    between = shared({A: Moved(50, 10), B: Moved(30, 10), C: Moved(0, 60)})
    assert between == {(A, C): pytest.approx(40), (B, C): pytest.approx(20)}


def test_nobody_is_moved_to_a_place_that_took_nobody() -> None:
    assert shared({A: Moved(50, 10), B: Moved(30, 10)}) == {}


def test_only_sites_for_positives_count_and_the_lines_are_called_an_estimate() -> None:
    site = {"scope": "CITY", "family": "FANGCANG", "area_code": C, "in_today": 60}
    asked = {"page/sites": [site, site | {"family": "QUARANTINE", "in_today": 999}]}
    drawn = flows(scene([ledger("transfer", A, 90, 50)], asked=asked), line("transfer"))
    told = text(drawn.html)
    assert "跨区转运约50人，嘉定接收最多，约50人" in told  # of those who moved: no part is more than the whole
    assert "收治比各区送出多10人，未画入" in told
    assert "<b>接收50</b>" in notes(drawn)[0]
    assert "推算" in told
    assert "999" not in told
