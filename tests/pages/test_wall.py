"""The wall without a browser: its address, what fits, what its views say, and that it is drawn once for all."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from types import SimpleNamespace

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from data_pipeline.access.sight import WHOLE
from data_pipeline.board.board import Board
from data_pipeline.board.meetings import last_meetings, meeting_before
from data_pipeline.core.clock import read_clock
from data_pipeline.declare.wall import ViewRule
from data_pipeline.outlook.day import STATES, Day
from data_pipeline.outlook.readings import Readings
from data_pipeline.sentences.phrases import states_told
from data_pipeline.sentences.sentence import overview
from data_pipeline.words import say
from data_pipeline.words.numbers import count
from pages.app import person
from pages.app.data_version import VERSIONS, data_version
from pages.views.wall.asked import CARD, CITIES, VIEWS, Asked
from pages.views.wall.room import Room, parts
from pages.views.wall.screen import DRAW, allowed, drawn, wall
from pages.views.wall.seen import Seen
from tests.pages.conftest import MakeDay
from tests.support import fake, samples
from tests.support.drawn import FRAME, LATIN, text
from tests.support.wall import wall as address_of


def seen(day: Day, lang: str = "zh", far: float = 6, before: Day | None = None, **freshness: object) -> Seen:
    pack = samples.pack()
    columns = ["gauge", "area_code", "value", "target", "amber", "red", "direction"]
    gauges = Readings.of(pd.DataFrame(columns=columns), pack)
    fresh = fake.freshness_rows(pack, 14, **freshness)  # type: ignore[arg-type]
    return Seen(day, lang, "light", fresh, gauges, before, datetime(2022, 4, 6, 14), Room(far))


def test_the_address_restores_what_was_asked() -> None:
    asked = Asked(("map", "tiles"), (20, 40), False, 4.5)
    told = dict(x.split("=") for x in asked.address(lang="en").removeprefix("/wall?").split("&"))
    assert Asked.of(told) == asked
    assert told["lang"] == "en"


@pytest.mark.parametrize(
    "wrong", [{"views": "nonsense,,"}, {"dwell": "-3,x"}, {"far": "nan"}, {"far": "x"}, {"dwell": "99999"}]
)
def test_a_wrong_address_shows_the_default(wrong: dict[str, str]) -> None:
    assert Asked.of(wrong) == Asked()


def test_each_view_may_stay_for_its_own_time() -> None:
    asked = Asked.of({"views": "tiles,map,needs", "dwell": "30,60"})
    assert [asked.dwell_of(v) for v in asked.views] == [30, 60, 60]


def test_every_view_offered_can_be_drawn() -> None:
    assert set(DRAW) == {*VIEWS, CITIES, CARD}


@pytest.mark.parametrize("far", [3, 6, 7.5])
def test_no_district_and_no_line_is_left_out_however_far_the_last_row(day: Day, far: float) -> None:
    for name, rows in (("matrix", "<tr data-key"), ("tiles", "data-key=")):
        views = DRAW[name](seen(day, far=far))
        keys = {k.split('"')[1] for v in views for k in v.body.split(rows)[1:]}
        wanted = {a.code for a in day.pack.districts} if name == "matrix" else {x.id for x in day.lines("headline")}
        assert wanted <= keys, (name, far)


def test_parts_hold_everything_in_order() -> None:
    assert [x for part in parts(list(range(16)), 7) for x in part] == list(range(16))
    assert max(len(p) for p in parts(list(range(16)), 7)) <= 7


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_view_says_something_also_where_nothing_was_reported(make_day: Callable[..., Day], lang: str) -> None:
    day = make_day(skip=("transfer", "key_hardship"))
    drawn = wall(seen(day, lang, before=day), Asked())
    titles = [t.split("</h1>")[0] for t in drawn.html.split("<h1>")[1:]]
    # without an outlook there is nothing to decide, nobody knows that no alert stands, and no action is open
    assert len(titles) >= len(VIEWS) - 3
    assert all(titles)
    if lang == "zh":
        assert LATIN.findall(text(drawn.html)) == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nobody_is_told_that_all_is_well_where_nothing_can_be_judged(make_day: Callable[..., Day], lang: str) -> None:
    day = make_day(stale=tuple(samples.pack().lines))
    all = len(day.lines("headline"))
    (tiles, *_), (districts, *_) = (DRAW[view](seen(day, lang)) for view in ("tiles", "matrix"))
    assert tiles.title == say(lang, "wall.tiles_unknown", place=seen(day, lang).place(), count=all, all=all)
    assert districts.title == say(lang, "wall.matrix_unknown", count=all)
    assert overview(day, lang) == say(lang, "sentence.count", all=all, parts=states_told({"unknown": all}, lang))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_wall_with_nothing_to_decide_tells_how_the_lines_stand(make_day: MakeDay, lang: str) -> None:
    day = replace(make_day(skip=("transfer",)), outlook=SimpleNamespace(of=lambda *_: None))
    (view,) = DRAW["decide"](seen(day, lang))
    lines = sorted(day.lines("headline"), key=lambda x: x.id == "transfer")
    assert view.title == say(lang, "decide.none")
    shown = re.findall(r'class="decision watched (\w+)" data-key="(\w+)"', view.body)
    assert len(shown) >= 4
    assert [state for state, _ in shown] == sorted((day.state(x) for _, x in shown), key=STATES.index)
    assert "transfer" not in {x for _, x in shown[: len(lines) - 1]}
    (row,) = [r for x, r in day.latest.items() if x == (shown[0][1], day.city_code)]
    assert count(row["open"], lang) in text(view.body)


def test_an_empty_board_says_so_instead_of_showing_zeros(empty_day: Day) -> None:
    drawn = wall(seen(empty_day), Asked())
    assert drawn.html.count("<section") == 1
    assert "尚未收到" in drawn.html
    assert [f.name("zh") for f in samples.pack().feeds.values() if f.name("zh") in text(drawn.html)]


def test_a_wall_of_one_district_speaks_of_that_district(day: Day) -> None:
    (view, *_) = DRAW["tiles"](seen(day.focused("310115")))
    assert view.title.startswith("浦东新区")
    row = day.at("transfer", "310115")
    assert row
    assert f"{row['open']:,}" in view.body


def test_what_changed_since_the_meeting_is_told_by_state(make_day: Callable[..., Day]) -> None:
    (view,) = DRAW["changes"](seen(make_day(14), before=make_day(14)))
    assert "未变" in view.title


def test_the_browser_is_told_the_next_slot_of_every_feed(day: Day) -> None:
    html = wall(seen(day, silent=("supply",)), Asked()).html
    assert "&#34;supply&#34;:{&#34;next&#34;" in html
    assert "&#34;cadence&#34;:120" in html


def test_the_wall_has_no_bar_and_its_address_is_all_it_needs(
    shown: Callable[[Board], None], sample_board: Board
) -> None:
    shown(sample_board)
    of = address_of(clock="2022-04-06T16:45@0", views="tiles,needs", lang="en")
    assert of.content["lang"] == "en"
    assert of.html.count("<section") == 2
    assert "rq-bar" not in of.html


def test_a_wall_knows_its_views_by_key_so_that_a_redraw_moves_nothing(day: Day) -> None:
    html = wall(seen(day), Asked(("tiles", "map"))).html
    assert html.count('data-key="view-tiles"') == html.count('data-key="view-map"') == 1


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_view_has_a_name_on_the_set_up_page(lang: str) -> None:
    assert all(say(lang, f"wall_setup.view_{view}") for view in VIEWS)


def test_a_meeting_marked_takes_the_place_of_the_planned_hour_and_others_stand_as_planned() -> None:
    operation, noon = samples.pack().operation, datetime(2022, 4, 6)
    marked = [datetime(2022, 4, 6, 18, 25)]
    told = last_meetings(operation, datetime(2022, 4, 6, 20), marked)
    assert told[:2] == [datetime(2022, 4, 6, 18, 25), datetime(2022, 4, 6, 14)]
    assert meeting_before(operation, noon, datetime(2022, 4, 6, 18, 20), marked) == datetime(2022, 4, 6, 18)
    assert meeting_before(operation, noon, datetime(2022, 4, 6, 7), marked) is None


def test_the_wall_compares_with_the_meeting_that_was_marked(shown: Callable[[Board], None], own_board: Board) -> None:
    shown(own_board)
    before = data_version(read_clock("2022-04-06T16:45@0", own_board.pack.operation), WHOLE)
    own_board.mark_meeting(datetime(2022, 4, 6, 15, 20), "li", datetime(2022, 4, 6, 15, 30))
    VERSIONS.clear()
    clock = read_clock("2022-04-06T16:45@0", own_board.pack.operation)
    assert data_version(clock, WHOLE) != before  # the walls are told
    assert "15:20" in address_of(clock="2022-04-06T16:45@0", views="changes", lang="zh").html


def test_the_button_marks_what_is_shown_and_a_viewer_has_none(
    shown: Callable[[Board], None], own_board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown(own_board)
    monkeypatch.setenv("BOARD_CLOCK", "replay:2022-04-06T16:45@0")
    at = AppTest.from_file(str(FRAME.parent / "wall" / "setup.py"), default_timeout=120).run()
    at.text_input(key="name_typed").set_value("李").run()
    at.button(key="mark-meeting").click().run()
    assert not at.exception
    assert own_board.meetings(datetime.max) == [datetime(2022, 4, 6, 16, 45)]
    monkeypatch.setattr(person, "_peer", lambda: "10.0.0.7")
    assert "mark-meeting" not in [b.key for b in at.run().button]


def shown_by(rules: tuple[ViewRule, ...], day: Day, *names: str) -> list[str]:
    ruled = replace(day, pack=replace(day.pack, views=rules))
    return [name for name, _ in allowed([(name, drawn(seen(ruled), name)) for name in names], ruled)]


def test_a_view_is_shown_when_the_operation_lets_it_and_never_none(make_day: MakeDay) -> None:
    day = make_day(14)
    states = {x.state for view in drawn(seen(day), "tiles") for x in view.judged.values()}
    absent = next(s for s in ("on_track", "at_risk", "will_miss", "unknown") if s not in states)
    some, none = (ViewRule.model_validate({"view": "tiles", "states": x}) for x in ([*states], [absent]))
    assert shown_by((some,), day, "tiles", "health") == ["tiles", "health"]
    assert shown_by((none,), day, "tiles", "health") == ["health"]
    assert shown_by((some, none), day, "tiles", "health") == ["health"]
    assert shown_by((none,), day, "tiles") == ["tiles"]
    for hour, kept in ((13.9, True), (14, True), (14.1, False)):
        assert ("tiles" in shown_by((ViewRule(view="tiles", since=hour),), day, "tiles", "health")) == kept
        assert ("tiles" in shown_by((ViewRule(view="tiles", until=hour),), day, "tiles", "health")) != (hour < 14)


def test_a_view_says_of_which_lines_and_indicators_it_shows_the_state(day: Day) -> None:
    of = {name: {id for view in drawn(seen(day), name) for id in view.judged} for name in ("tiles", "humane")}
    assert of["tiles"] == {x.id for x in day.lines("headline")}
    assert of["humane"] == {x.id for x in day.lines("humane")}
    assert 'data-judged="' in wall(seen(day), Asked(("tiles",))).html


def test_the_map_names_no_district_that_has_nothing_left(make_day: MakeDay) -> None:
    day = make_day(14)
    line = seen(day).worst.id
    codes = [a.code for a in day.pack.districts]
    latest = {k: row | {"open": 7 if k[1] == codes[3] else 0} if k[0] == line else row for k, row in day.latest.items()}
    one = replace(day)
    one.__dict__["latest"] = latest
    none = replace(day)
    none.__dict__["latest"] = {k: row | {"open": 0} if k[0] == line else row for k, row in latest.items()}
    for lang in ("zh", "en"):
        (view,) = drawn(seen(one, lang), "map")
        assert [c for c in codes if seen(one, lang).names([c]) in view.title] == [codes[3]]
        (view,) = drawn(seen(none, lang), "map")
        assert not [c for c in codes if seen(none, lang).names([c]) in view.title]
