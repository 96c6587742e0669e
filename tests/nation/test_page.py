"""The page of all cities: those in need first, who has told nothing is named, nothing is summed that must not be."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from data_pipeline.nation.cities import Nation
from data_pipeline.nation.rollups import Rollups
from data_pipeline.nation.standing import standing
from data_pipeline.outlook.day import Day
from pages.model.canvas import Canvas
from pages.model.cities import Cities
from pages.views.cities import ground
from pages.views.cities.cities import cities, sentence
from tests.nation.test_rollups import DAY, LINES, SIX, table, told
from tests.pages.conftest import make_day  # noqa: F401
from tests.support.drawn import text

Make = Callable[..., Cities]
NAMES = {"a": "甲市", "b": "乙市", "c": "丙市"}


@pytest.fixture
def of(tmp_path: Path, day: Day) -> Make:
    def make(*rows: dict, lang: str = "zh", now: datetime = SIX) -> Cities:
        rollups = Rollups(tmp_path / "nation")
        rollups.append(table(rows))
        nation = Nation.model_validate(
            {
                "rollups": tmp_path,
                "city": [
                    {"code": c, "zh": n, "en": c.upper(), "at": (120 + i, 31)} for i, (c, n) in enumerate(NAMES.items())
                ],
            }
        )
        return Cities(Canvas(day, lang, "light"), nation, standing(rollups, LINES, DAY, SIX + timedelta(hours=1)), now)

    return make


@pytest.fixture
def day(make_day: Callable[..., Day]) -> Day:  # noqa: F811
    return make_day()


def test_those_in_need_come_first_and_who_told_nothing_is_named(of: Make) -> None:
    found = of(told("a", "chase"), told("b", "transfer", state="will_miss"))
    assert [t.city.code for t in found.rows] == ["b", "c", "a"]
    assert sentence(found) == "共3市，1市有事项需支援。需支援：乙市。半小时以上未报：丙市（1市）。"


def test_every_city_has_a_row_with_its_figures_and_when_it_told_them(of: Make) -> None:
    drawn = cities(of(told("a", "chase", rate=0.6, open=40.0)), "zh")
    said = text(drawn.html)
    assert all(name in said for name in NAMES.values())
    assert "60" in said
    assert said.count("未报") >= 2
    assert "cities-map" in drawn.charts


def test_what_a_board_reported_long_ago_is_shown_and_not_judged(of: Make) -> None:
    early, late = (
        of(told("a", "chase", state="will_miss", rate=0.6), now=SIX + timedelta(minutes=m)) for m in (20, 40)
    )
    assert [t.city.code for t in early.in_need()] == ["a"]
    assert late.in_need() == []
    assert "甲市" in sentence(late).split("半小时以上未报")[1]
    shown = text(cities(late, "zh").html)
    assert "60" in shown
    assert "0/1" in shown, "the sums below count as the table above"


def test_while_nobody_knows_no_end_is_told_and_none_is_said_to_be_fine(of: Make) -> None:
    late = of(told("a", "chase", rate=0.6), now=SIX + timedelta(minutes=40))
    assert "0市" not in sentence(late)
    shown = text(cities(late, "zh").html)
    assert "尚不能判定" in shown
    assert "甲市 18:00" not in shown.split("各市合计")[1]


def test_a_line_without_a_known_end_says_whether_it_clears(of: Make) -> None:
    never = text(cities(of(told("a", "chase", state="will_miss", finish_at=None)), "zh").html)
    unknown = text(cities(of(told("a", "chase", state="unknown", finish_at=None, seq=2)), "zh").html)
    assert "按现速不能清零" in never
    assert "尚不能判定" in unknown


def test_of_many_cities_the_map_names_those_most_in_need(of: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    def named() -> set[str]:
        chart = cities(of(told("b", "transfer", state="will_miss"), told("a", "chase")), "zh").charts["cities-map"]
        return {name for trace in chart["data"] for name in trace["text"] if name}

    assert named() == set(NAMES.values())
    monkeypatch.setattr(ground, "FEW", 2)
    monkeypatch.setattr(ground, "NAMED", 1)
    assert named() == {"乙市"}


def test_where_no_city_has_reported_yet_that_is_said_and_nothing_is_summed(of: Make) -> None:
    found = of(told("a", "chase", reported_at=SIX + timedelta(hours=2)))
    assert sentence(found) == "共3市，均尚未上报。"
    assert "各市合计" not in text(cities(found, "zh").html)


def test_a_board_that_stands_alone_says_so() -> None:
    assert "单市看板" in text(cities(None, "zh").html)


def test_a_city_named_with_marks_of_the_page_is_only_a_name(of: Make) -> None:
    NAMES["a"] = "<b>甲</b>"
    try:
        assert "<b>甲</b>" not in str(cities(of(told("a", "chase", state="will_miss")), "zh").html).replace(
            "&lt;b&gt;", ""
        )
    finally:
        NAMES["a"] = "甲市"
