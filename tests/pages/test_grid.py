"""The table of figures by district: nothing cut, decimals even, 100 is 100, what only the city has stands apart."""

import re
from datetime import datetime

import pandas as pd
import pytest

from data_pipeline.outlook.readings import Readings, in_row, target
from pages.components.grid import grid
from pages.model.scene import Scene
from tests.pages.conftest import MakeDay
from tests.support import fake, samples
from tests.support.drawn import text

PACK = samples.pack()
CITY = PACK.operation.city_code


def readings(values: dict[tuple[str, str], float | None], **facts: object) -> Readings:
    """(gauge, area) → value, each held to at most 85 unless `facts` say otherwise."""
    rows = [
        {
            "gauge": gauge,
            "level": "city" if area == CITY else "district",
            "area_code": area,
            "as_of": datetime(2022, 4, 6, 14),
            "value": value,
            "numer": value,
            "denom": 100.0,
            "direction": "down",
            "target": 85.0,
            "amber": 85.0,
            "red": 92.0,
        }
        | facts
        for (gauge, area), value in values.items()
    ]
    return Readings.of(pd.DataFrame(rows), PACK)


def scene(make_day: MakeDay, of: Readings, lang: str = "zh") -> Scene:
    return Scene(make_day(), lang, "light", of, fake.freshness_rows(PACK))


def everywhere(gauge: str, values: list[float | None]) -> dict[tuple[str, str], float | None]:
    areas = [CITY, *(a.code for a in PACK.districts)]
    return {(gauge, area): values[i % len(values)] for i, area in enumerate(areas)}


def test_decimals_are_even_within_a_row_and_a_hundred_is_a_hundred() -> None:
    assert in_row([97.4, 98.0, 100.0, None], "percent", "zh") == ["97.4", "98.0", "100", "—"]
    assert in_row([1.1, 130.0, 0.25], "h", "zh") == ["1.1", "130.0", "0.2"]
    assert in_row([1.341, 3.2], "ratio", "zh") == ["1.34", "3.20"]
    assert in_row([1263.3, 80.5], "person_per_point", "zh") == ["1,263", "80"]
    assert in_row([0.0, 301510.0], "bed_or_room", "zh") == ["0", "30.2万"]


def test_what_is_short_of_a_hundred_is_never_rounded_up_to_it() -> None:
    assert in_row([99.97, 50.0, 100.04], "percent", "zh") == ["99.9", "50.0", "100"]


@pytest.mark.parametrize(("direction", "told"), [("down", "≤85%"), ("up", "≥85%"), ("none", ""), ("clock", "")])
def test_a_target_is_told_with_its_direction_and_unit(direction: str, told: str) -> None:
    gauge = PACK.gauges["occupancy_fangcang"]
    row = readings({(gauge.id, CITY): 90.0}, direction=direction).at(gauge.id)
    assert target(gauge, row, PACK, "zh") == told


def test_lines_and_gauges_of_a_group_share_one_panel_and_one_header(make_day: MakeDay) -> None:
    at = scene(make_day, readings(everywhere("occupancy_fangcang", [90.0])))
    html = grid(at, "g", "床位", [PACK.lines["capacity"]], [PACK.gauges["occupancy_fangcang"]])
    assert html.count("<section") == html.count("<thead>") == 1
    assert html.count("<tbody>") == 2
    for row in re.findall(r"<tr data-key.*?</tr>", html):
        assert row.count("<td") == 1 + 17
    assert re.findall(r'<button data-set="area=(\d+)"', html) == [a.code for a in PACK.districts]


def test_what_only_the_city_has_has_no_empty_columns(make_day: MakeDay) -> None:
    at = scene(make_day, readings({("balance_veg", CITY): 3.2}, target=1.5, amber=1.5, red=2.0))
    html = grid(at, "g", "均衡", [], [PACK.gauges["balance_veg"]])
    assert "<table" not in html
    assert "3.20" in text(html)
    assert "需支援" in text(html)


def test_what_nobody_told_is_named_and_shows_no_figure(make_day: MakeDay) -> None:
    at = scene(make_day, readings(everywhere("occupancy_fangcang", [90.0]) | everywhere("pool_pcr_20", [None])))
    html = grid(at, "g", "x", [], [PACK.gauges["occupancy_fangcang"], PACK.gauges["pool_pcr_20"]])
    assert html.count("<tr data-key") == 1
    assert "今日未报：混采比（20合1）" in text(html)


def test_a_group_without_figures_draws_nothing(make_day: MakeDay) -> None:
    assert grid(scene(make_day, readings({("balance_veg", CITY): 3.2})), "g", "x") == ""


def test_every_figure_opens_in_its_own_area(make_day: MakeDay) -> None:
    html = grid(
        scene(make_day, readings(everywhere("occupancy_fangcang", [90.0]))),
        "g",
        "x",
        [],
        [PACK.gauges["occupancy_fangcang"]],
    )
    opened = re.findall(r'href="number\?id=occupancy_fangcang&amp;area=(\d+)"', html)
    assert opened == [CITY, *(a.code for a in PACK.districts)]
