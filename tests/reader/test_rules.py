"""Rules over what the sample seldom says, on views made of the catalogue's own sentences: one that holds, one that
breaks it."""

from dataclasses import replace
from datetime import datetime
from html import escape

import pytest

from data_pipeline.core.clock import moment_at
from data_pipeline.words import Unit, say
from data_pipeline.words.numbers import hours as hours_told
from tests.reader.fact import Contradiction, Reading
from tests.reader.render import View
from tests.reader.rules import check
from tests.reader.rules.ledger import came_back
from tests.reader.take import into
from tests.support import samples

NOW = datetime(2022, 4, 6, 14, 5)
PACK = samples.pack()
CITY, PUDONG = PACK.operation.city_code, "310115"
PEOPLE = {"zh": "人", "en": " people"}
# rule -> the test that breaks it
HAND_MADE = {
    "act_by_not_past": "test_an_hour_to_act_by_that_has_passed_is_found",
    "one_gap": "test_two_gaps_an_hour_are_found",
    "ranges_can_be_read": "test_a_range_nobody_can_read_is_found",
    "a_move_buys_something": "test_a_move_that_buys_nothing_is_found",
    "left_within_what_is_due": "test_more_left_than_is_due_is_found",
    "stopped_is_stopped": "test_a_finish_of_a_line_that_has_stopped_is_found",
    "verdict_holds": "test_a_verdict_that_comes_back_within_a_slot_is_found",
}


class Stopped:
    """A ledger in which nothing came in the last full slot."""

    def __init__(self, stopped: bool) -> None:
        self._stopped = stopped

    def stopped(self, line: str, area: str) -> bool:
        return self._stopped

    def newest(self, line: str, area: str) -> None:
        return None

    def course(self, line: str, area: str) -> list:
        return []


def reading(html: str, lang: str = "zh", now: datetime = NOW, twin: object = None) -> Reading:
    made = Reading(now, moment_at(now, PACK.operation), PACK)
    made.twin = twin
    into(made, View("command", lang, html, {}))
    return made


def matter(lang: str, buys: str, title: str = "", gap: str = "") -> str:
    return (
        f'<section class="decide"><button data-key="transfer-{PUDONG}" title="{escape(title)}"><b>{escape(gap)}</b>'
        f"<span>{escape(buys)}</span></button></section>"
    )


def tile(state: str, foot: str) -> str:
    return (
        f'<div class="opens" data-key="transfer"><button class="tile {state}"><span class="foot"><span data-fig>'
        f"{escape(foot)}</span></span></button></div>"
    )


def led(lang: str, *sentences: str) -> str:
    facts = {
        "as_of": "14:00",
        "line": PACK.lines["transfer"].short(lang),
        "due_verb": say(lang, "due_verb.transfer"),
        "done_verb": say(lang, "done_verb.transfer"),
        "due": "2,000",
        "done": "1,000",
        "left": "1,000",
        "unit": Unit(PEOPLE[lang], PEOPLE[lang]),
    }
    told = say(lang, "sentence.lead", **facts) + "".join(sentences)
    return f'<section class="lead"><div class="told"><h1>{escape(told)}</h1><p></p></div></section>'


def found(rule: str, html: str, lang: str = "zh", twin: object = None) -> list[Contradiction]:
    return check(reading(html, lang, twin=twin), [rule])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_hour_to_act_by_that_has_passed_is_found(lang: str) -> None:
    def html(clock: str) -> str:
        return matter(lang, "", say(lang, "decide.last_safe", time=clock, rate="60"))

    assert not found("act_by_not_past", html("16:00"), lang)
    assert found("act_by_not_past", html("13:00"), lang)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_two_gaps_an_hour_are_found(lang: str) -> None:
    def html(more: str) -> str:
        pace = say(lang, "sentence.pace", need="200", rate="1,250", unit=Unit("人", "人"))
        return led(
            lang,
            say(lang, "forecast.ahead_left_sure", p50="700", unit=Unit("人", "人")),
            say(lang, "forecast.ahead_more_middle", p50=more),
            pace,
        )

    assert not found("one_gap", html("200"), lang)
    assert found("one_gap", html("310"), lang)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("ends", [("1,100", "8万"), ("900", "300"), ("30", "800")], ids=["units", "order", "tenfold"])
def test_a_range_nobody_can_read_is_found(lang: str, ends: tuple[str, str]) -> None:
    def html(low: str, high: str) -> str:
        high = high if lang == "zh" else high.replace("8万", "80k")
        return tile("will_miss", say(lang, "outlook.tile_left", left=f"{low}–{high}"))

    assert not found("ranges_can_be_read", html("1,100", "2,300"), lang)
    assert found("ranges_can_be_read", html(*ends), lang)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_move_that_buys_nothing_is_found(lang: str) -> None:
    def left(before: str, after: str) -> str:
        return matter(
            lang,
            say(
                lang,
                "decide.buys_left",
                before=before,
                after=after,
                unit=Unit(PEOPLE[lang], PEOPLE[lang]),
                deadline="24:00",
            ),
        )

    def hours(before: str, after: str) -> str:
        return matter(lang, say(lang, "decide.buys_time", before=before, after=after))

    assert not found("a_move_buys_something", left("2,800", "2,500"), lang)
    assert not found("a_move_buys_something", hours("23:50", "23:10"), lang)
    assert found("a_move_buys_something", left("2,800", "2,800"), lang)
    assert found("a_move_buys_something", left("200", "195"), lang)
    assert found("a_move_buys_something", hours("23:50", "23:45"), lang)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_more_left_than_is_due_is_found(lang: str) -> None:
    def html(before: str, after: str) -> str:  # of 2,000 due
        told = say(
            lang,
            "decide.buys_left",
            before=before,
            after=after,
            unit=Unit(PEOPLE[lang], PEOPLE[lang]),
            deadline="24:00",
        )
        return led(lang, "") + matter(lang, told)

    assert not found("left_within_what_is_due", html("1,900", "1,000"), lang)
    assert found("left_within_what_is_due", html("5,100", "4,600"), lang)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_hour_at_which_a_stock_was_gone_is_found_as_past(lang: str) -> None:
    def html(clock: str) -> str:
        return f'<section data-key="bought"><p>{say(lang, "bypace.gone_beds", time=clock)}</p></section>'

    assert not found("finish_not_past", html("17:00"), lang)
    assert found("finish_not_past", html("13:00"), lang)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_round_that_counts_to_its_deadline_from_its_data_is_found(lang: str) -> None:
    def html(hours: float) -> str:
        span = say(lang, "rounds.span", start="06:00", end=say(lang, "number.next_day", clock="06:00"), districts=16)
        left = say(lang, "rounds.left", left=hours_told(hours, lang))
        return f'<ul class="rounds"><li data-key="R"><span>{span}</span><strong>{left}</strong></li></ul>'

    assert not found("past_by_the_clock", html(15 + 55 / 60), lang)
    assert found("past_by_the_clock", html(18.0), lang)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_hour_of_the_morning_that_has_struck_is_found(lang: str) -> None:
    def html(clock: str) -> str:
        told = say(lang, "decide.left_due", overdue="5", rest="6", due=clock)
        return f'<section class="decide"><button data-key="transfer"><b></b><span>{told}</span></button></section>'

    assert not found("act_by_not_past", html("16:00"), lang)
    assert found("act_by_not_past", html("13:00"), lang)


def test_a_finish_of_a_line_that_has_stopped_is_found() -> None:
    html = tile("at_risk", say("zh", "tile.finish", finish="23:10"))
    assert not found("stopped_is_stopped", html, twin=Stopped(False))
    assert found("stopped_is_stopped", html, twin=Stopped(True))
    assert found("stopped_is_stopped", tile("on_track", ""), twin=Stopped(True))


def test_a_verdict_that_comes_back_within_a_slot_is_found() -> None:
    def at(minute: int, state: str) -> Reading:
        return reading(tile(state, ""), now=NOW.replace(minute=minute))

    assert not list(came_back([at(5, "will_miss"), at(20, "at_risk"), at(40, "at_risk")]))
    assert list(came_back([at(5, "will_miss"), at(20, "at_risk"), at(40, "will_miss")]))
    first, left, back = at(5, "will_miss"), at(20, "at_risk"), at(40, "will_miss")
    later = replace(back, judged={"transfer": NOW})
    assert not list(came_back([first, left, later]))  # another slot was full by then
