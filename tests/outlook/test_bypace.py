"""The what-if by pace on its page: the line without a change never moves, whatever the sliders stand at."""

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from data_pipeline.core.clock import AsOf
from data_pipeline.core.records import records
from data_pipeline.forecast.course import Stock, Turn
from data_pipeline.outlook import Outlook
from data_pipeline.outlook.bypace import Held, lab_of, laboratory, places
from data_pipeline.outlook.day import Day
from data_pipeline.outlook.whatif import Wish, tried
from data_pipeline.query.rows import GaugesRow
from data_pipeline.words import LANGUAGES, say
from pages.model.canvas import Canvas
from pages.views.outlook.bypace import bypace, start
from pages.views.outlook.foresight import whatif
from tests.support.drawn import text

if TYPE_CHECKING:
    from data_pipeline.board.board import Board

AT = datetime(2022, 4, 6, 14)
LAB = Held("lab", AT, Stock(250_000, 84_000, 44_000), datetime(2022, 4, 7, 6))
BEDS = Held("beds", AT, Stock(9_694, out=553))
TURNS = [Turn(out=1.2), Turn(into=0.7, out=1.5), Turn(added=3000), Turn(more_in=80, added=20)]


@pytest.fixture(scope="module")
def day(board: "Board", rows: pd.DataFrame, said: Outlook, moment: AsOf) -> Day:
    return Day.of(rows, board.pack, moment.ops_day, moment.as_of, said)


@pytest.mark.parametrize("held", [LAB, BEDS], ids=["lab", "beds"])
@pytest.mark.parametrize("turn", TURNS)
def test_the_line_without_a_change_never_moves_with_the_sliders(day: Day, held: Held, turn: Turn) -> None:
    (plain,), (moved,) = (bypace(Canvas(day, "en", "light"), held, t, "").charts.values() for t in (Turn(), turn))
    still, *changed = moved["data"]
    assert (still["x"], still["y"]) == (plain["data"][0]["x"], plain["data"][0]["y"])
    assert len(changed) == 1
    assert changed[0]["y"] != still["y"]


def test_the_band_of_the_forecast_never_moves_with_the_sliders(day: Day, said: Outlook) -> None:
    line = day.pack.lines["transfer"]
    wishes = [Wish(), Wish(pace=40), Wish(arrivals=-30), Wish(plus=200, area="310115")]
    drawn = [
        whatif(Canvas(day, "en", "light"), line, t if w != Wish() else None, t, "")
        for w in wishes
        if (t := tried(said, "transfer", w))
    ]
    (plain, *moved) = [next(iter(d.charts.values()))["data"] for d in drawn]
    assert len(moved) == 3
    for data in moved:
        assert data[: len(plain)] == plain
        assert len(data) > len(plain)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "held", [LAB, BEDS, Held("rooms", AT, Stock(74, out=-3))], ids=["lab", "beds", "rooms free up"]
)
def test_what_is_told_has_its_as_of_and_both_sides(day: Day, held: Held, lang: str) -> None:
    assert "14:00" in start(day, held, lang)
    html = bypace(Canvas(day, lang, "dark"), held, TURNS[0], "").html
    assert say(lang, "outlook.without") in html
    assert say(lang, "outlook.with") in html
    assert "{" not in html


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("kind", "out"), [("beds", 100.0), ("rooms", 100.0), ("lab", 100.0)])
def test_an_hour_at_which_it_would_be_gone_that_has_passed_is_told_as_passed(
    day: Day, lang: str, kind: str, out: float
) -> None:
    held = Held(kind, AT, Stock(140, out=out))  # gone at 15:24
    early, late = (replace(day, now=AT.replace(hour=h, minute=20)) for h in (15, 16))
    coming, gone = (say(lang, f"bypace.{key}_{kind}", time="15:24").strip() for key in ("gone", "gone_past"))
    assert coming in text(bypace(Canvas(early, lang, "light"), held, Turn(), "").html)
    told = text(bypace(Canvas(late, lang, "light"), held, Turn(), "").html)
    assert gone in told
    assert coming not in told


def test_a_deadline_that_has_passed_is_not_told_as_one_to_come(day: Day) -> None:
    held = Held("lab", AT, Stock(90_000, into=10.0, out=20.0), AT.replace(hour=16))
    early, late = (replace(day, now=AT.replace(hour=h, minute=20)) for h in (15, 16))
    assert "at 16:00" in text(bypace(Canvas(early, "en", "light"), held, Turn(), "").html)
    assert "at 16:00" not in text(bypace(Canvas(late, "en", "light"), held, Turn(), "").html)


def test_screening_starts_from_its_laboratories_and_beds_from_what_runs_out_first(
    board: "Board", day: Day, moment: AsOf
) -> None:
    lines = board.pack.lines
    lab = lab_of(board.pack, lines["screening"])
    assert lab is not None
    held = laboratory(day.city(lab.id))
    assert held is not None
    assert held.stock.level == day.city("stage_test")["open"]  # type: ignore[index]
    assert lab_of(board.pack, lines["transfer"]) is None
    gauges = board.rows("page/gauges", moment.known_at, ops_day=moment.ops_day, moment=moment.as_of)
    city = records(pd.DataFrame(gauges[gauges["area_code"] == day.city_code]), GaugesRow)
    first = places(board.pack, lines["capacity"], city)
    assert first is not None
    hours = {r["gauge"]: r["value"] for r in city if r["gauge"] in ("runway_beds", "runway_rooms")}
    assert f"runway_{first.kind}" == min(hours, key=lambda g: hours[g])
    assert places(board.pack, lines["transfer"], city) is None
