"""Every stretch of the day is told as what it is: no countdown, no pace, no forecast to a deadline that has passed."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from data_pipeline.access.sight import WHOLE
from data_pipeline.board.board import Board
from data_pipeline.board.moments import OPENINGS, moment_of
from data_pipeline.board.opening import may_open, opening, stays
from data_pipeline.core.clock import read_clock
from data_pipeline.core.stretch import Now, Opening, Stretch, stretch_of
from data_pipeline.words import LANGUAGES, say
from data_pipeline.words.numbers import count
from pages.app.data_version import data_version
from tests.support.drawn import component, page, text
from tests.support.samples import DAY, pack
from tests.support.wall import wall

pytestmark = pytest.mark.usefixtures("only_looks")
Show = Callable[[Board], None]
NIGHT = "2022-04-07T00:20@0"


@pytest.mark.parametrize(
    ("at", "stretch"),
    [
        ("2022-04-06T07:30", Stretch.BEFORE),
        ("2022-04-06T08:00", Stretch.RUNNING),
        ("2022-04-06T19:59", Stretch.RUNNING),
        ("2022-04-06T20:00", Stretch.LAST_HOURS),
        ("2022-04-06T23:59", Stretch.LAST_HOURS),
        ("2022-04-07T00:00", Stretch.CLOSED),
        ("2022-04-07T07:59", Stretch.CLOSED),
    ],
)
def test_the_clock_says_which_stretch_it_is(at: str, stretch: Stretch) -> None:
    assert stretch_of(datetime.fromisoformat(at), DAY, 8, ended=False) is stretch
    assert stretch_of(datetime.fromisoformat(at), DAY, 8, ended=True) is Stretch.ENDED


def test_a_line_has_a_stretch_of_its_own_and_a_round_runs_on_through_the_night() -> None:
    night = Now(Stretch.CLOSED, datetime(2022, 4, 7, 0, 20))
    assert night.of_line(datetime(2022, 4, 7)) is Stretch.PAST
    assert night.of_line(datetime(2022, 4, 7, 4, 20)) is Stretch.LAST_HOURS
    assert night.of_line(datetime(2022, 4, 7, 6)) is Stretch.RUNNING
    assert night.of_line(None) is Stretch.CLOSED
    assert night.is_over
    assert night.mark() == "c00"


def test_a_slot_is_full_at_ninety_five_of_a_hundred_of_every_feed() -> None:
    def came(*each: int) -> Opening:
        return Opening(DAY, datetime(2022, 4, 6, 8), {str(i): (n, 20) for i, n in enumerate(each)})

    assert came(19, 20).is_full
    assert not came(18, 20).is_full
    assert came(3, 16).files == (19, 40)


def at(hour: str, day: str = "2022-04-06"):
    return moment_of(read_clock(f"{day}T{hour}@0", pack().operation))


def test_the_closed_day_stays_until_the_first_slot_is_full_and_no_longer_than_its_grace(
    shown: Show, full_board: Board
) -> None:
    """The sample's first files of 6 April: screening by 08:10, transfer but for one district, the last by 08:40."""
    shown(full_board)
    OPENINGS.clear()
    seen = {h: at(h) for h in ("07:59", "08:00", "08:10", "08:40", "09:00")}
    stretches = {h: m.stands.stretch for h, m in seen.items() if m.stands}
    assert stretches == {
        "07:59": Stretch.CLOSED,
        "08:00": Stretch.OPENING,
        "08:10": Stretch.OPENING,
        "08:40": Stretch.RUNNING,
        "09:00": Stretch.RUNNING,
    }
    assert [m.ops_day.day for m in seen.values()] == [5, 5, 5, 6, 6]
    assert {m.as_of for h, m in seen.items() if h < "08:40"} == {datetime(2022, 4, 6)}
    opening = seen["08:10"].stands.opening  # type: ignore[union-attr]
    assert opening is not None
    assert opening.came["screening"] == (16, 16)
    assert opening.came["transfer"] == (15, 16)
    assert opening.files == (31, 96)
    clocks = [read_clock(f"2022-04-06T{h}@0", pack().operation) for h in ("06:10", "07:59", "08:10", "08:40")]
    words = [data_version(clock, WHOLE) for clock in clocks]
    assert len(set(words)) == 4  # each is drawn


def test_while_nothing_at_all_has_come_the_closed_day_stays_a_slot_longer(shown: Show, full_board: Board) -> None:
    """As known at 07:59 nothing of 6 April has come: asked at 09:00, 10:59 and 11:00 of a board that hears nothing."""
    shown(full_board)
    OPENINGS.clear()
    op = pack().operation
    known = read_clock("2022-04-06T07:59@0", op).moment(op).known_at
    seen = {}
    for h in ("09:00", "10:59", "11:00"):
        moment = replace(read_clock(f"2022-04-06T{h}@0", op).moment(op), known_at=known)
        found = opening(pack(), moment.ops_day, lambda n, **how: full_board.rows(n, known_at=known, **how))
        assert found is not None
        assert found.files[0] == 0
        seen[h] = may_open(pack(), moment) and stays(pack(), moment, found)
        one = replace(found, came={**found.came, "screening": (1, 16)})
        assert not stays(pack(), moment, one)
    assert seen == {"09:00": True, "10:59": True, "11:00": False}


def test_a_first_day_has_no_closed_one_before_it(shown: Show, sample_board: Board) -> None:
    shown(sample_board)
    OPENINGS.clear()
    assert at("08:01").ops_day == date(2022, 4, 6)


def drawn(where: str, **asked: Any) -> str:
    one = page(where, **asked)
    assert not one.exception
    return component(one, "board")["html"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("where", ["desk/command.py", "desk/outlook.py", "desk/transfer.py"])
def test_at_night_a_closed_line_says_what_was_left_and_what_of_it_is_overdue(
    shown: Show, sample_board: Board, where: str, lang: str
) -> None:
    shown(sample_board)
    html = drawn(where, clock=NIGHT, lang=lang, line="transfer")
    lead = html.split("</section>")[0]
    rows = sample_board.rows("page/day", known_at=datetime(2022, 4, 7, 0, 20), ops_day=DAY, moment=datetime(2022, 4, 7))
    rows = rows.loc[(rows["line"] == "transfer") & (rows["area_code"] == pack().operation.city_code)]
    row = rows.loc[rows["is_latest"].astype(bool)].iloc[0]
    for figure in (row["open"], row["overdue"], row["open"] - row["overdue"]):
        assert count(int(figure), lang) in text(lead)
    assert 'data-tick="left"' not in lead
    assert say(lang, "closed.when_day", day={"zh": "4月6日", "en": "6 April"}[lang]) in text(lead)
    assert not re.search(r"每小时|an hour", text(lead))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_at_night_no_tile_and_no_cell_forecasts_a_deadline_that_has_passed(
    shown: Show, sample_board: Board, lang: str
) -> None:
    shown(sample_board)
    html = drawn("desk/command.py", clock=NIGHT, lang=lang)
    tiles = html.split('class="tiles"')[1].split('class="main"')[0]
    for line in ("transfer", "quarantine", "capacity", "issues"):
        foot = tiles.split(f'data-key="{line}"')[1].split('class="foot"')[1].split("</button>")[0]
        assert not re.search(r"预计|→|将余|finish", text(foot)), line
    assert say(lang, "closed.matrix_title") in html


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_wall_says_that_the_day_is_closed_and_counts_nothing_down(
    shown: Show, sample_board: Board, lang: str
) -> None:
    shown(sample_board)
    html = wall(clock=NIGHT, lang=lang, views="tiles,matrix").html
    assert say(lang, "closed.when_day", day={"zh": "4月6日", "en": "6 April"}[lang]) in text(html)
    assert 'data-tick="left"' not in html


@pytest.mark.parametrize("lang", LANGUAGES)
def test_when_a_replay_has_ended_it_is_said_with_the_date_and_what_to_do(
    shown: Show, sample_board: Board, lang: str
) -> None:
    shown(sample_board)
    one = page(clock="2022-04-07T07:59@60~0", lang=lang)
    html = component(one, "board")["html"]
    assert say(lang, "closed.when_ended", day={"zh": "4月6日", "en": "6 April"}[lang]) in text(html)
    bar = component(one, "bar")["html"]
    assert 'data-set="start=last"' in bar
    assert 'class="time apart"' in bar


@pytest.mark.parametrize("lang", LANGUAGES)
def test_where_no_report_came_any_more_it_is_said_since_when(shown: Show, sample_board: Board, lang: str) -> None:
    shown(sample_board)
    came = sample_board.loads()["received_at"].max()
    html = component(page(clock=f"live;asof={came + timedelta(days=9):%Y-%m-%dT12:00}", lang=lang), "board")["html"]
    assert f"{came:%Y-%m-%d %H:%M}" in text(html)
