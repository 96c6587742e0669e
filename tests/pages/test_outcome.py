"""The outcome page: net of conversions, the peak labelled, what is too small or unknown said and not shown."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pandas as pd
import pytest

from data_pipeline.board.board import Board
from data_pipeline.outlook.day import Day
from data_pipeline.outlook.readings import Readings
from pages.components.charts.series import Course, Days, by_day, peak
from pages.components.charts.steps import legend, scale, step
from pages.model.canvas import Canvas
from pages.model.scene import Scene
from pages.views.outcome.outcome import SHARE_EDGES, outcome
from tests.pages.conftest import MakeDay
from tests.support import fake, samples
from tests.support.drawn import LATIN, component, desk, text, words_of

Show = Callable[[Board], None]
FULL, STALE, EARLY = "2022-04-06T16:45@0", "2022-04-07T07:30@0", "2022-04-02T16:00@0"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("clock", [FULL, STALE, EARLY])
def test_it_draws_with_and_without_a_bulletin(shown: Show, full_board: Board, lang: str, clock: str) -> None:
    shown(full_board)
    at = desk("outcome", lang=lang, clock=clock)
    assert not at.exception
    drawn = component(at, "board")
    assert not re.search(r"\b(None|nan|NaT|NaN|inf)\b", words_of(drawn["html"]))
    if lang == "zh":
        assert LATIN.findall(words_of(drawn["html"])) == []
    assert set(drawn["charts"]) >= {"outcome-new", "outcome-share", "heat-new", "heat-share"}


def test_before_any_bulletin_it_says_what_to_load(shown: Show, empty_board: Board) -> None:
    shown(empty_board)
    drawn = component(desk("outcome", lang="zh", clock=FULL), "board")
    assert drawn["charts"] == {}
    assert "每日通报" in text(drawn["html"])


def _rows(net: list[int], found: list[int | None], **more: object) -> pd.DataFrame:
    first = date(2022, 4, 6) - timedelta(days=len(net) - 1)
    rows = [
        {
            "ops_day": first + timedelta(days=i),
            "level": level,
            "area_code": code,
            "source": "OWN",
            "confirmed": n,
            "asymptomatic": 0,
            "conversions": 2.0,
            "conversions_unknown": 0,
            "net_new": n,
            "community_found": f,
            "community_share": 100 * f / n if f is not None and n else None,
            "deaths": 1.0,
            "severe": 7.0,
            "critical": 3.0,
            "in_hospital": 400.0,
            "net_7d": None,
            "reported": 1,
            "expected": 1,
        }
        | more
        for i, (n, f) in enumerate(zip(net, found, strict=True))
        for level, code in (("city", "310000"), ("district", "310115"))
    ]
    return pd.DataFrame(rows)


def _scene(make_day: MakeDay, rows: pd.DataFrame) -> Scene:
    readings = Readings.of(pd.DataFrame(columns=["gauge", "area_code", "value", "direction"]), samples.pack())
    return Scene(
        make_day(), "zh", "light", readings, fake.freshness_rows(samples.pack()), None, None, lambda *_, **__: rows
    )


def test_the_peak_is_labelled_and_how_long_ago_it_was_is_said(make_day: MakeDay) -> None:
    drawn = outcome(_scene(make_day, _rows([120, 300, 180, 90], [12, 30, 18, 9])))
    notes = [a["text"] for a in drawn.charts["outcome-new"]["layout"]["annotations"]]
    assert "最高 4月4日 300" in notes
    assert "已过2天" in text(drawn.html)
    assert "最高" not in text(outcome(_scene(make_day, _rows([90, 120], [9, 12]))).html).split("当日为")[0]


def test_a_share_of_fewer_than_ten_people_is_not_told(make_day: MakeDay) -> None:
    drawn = outcome(_scene(make_day, _rows([120, 8], [12, 4])))
    assert drawn.charts["outcome-share"]["data"][0]["y"] == [10.0, None]
    row = [a.code for a in samples.pack().districts].index("310115")
    assert drawn.charts["heat-share"]["data"][0]["z"][row] == [step(10.0, SHARE_EDGES), None]


def test_what_is_not_known_of_conversions_and_districts_is_said(make_day: MakeDay) -> None:
    rows = _rows([120], [12], conversions=None, conversions_unknown=3, source="DISTRICTS", reported=15, expected=16)
    told = text(outcome(_scene(make_day, rows)).html)
    assert "3处未公布转归，净增为上限" in told
    assert "15/16区相加" in told


def test_bars_begin_at_zero_and_every_chart_has_its_twin(make_day: MakeDay) -> None:
    drawn = outcome(_scene(make_day, _rows([120, 300], [12, 30])))
    for name, figure in drawn.charts.items():
        if not name.startswith("heat"):
            assert figure["layout"]["yaxis"]["range"][0] == 0
    assert drawn.html.count('role="img"') == drawn.html.count('<div class="twin"') == len(drawn.charts) == 6


def test_steps_are_five_of_one_hue_with_numbers_and_edges() -> None:
    assert [step(v, (10, 100, 500, 2000)) for v in (0, 9, 10, 499, 500, 2000)] == [0, 0, 1, 2, 3, 4]
    assert re.findall(r">(\d)</i>", legend((1, 3, 10, 30), "zh", "light")) == ["1", "2", "3", "4", "5"]
    assert len({colour for _, colour in scale("dark")}) == 5


def test_of_equal_peaks_the_first_counts() -> None:
    assert peak([3, 9, None, 9, float("nan")]) == 1
    assert peak([None]) is None


@pytest.mark.parametrize(("due", "above"), [(11.0, False), (40.0, True)])
def test_the_words_of_the_highest_bar_never_lie_on_a_line(empty_day: Day, due: float, above: bool) -> None:
    days = [date(2021, 12, d) for d in (1, 2, 3)]
    of = Course(days, (Days("done", (9.0, 10.0, 9.0)), Days("due", (due,) * 3, line=True)))
    (figure,) = by_day(Canvas(empty_day, "en", "light"), "x", "x", of).charts.values()
    (said,) = [a for a in figure["layout"]["annotations"] if a["text"].startswith("highest")]
    assert (said["yshift"] > 0) == above
