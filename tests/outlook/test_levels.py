"""Real daily series through the door: received as published, told ahead by the board, scored, or refused.

Periods: the method was made on Malaysia until the end of 2021 and Italy until February 2021. Malaysia from January
2022 and Italy from March 2021 were looked at once, after that.
"""

import io
import tarfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import cache
from html import unescape

import pytest

from data_pipeline.board.board import Board
from data_pipeline.core.clock import AsOf
from data_pipeline.declare import load_pack
from data_pipeline.forecast.levels import Refusal
from data_pipeline.outlook.levels import Levels, levels
from data_pipeline.sentences.phrases import short
from data_pipeline.words import LANGUAGES, say
from pages.views.outlook.levels import told_ahead
from tests.support.packs import ITALY, MALAYSIA
from tests.support.real import shared_data

FIRST, LAST = date(2021, 3, 1), date(2021, 6, 30)


def regions(first: date, last: date) -> bytes:
    """The daily files of Italy as one, byte for byte, with one header."""
    whole = io.BytesIO()
    with tarfile.open(shared_data("italy", "dati-regioni.tar.gz")) as tar:
        for n in range((last - first).days + 1):
            file = tar.extractfile(f"dati-regioni/dpc-covid19-ita-regioni-{first + timedelta(days=n):%Y%m%d}.csv")
            assert file
            header, rest = file.read().split(b"\n", 1)
            whole.write(rest if n else header + b"\n" + rest)
    return whole.getvalue()


@cache
def told(of: Board, day: date, known_at: datetime = datetime(2023, 1, 1)) -> dict[str, Levels]:
    """At the end of that day, by what was known later: these files were published as one."""
    midnight = datetime.combine(day + timedelta(days=1), time.min)
    return {x.gauge.id: x for x in levels(of, AsOf(day, midnight, known_at))}


@pytest.fixture(scope="module")
def italy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    of = Board(load_pack(ITALY), tmp_path_factory.mktemp("italy") / "board")
    receipt = of.receive(
        "regions", "regioni.csv", regions(FIRST, LAST), "civil protection", datetime(2021, 6, 30, 18), confirm=True
    )
    assert (receipt.status, receipt.report.refused) == ("loaded", 0)
    yield of
    of.close()


@pytest.fixture(scope="module")
def malaysia(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    of = Board(load_pack(MALAYSIA), tmp_path_factory.mktemp("malaysia") / "board")
    data = shared_data("malaysia", "pkrc.csv").read_bytes()
    receipt = of.receive("pkrc", "pkrc.csv", data, "MoH", datetime(2022, 12, 1), confirm=True)
    assert (receipt.status, receipt.report.refused) == ("loaded", 0)
    yield of
    of.close()


def test_italys_regions_are_told_ahead_and_the_ranges_held_as_often_as_they_say(italy: Board) -> None:
    found = told(italy, LAST)["home_isolation"]
    assert len(found.areas) == 21
    assert found.score.stated > 1000
    assert found.score.coverage == pytest.approx(0.80, abs=0.05)
    assert found.shown
    for area in found.areas:
        if area.said.refusal is None:
            assert area.said.p10 < area.said.p50 < area.said.p90


def test_intensive_care_is_refused_where_it_is_a_handful_of_people(italy: Board) -> None:
    """At the end of June most regions had fewer than ten people in intensive care."""
    found = told(italy, LAST)["intensive_care"]
    refused = [a for a in found.areas if a.said.refusal]
    assert any(a.said.refusal is Refusal.SMALL and a.today < 10 for a in refused)
    assert all(a.said.refusal is None or a.said.p50 != a.said.p50 for a in refused)


def test_malaysias_quarantine_is_told_ahead_and_scored(malaysia: Board) -> None:
    found = told(malaysia, date(2022, 3, 31))["quarantined"]
    assert found.score.stated > 500
    assert found.score.coverage == pytest.approx(0.80, abs=0.05 + found.score.margin)
    assert found.shown


def test_when_the_centres_stand_empty_nothing_is_told_and_the_reason_is(malaysia: Board) -> None:
    found = told(malaysia, date(2022, 11, 30))["quarantined"]
    why = {a.said.refusal for a in found.areas}
    assert Refusal.SMALL in why or Refusal.FROZEN in why
    assert sum(a.said.refusal is None for a in found.areas) < 4


def test_a_board_tells_nothing_of_days_after_or_not_yet_received(italy: Board) -> None:
    then = told(italy, date(2021, 5, 31))["home_isolation"]
    assert {a.day for a in then.areas} == {date(2021, 5, 31)}
    assert {a.said.day for a in then.areas} == {date(2021, 6, 1)}
    assert told(italy, LAST, datetime(2021, 6, 30, 17)) == {}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_tells_range_score_and_refusal(italy: Board, lang: str) -> None:
    for found in told(italy, LAST).values():
        html = told_ahead(found, italy.pack, lang)
        assert "{" not in html
        assert f"{round(100 * found.score.coverage)}%" in html
        assert say(lang, "levels.small") in html or found.gauge.id == "home_isolation"
        for area in found.areas:
            assert short(italy.pack.area[area.area], lang) in unescape(html)


def test_a_pack_without_daily_stocks_is_told_nothing(board: Board, moment: AsOf) -> None:
    assert levels(board, moment) == []
