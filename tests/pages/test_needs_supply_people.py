"""What the pages of needs, supply and people have of their own: full, stale and empty, and no sum where none may be."""

import re
from collections.abc import Callable

import pandas as pd
import pytest

from data_pipeline.board.board import Board
from data_pipeline.outlook.readings import Readings
from pages.model.scene import Scene
from pages.views.needs.issues import ages, deciders, groups
from pages.views.people.forces import quality
from pages.views.supply.supplies import covers, moves
from tests.pages.conftest import MakeDay
from tests.support import fake, samples
from tests.support.drawn import LATIN, component, desk, text, words_of

pytestmark = pytest.mark.usefixtures("only_looks")
Show = Callable[[Board], None]
FULL, STALE, EMPTY = "2022-04-06T16:45@0", "2022-04-06T14:45@0", "2022-04-05T16:00@0"
OWN = {"needs": {"ages"}, "supply": set(), "people": {"quality"}}
PANELS = {"needs": ("groups", "deciders"), "supply": ("tiers", "covers", "moves"), "people": ("people-cover", "teams")}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("id", OWN)
def test_it_draws_full_stale_and_empty(shown: Show, sample_board: Board, id: str, lang: str) -> None:
    shown(sample_board)
    for clock in (FULL, STALE, EMPTY):
        at = desk(id, lang=lang, clock=clock)
        assert not at.exception
        drawn = component(at, "board")
        told = words_of(drawn["html"])
        assert not re.search(r"\b(None|nan|NaT|NaN|inf)\b", told)
        if lang == "zh":
            assert LATIN.findall(told) == []
        if clock == EMPTY:
            assert 'class="empty"' in drawn["html"]
        else:
            assert set(drawn["charts"]) >= OWN[id]
            assert all(f'data-key="{p}"' in drawn["html"] for p in PANELS[id])


def _gauges(rows: list[dict]) -> Readings:
    blank = {"numer": None, "denom": None, "target": None, "amber": None, "red": None, "direction": "up"}
    columns = ["gauge", "area_code", "value", *blank]
    return Readings.of(pd.DataFrame([blank | r for r in rows], columns=columns), samples.pack())


def _scene(make_day: MakeDay, gauges: list[dict], rows: list[dict] | None = None, lang: str = "zh") -> Scene:
    fresh = fake.freshness_rows(samples.pack())
    return Scene(
        make_day(), lang, "light", _gauges(gauges), fresh, None, None, lambda *_, **__: pd.DataFrame(rows or [])
    )


def _cover(days: dict[str, float]) -> list[dict]:
    return [
        {
            "gauge": "cover_veg",
            "area_code": a,
            "value": d,
            "numer": 100 * d,
            "denom": 100.0,
            "target": 1.5,
            "amber": 1.5,
            "red": 0.75,
        }
        for a, d in days.items()
    ]


def test_cover_is_told_against_the_categorys_own_target_and_edge(make_day: MakeDay) -> None:
    html = covers(_scene(make_day, _cover({"310117": 0.66, "310115": 2.0}))).html
    row = re.search(r'<tr data-key="cover_veg">.*?</tr>', html)
    assert row
    assert "蔬菜 ≥ 1.5 < 0.75" in text(row[0])
    assert re.search(r'class="cell will_miss"><span data-fig>0.66', row[0])
    assert re.search(r'class="cell on_track"><span data-fig>2', row[0])


def test_a_suggested_move_says_what_it_buys_and_what_is_kept(make_day: MakeDay) -> None:
    told = text(moves(_scene(make_day, _cover({"310117": 0.66, "310112": 2.5, "310115": 1.5}))).html)
    assert "不是调令" in told
    assert "松江 84 闵行84" in told
    assert "0.66 → 1.50" in told
    assert "2.50 → 1.66" in told


def test_where_nothing_lacks_no_move_is_suggested(make_day: MakeDay) -> None:
    assert "无须调剂" in text(moves(_scene(make_day, _cover({"310117": 1.6, "310112": 2.5}))).html)


def test_each_group_stands_alone_with_its_worst_district_and_none_is_summed(make_day: MakeDay) -> None:
    scene = _scene(make_day, [])
    told = text(groups(scene).html)
    for line in scene.day.lines("humane"):
        assert line.zh in told
        worst = next(c for c, r in scene.day.districts_by_need(line.id) if r["open"])
        assert samples.pack().area[worst].short_zh in told
    total = sum(int(r["open"]) for x in scene.day.lines("humane") if (r := scene.day.city(x.id)))
    assert f"{total:,}" not in told


def _issue(kind: str, priority: str, level: str, bands: tuple[int, ...], oldest: float) -> dict:
    names = ("open_0_4h", "open_4_12h", "open_12_24h", "open_24h_plus")
    return {
        "issue_type": kind,
        "priority": priority,
        "held_by": level,
        "open": sum(bands),
        "oldest_h": oldest,
        "escalated": 2,
    } | dict(zip(names, bands, strict=True))


ISSUES = [
    _issue("SUPPLY_SHORT", "P2", "SUBDISTRICT", (90, 0, 0, 0), 3.0),
    _issue("MEDICAL_ACCESS", "P1", "SUBDISTRICT", (5, 0, 0, 0), 2.0),
    _issue("DECISION_NEEDED", "P2", "DISTRICT", (1, 2, 3, 4), 44.2),
    _issue("DECISION_NEEDED", "P2", "CITY", (5, 0, 0, 0), 1.0),
]


def test_danger_to_life_stands_first_and_ages_add_up(make_day: MakeDay) -> None:
    drawn = ages(_scene(make_day, [], ISSUES))
    figure = drawn.charts["ages"]
    assert figure["layout"]["yaxis"]["ticktext"][0] == "特急 就医用药"
    assert figure["layout"]["yaxis"]["ticktext"][1:] == ["当日 缺供", "当日 待决"]
    assert [sum(t["x"][i] for t in figure["data"]) for i in range(3)] == [5, 90, 15]
    assert "在办诉求110件，其中超24小时4件" in text(drawn.html)


def test_who_holds_and_who_decides_stand_apart(make_day: MakeDay) -> None:
    gauge = {
        "gauge": "issue_p1_oldest",
        "area_code": "310000",
        "value": 2.0,
        "target": 1.0,
        "red": 1.0,
        "direction": "down",
    }
    told = text(deciders(_scene(make_day, [gauge], ISSUES)).html)
    assert "待决 · 区 区指挥部决定 10 4 45小时 2" in told
    assert "待决 · 市 市指挥部当次会议决定 5 0 1小时 2" in told
    assert re.search(r"特急 一小时内办结 5 0 2小时 2 需支援", told)


def test_quality_is_a_range_and_few_checks_are_wide(make_day: MakeDay) -> None:
    rows = [
        {"gauge": g, "area_code": "310000", "value": 100.0, "numer": n, "denom": n, "target": 90.0, "amber": 90.0}
        for g, n in (("pass_disinfect_public", 4.0), ("pass_disinfect_terminal", 400.0))
    ]
    figure = quality(_scene(make_day, rows)).charts["quality"]
    few, many = ([*t["x"]] for t in figure["data"] if t["mode"] == "lines")
    assert few[0] < 52 < 99 < many[0]
    assert (few[1], many[1]) == (pytest.approx(100), pytest.approx(100))
