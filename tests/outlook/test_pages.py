"""What the pages say of an outlook: in both languages, from the same figures, never without an as-of."""

import re
from dataclasses import astuple, replace
from datetime import datetime
from html import unescape
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from data_pipeline.core.clock import AsOf
from data_pipeline.core.stretch import Now, Stretch
from data_pipeline.forecast import City
from data_pipeline.forecast.sentence import ahead, brief
from data_pipeline.judge.judge import Bench
from data_pipeline.outlook import Outlook
from data_pipeline.outlook.alerts import alerts
from data_pipeline.outlook.day import Day
from data_pipeline.outlook.decide import Matter, to_decide
from data_pipeline.outlook.whatif import Wish, tried
from data_pipeline.outlook.why import Gain, Place, Why, why
from data_pipeline.sentences.decision import Decision, decision_text
from data_pipeline.sentences.left_over import responsible
from data_pipeline.sentences.phrases import unit
from data_pipeline.words import LANGUAGES, say
from pages.components.alerts import Alerts
from pages.components.charts.burndown import burndown
from pages.components.decide import FIRST, decide, moves_told
from pages.components.tiles import tiles
from pages.model.canvas import Canvas
from pages.views.command.command import command
from pages.views.outlook.foresight import top, whatif
from pages.views.outlook.scores import scores
from pages.views.wall.screen import DRAW
from tests.pages.test_wall import seen
from tests.support.scenes import page

if TYPE_CHECKING:
    from data_pipeline.board.board import Board

WHOLE = "310000"


@pytest.fixture(scope="module")
def day(board: "Board", rows: pd.DataFrame, said: Outlook, moment: AsOf) -> Day:
    return Day.of(rows, board.pack, moment.ops_day, moment.as_of, said)


@pytest.fixture(scope="module")
def found(board: "Board", day: Day, moment: AsOf) -> list[Decision]:
    gauges = board.rows("page/gauges", moment.known_at, ops_day=moment.ops_day, moment=moment.as_of)
    return list(to_decide(board.pack, moment, day.frame, gauges, day.outlook))


def text(html: str) -> str:
    return re.sub(r"<[^>]+>", " ", html)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_command_page_tells_the_risk_the_range_and_what_to_decide(
    day: Day, found: list[Decision], moment: AsOf, board: "Board", lang: str
) -> None:
    fresh = board.rows("page/freshness", moment.known_at, ops_day=moment.ops_day, moment=moment.as_of)
    asked = {"ops_day": moment.ops_day, "moment": moment.as_of}
    bells = alerts(board.rows("page/day", moment.known_at, **asked), Bench(day.pack, moment.now, day.outlook))
    html = command(page(day, fresh, lang, line="last100m", matters=lambda: found, alerts=lambda: bells)).html
    p = day.outlook.of("last100m", WHOLE)  # type: ignore[union-attr]
    assert p is not None
    assert ahead(lang, p, unit(day.pack.lines["last100m"], day.pack, lang).strip()) in html
    assert say(lang, "decide.title") in html
    assert html.count('data-set="line=') > 100
    for m in found[:FIRST]:
        assert responsible(day.pack, day.pack.lines[m.part], lang) in text(html)  # who holds it, without a hover
    assert text(say(lang, "outlook.by_projection")).strip() in html


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_matter_tells_gap_cause_move_what_it_buys_and_whose_it_is(
    day: Day, found: list[Decision], lang: str
) -> None:
    html = unescape(text(top(Canvas(day, lang, "light"), day.pack.lines["transfer"], Why(), found).html))
    assert found
    for m in found:
        lead = responsible(day.pack, day.pack.lines[m.part], lang)
        assert lead in {t.responsible_zh if lang == "zh" else t.responsible_en for t in day.pack.targets}
        assert lead in decision_text(day, m, lang).who
        for part in astuple(decision_text(day, m, lang)):
            assert part.strip()
            assert part.strip() in html


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_to_decide_is_said_and_not_before_it_is_known(day: Day, lang: str) -> None:
    assert say(lang, "decide.none") in unescape(decide(day, [], [], lang))
    assert say(lang, "decide.none") in unescape(
        text(top(Canvas(day, lang, "light"), day.pack.lines["transfer"], Why(), []).html)
    )
    assert decide(replace(day, outlook=None), [], [], lang) == ""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_district_without_a_pace_says_so_and_its_panel_the_slot_it_speaks_of(day: Day, lang: str) -> None:
    line = day.pack.lines["transfer"]
    old = day.frame.assign(as_of=day.frame["as_of"].where(day.frame["line"] != "transfer", datetime(2022, 4, 6, 8)))
    places = [Place("310107", float("inf"), 0.0, None), Place("310115", 1.5, 0.0, None)]
    html = text(top(Canvas(replace(day, frame=old), lang, "light"), line, Why(places=places), []).html)
    assert say(lang, "outlook.no_pace") in html
    assert "∞" not in html
    assert say(lang, "lead.as_of", clock="08:00") in html


@pytest.mark.parametrize("lang", LANGUAGES)
def test_only_the_first_page_of_a_wall_names_what_is_to_be_decided_first(
    day: Day, found: list[Decision], lang: str
) -> None:
    first = say(lang, "decide.wall", line="\0", areas="\0").split("\0")[0].strip()
    _, *more = [v.title for v in DRAW["decide"](replace(seen(day, lang), matters=found))]
    assert more
    assert [title for title in more if title.startswith(first)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_wall_says_that_no_alert_stands_once_that_is_known(day: Day, lang: str) -> None:
    nothing = Alerts([], {}, {}, day.ops_day)
    (view,) = DRAW["alerts"](replace(seen(day, lang), alerts=nothing))
    assert view.title == say(lang, "alert.wall_none")
    assert DRAW["alerts"](replace(seen(replace(day, outlook=None), lang), alerts=nothing)) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_past_its_deadline_nothing_is_said_to_be_gained_by_being_faster(day: Day, lang: str) -> None:
    line, faster = day.pack.lines["transfer"], Why(places=[Place("310115", 1.5, 0.5, Gain(0.5, 26))])
    gained = say(lang, "outlook.gain_time", minutes=30)
    closed = replace(day, stands=Now(Stretch.CLOSED, datetime(2022, 4, 7, 0, 20)))
    assert gained in text(top(Canvas(day, lang, "light"), line, faster, []).html)
    assert gained not in text(top(Canvas(closed, lang, "light"), line, faster, []).html)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_line_by_pace_says_so_with_the_reason(day: Day, lang: str) -> None:
    html = top(Canvas(day, lang, "light"), day.pack.lines["screening"], Why(), []).html
    assert say(lang, "forecast_reason.unearned") in html


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_outlook_page_has_its_as_of_in_its_first_sentence(
    day: Day, said: Outlook, found: list[Decision], board: "Board", lang: str
) -> None:
    for name in ("transfer", "quarantine", "last100m", "key_groups", "issues"):
        line = day.pack.lines[name]
        html = top(Canvas(day, lang, "light"), line, why(board, said, line), found).html
        (first,) = re.findall(r"<h1>(.*?)</h1>", html)
        assert "14:00" in first
        assert "{" not in text(html)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_what_if_keeps_the_line_without_the_change(
    day: Day, said: Outlook, board: "Board", moment: AsOf, lang: str
) -> None:
    line = day.pack.lines["transfer"]
    change = tried(said, "transfer", Wish(pace=20))
    plain, changed = (whatif(Canvas(day, lang, "light"), line, c, change, "") for c in (None, change))
    (before,), (after,) = (d.charts.values() for d in (plain, changed))
    assert len(after["data"]) == len(before["data"]) + 3
    assert say(lang, "outlook.with") not in plain.html
    assert say(lang, "outlook.without") in changed.html
    assert say(lang, "outlook.with") in changed.html


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_record_shows_every_line_and_which_are_withheld(day: Day, said: Outlook, lang: str) -> None:
    html = scores(said.past, day.pack, lang, "light").html
    for name in said.past.by_line:
        assert day.pack.lines[name].name(lang) in html
    assert say(lang, "scores.not_usual") in html
    empty = type(said.past)(said.past.ledger, said.past.scored.iloc[:0], said.past.rules)
    assert say(lang, "scores.none") in scores(empty, day.pack, lang, "light").html


@pytest.mark.parametrize("lang", LANGUAGES)
def test_tiles_tell_a_range_only_for_lines_that_are_shown(day: Day, lang: str) -> None:
    html = tiles(day, lang)
    shown = day.frame[day.frame["is_latest"] & day.frame["projected"] & (day.frame["level"] == "city")]
    assert html.count("–") >= len(shown[shown["tier"] == "headline"]) - 1


def test_the_burn_down_draws_the_band_of_the_forecast_and_not_of_the_pace(day: Day) -> None:
    filled = [
        [t for t in c["data"] if t.get("fill") == "toself"]
        for name in ("transfer", "screening")
        for c in burndown(Canvas(day, "en", "light"), day.pack.lines[name], WHOLE).charts.values()
    ]
    assert [len(f) for f in filled] == [1, 0]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_one_clause_for_a_wall_is_short(said: Outlook, board: "Board", lang: str) -> None:
    for p in said.now:
        if p.finish and isinstance(p, City):
            assert len(brief(lang, p, unit(board.pack.lines[p.part or p.line], board.pack, lang))) < 50


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_moves_told_are_those_to_be_decided_and_no_others(day: Day, found: list[Decision], lang: str) -> None:
    for line in day.lines("headline"):
        own = [m for m in found if isinstance(m, Matter) and m.line == line.id and m.order.moves]
        said = moves_told(day, line, found, lang)
        assert all(decision_text(day, m, lang).what.strip() in said for m in own)
        assert own or said == say(lang, "outlook.no_moves", line=line.short(lang))


def test_momentum_is_told_against_the_last_meeting(day: Day, said: Outlook) -> None:
    assert said.meeting == datetime(2022, 4, 6, 8)
    moved = {day.momentum(x.id, a.code) for x in day.lines("headline") for a in day.pack.districts}
    assert {"improving", "worsening"} <= moved
    assert day.momentum("screening") == ""
