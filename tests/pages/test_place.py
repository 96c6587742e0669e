"""The page of one district: reached by pressing what is chosen, it tells all of that place and no small count."""

import re
from collections.abc import Callable

import pandas as pd
import pytest

from data_pipeline.board.board import Board
from data_pipeline.outlook.readings import Readings
from pages.app.shell import opens
from pages.model.scene import Scene
from pages.views.district.below import places, subdistricts
from pages.views.district.place import district_of, place
from tests.pages.conftest import MakeDay
from tests.support import fake, samples
from tests.support.drawn import LATIN, component, desk, text, words_of

pytestmark = pytest.mark.usefixtures("only_looks")
Show = Callable[[Board], None]
FULL, STALE, EMPTY = "2022-04-06T16:45@0", "2022-04-06T14:45@0", "2022-04-05T16:00@0"


def test_the_place_already_chosen_opens_on_the_next_press() -> None:
    assert opens("area=310115", None, "310115")
    assert opens("line=transfer&area=310115", "transfer", "310115")
    assert not opens("area=310115", None, None)
    assert not opens("area=310101", None, "310115")
    assert not opens("line=screening&area=310115", "transfer", "310115")
    assert not opens("line=transfer", "transfer", "310115")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("clock", [FULL, STALE, EMPTY])
def test_it_draws_full_stale_and_empty(shown: Show, sample_board: Board, lang: str, clock: str) -> None:
    shown(sample_board)
    at = desk("district", lang=lang, clock=clock, area="310115")
    assert not at.exception
    drawn = component(at, "board")
    html = drawn["html"]
    assert not re.search(r"\b(None|nan|NaT|NaN|inf)\b", words_of(html))
    if lang == "zh":
        assert LATIN.findall(words_of(html)) == []
    if clock == EMPTY:
        assert 'class="empty"' in html
    else:
        assert html.count('<button class="tile') == 8
        assert set(drawn["charts"]) == {"courses", "burndown"}
        assert ("浦东新区" if lang == "zh" else "Pudong New Area") in text(html)


def _scene(make_day: MakeDay, area: str | None, rows: pd.DataFrame) -> Scene:
    readings = Readings.of(pd.DataFrame(columns=["gauge", "area_code", "value", "direction"]), samples.pack())
    fresh = fake.freshness_rows(samples.pack())
    return Scene(make_day(), "zh", "light", readings, fresh, "transfer", area, lambda name, **_: rows)


def _rows(left: dict[str, int], line: str = "transfer") -> pd.DataFrame:
    """A ledger for each subdistrict of Huangpu: nothing carried in, 40 done."""
    at, end = pd.Timestamp(2022, 4, 6, 14), pd.Timestamp(2022, 4, 7)
    made = [
        {
            "line": line,
            "district_code": "310101",
            "area_code": code,
            "area_sort": n,
            "as_of": at,
            "carry_in": 0,
            "new_due": n + 40,
            "done": 40,
            "cancelled": 0,
            "open": n,
            "due": n + 40,
            "rate": 40 / (n + 40),
            "oldest_h": 3.2,
            "deadline_at": end,
            "part": line,
            "told_at": at,
            "is_latest": True,
            "to_do": n,
            "expected_new": 0.0,
            "overdue": None,
            "rate_last": 4.0,
            "stale": False,
            "rate_done": 4.0,
            "hours_left": 10.0,
            "rate_needed": n / 10,
            "pace_ratio": n / 40,
            "finish_at": pd.Timestamp(2022, 4, 6, 20),
            "late_h": -4.0,
        }
        for code, n in left.items()
    ]
    return pd.DataFrame(made)


def test_people_are_told_in_bands_and_a_place_of_few_in_the_state_of_its_district(make_day: MakeDay) -> None:
    left = {"310101002": 3, "310101013": 22, "310101015": 60, "310101017": 0}
    scene = _scene(make_day, "310101", _rows(left))
    shown = dict(
        zip(*places(scene, samples.pack().lines["transfer"], "310101")[["area_code", "open"]].to_numpy().T, strict=True)
    )
    assert shown == {"310101002": "0–19", "310101013": "10–49", "310101015": "40–99", "310101017": "0–19"}
    html = subdistricts(scene, samples.pack().lines["transfer"], "310101")
    told = {code: (css, row) for code, css, row in re.findall(r'data-key="(3101010\d+)" class="(\w+)"(.*?)</tr>', html)}
    whole = scene.day.state("transfer", "310101")
    assert {told["310101002"][0], told["310101017"][0]} == {whole}
    assert told["310101013"][0] == "on_track" != whole
    assert [word in told["310101002"][1] for word in ("0–19", "3小时", "6小时", "93%")] == [True, False, False, False]
    assert list(told)[-2:] == ["310101017", "310101002"]
    assert [word in told["310101015"][1] for word in ("40–99", "6小时", "40%")] == [True, True, False]


def test_few_and_none_look_the_same(make_day: MakeDay) -> None:
    left = {"310101002": 3, "310101013": 22, "310101015": 60, "310101017": 0}
    html = subdistricts(_scene(make_day, "310101", _rows(left)), samples.pack().lines["transfer"], "310101")
    rows = dict(re.findall(r'data-key="(3101010\d+)"(.*?)</tr>', html))
    some, none = (re.sub(r"<th.*?</th>", "", rows[code]) for code in ("310101002", "310101017"))
    assert some == none


def test_what_is_not_people_is_told_exactly(make_day: MakeDay) -> None:
    rows = _rows({"310101002": 3, "310101013": 22}, "disinfect_public")
    scene = _scene(make_day, "310101", rows)
    assert places(scene, samples.pack().lines["disinfect_public"], "310101")["open"].tolist() == [3, 22]


def test_a_line_told_by_district_only_says_so(make_day: MakeDay) -> None:
    scene = _scene(make_day, "310101", _rows({"310101002": 3}))
    assert "只报到区" in subdistricts(scene, samples.pack().lines["capacity"], "310101")


def test_a_subdistrict_leads_to_its_district_and_no_choice_to_the_one_most_in_need(make_day: MakeDay) -> None:
    rows = _rows({"310101002": 3})
    assert district_of(_scene(make_day, "310101002", rows)) == "310101"
    scene = _scene(make_day, None, rows)
    assert district_of(scene) == scene.day.order[0]
    assert district_of(_scene(make_day, "310000", rows)) == scene.day.order[0]
    assert set(place(scene).charts) == {"courses", "burndown"}


def _course(done: list[int], left: int, **more: object) -> pd.DataFrame:
    """A subdistrict's rows at 10:00, 12:00 and 14:00, of doors that are no people."""
    row = _rows({"310101013": left}, "last100m").iloc[0].to_dict()
    told = [
        row
        | {
            "as_of": at,
            "told_at": at,
            "done": d,
            "is_latest": at.hour == 14,
            "rate_last": 20.0,
            "rate_done": 20.0,
            "pace_ratio": 0.5,
        }
        for d, at in zip(done, (pd.Timestamp(2022, 4, 6, h) for h in (10, 12, 14)), strict=True)
    ]
    return pd.DataFrame(told).assign(**more)


@pytest.mark.parametrize(
    ("done", "left", "more", "said"),
    [
        ([60, 100, 140], 40, {}, ("on_track", "pace")),
        ([61, 139, 139], 40, {}, ("will_miss", "stopped")),  # its pace of the last hours would be enough
        ([60, 100, 140], 0, {}, ("on_track", "cleared")),
        ([60, 100, 140], 40, {"stale": True}, ("unknown", "stale")),
        ([60, 100, 140], 40, {"deadline_at": pd.Timestamp(2022, 4, 6, 13)}, ("will_miss", "deadline")),
    ],
)
def test_a_subdistrict_is_judged_by_the_rules_of_every_other_place(
    make_day: MakeDay, done: list[int], left: int, more: dict[str, object], said: tuple[str, str]
) -> None:
    scene = _scene(make_day, "310101", _course(done, left, **more))
    own = places(scene, samples.pack().lines["last100m"], "310101")
    assert [(r["state"], r["judge"]) for r in own.to_dict("records")] == [said]
