"""The explore page: an address gives exactly its view, in both languages, full and empty."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape

import pytest

from data_pipeline.board.board import Board
from data_pipeline.core.clock import moment_at
from data_pipeline.core.settings import ROOT
from data_pipeline.trace.days import AreaDays, limits
from data_pipeline.trace.question import Question, answer, ask
from data_pipeline.words import say
from data_pipeline.words.numbers import BLANK
from pages.views.explore.days import Figured, said_of
from pages.views.explore.explore import Explored, sentence
from tests.support.drawn import LATIN, component, hosts, sheets, text, words_of
from tests.support.samples import DAY, pack

pytestmark = pytest.mark.usefixtures("only_looks")
Show = Callable[[Board], None]
FULL = "2022-04-06T16:45@0"


def page(**address: str):
    from streamlit.testing.v1 import AppTest

    at = AppTest.from_file(str(ROOT / "pages/desk/explore.py"), default_timeout=120)
    for name, value in address.items():
        at.query_params[name] = value
    return at.run()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"id": "transfer", "level": "subdistrict", "areas": "310101"},
        {"id": "cover_veg", "areas": "310101,310115"},
        {"id": "issues", "level": "city"},
        {"id": "bulletin_new_infected"},
    ],
)
def test_full(shown: Show, sample_board: Board, lang: str, asked: dict[str, str]) -> None:
    shown(sample_board)
    at = page(lang=lang, clock=FULL, **asked)
    assert not at.exception
    drawn = component(at, "board")
    assert 'data-pick="id"' in drawn["html"]
    has_chart = asked.get("level") != "subdistrict" and asked.get("id") != "bulletin_new_infected"
    assert len(drawn["charts"]) == has_chart
    assert len(sheets(drawn["html"])) == (asked.get("id") != "bulletin_new_infected")
    if lang == "zh":
        assert [w for w in LATIN.findall(words_of(drawn["html"])) if w not in ("P1", "P2", "P3")] == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_empty(shown: Show, empty_board: Board, lang: str) -> None:
    shown(empty_board)
    at = page(lang=lang, clock=FULL)
    assert not at.exception
    assert component(at, "board")["charts"] == {}
    assert sheets(hosts(at)) == []


def test_an_address_restores_the_view_and_its_export_asks_the_same(shown: Show, sample_board: Board) -> None:
    shown(sample_board)
    asked = {"id": "issues", "level": "district", "areas": "310115,310101", "since": "08:00", "until": "08:00"}
    at = page(lang="zh", clock=FULL, **asked)
    html = component(at, "board")["html"]
    assert "08:00至08:00，共2行" in text(html)
    assert [len(rows) for rows in sheets(html)] == [2]
    assert re.findall(r'aria-pressed="true" data-set="areas=([^"]*)"', html) == ["310115", "310101"]
    link = re.search(r'href="export/explore\.csv\?([^"]*)"', html)
    assert link is not None
    asked_for = unescape(link[1])
    for part in ("id=issues", "areas=310101%2C310115", "until=08%3A00", "clock=2022-04-06T16%3A45%3A00%400"):
        assert part in asked_for


def test_nonsense_in_the_address_gives_a_page(shown: Show, sample_board: Board) -> None:
    shown(sample_board)
    at = page(lang="zh", clock=FULL, id="x", level="galaxy", areas="1,310115,'", since="99:99", until="")
    assert not at.exception
    assert "08:00至16:00" in text(component(at, "board")["html"])


def test_the_sentence_tells_the_slot_that_was_reported_and_of_whom(shown: Show, sample_board: Board) -> None:
    """At 18:05 the slot of 18:00 has begun and nobody has told of it; of a slot some told of, it names how many."""
    shown(sample_board)
    told = text(component(page(lang="zh", clock="2022-04-06T18:05@0", id="transfer"), "board")["html"])
    assert "截至16:00" in told
    assert "截至18:00" not in told


def test_small_counts_below_districts_stay_in_bands(shown: Show, sample_board: Board) -> None:
    shown(sample_board)
    (rows,) = sheets(hosts(page(lang="zh", clock=FULL, id="transfer", level="subdistrict", areas="310101")))
    assert any("–" in row["未办"] for row in rows)


def test_a_plain_column_stays_numbers(shown: Show, sample_board: Board) -> None:
    shown(sample_board)
    html = hosts(page(lang="en", clock=FULL, id="transfer", areas="310115"))
    (rows,) = sheets(html)
    assert all(row["Open"].replace(",", "").isdecimal() for row in rows)
    assert '<th scope="col" class="n">' in html


def test_where_some_districts_alone_told_of_the_newest_slot_it_says_how_many(sample_board: Board) -> None:
    moment = moment_at(datetime(2022, 4, 6, 16, 45), sample_board.pack.operation)
    lines = sample_board.pack.lines
    q = Question(lines["transfer"], "district", (), datetime(2022, 4, 6, 8), datetime(2022, 4, 6, 16))
    rows = ask(sample_board, moment, q)
    newest = rows["as_of"] == rows["as_of"].max()
    few = rows.loc[~newest | rows["area_code"].isin(["310101", "310115"]), :]
    sheet = answer(sample_board.pack, q, few, (), "zh")
    told = sentence(sample_board.pack, Explored(q, few, sheet, (), "08:00", "16:00", {}, "16:00"), "zh")
    left = few.loc[few["as_of"] == few["as_of"].max(), "open"].sum()
    assert f"截至16:00，已报的2个区合计未办{left:,.0f}人" in told


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_days_beside_days_are_drawn_for_two_figures_and_exported_alike(
    shown: Show, sample_board: Board, lang: str
) -> None:
    shown(sample_board)
    at = page(lang=lang, clock=FULL, id="transfer", days="7", also="cover_veg", areas="310101,310115")
    assert not at.exception
    html = component(at, "board")["html"]
    assert re.findall(r'<option value="([^"]*)" selected', html) == ["transfer", "district", "7", "cover_veg"]
    assert "5" in text(html)  # of one day there are no limits, and it says so
    if lang == "zh":
        assert [w for w in LATIN.findall(words_of(html)) if w not in ("P1", "P2", "P3", "XmR")] == []
    assert len(component(at, "board")["charts"]) == 2
    (rows,) = sheets(html)
    assert len(rows) == 2
    assert {row[name] for row in rows for name in row if say(lang, "explore.col_low", name="") in name} == {BLANK}
    link = re.search(r'href="export/explore\.csv\?([^"]*)"', html)
    assert link is not None
    assert {"days=7", "also=cover_veg"} <= {*link[1].replace("&amp;", "&").split("&")}


def test_nonsense_about_days_gives_the_day_itself(shown: Show, sample_board: Board) -> None:
    shown(sample_board)
    at = page(lang="zh", clock=FULL, id="transfer", days="900", also="nothing")
    assert not at.exception
    assert 'data-pick="since"' in component(at, "board")["html"]


def test_what_lies_beyond_its_limits_today_is_named_by_side() -> None:
    days = [DAY - timedelta(days=n) for n in range(6, 0, -1)]
    quiet = dict(zip(days, (10.0, 12.0, 10.0, 12.0, 10.0, 12.0), strict=True))
    areas = [
        AreaDays("310101", quiet | {DAY: 11.0}, limits(quiet), DAY),
        AreaDays("310115", quiet | {DAY: 40.0}, limits(quiet), DAY),
        AreaDays("310104", quiet | {DAY: 0.0}, limits(quiet), DAY),
    ]
    of = Figured(pack().lines["transfer"], areas)
    said = said_of(pack(), of, "en")
    assert "above the limits in Pudong; below the limits in Xuhui" in said
    assert "Huangpu" not in said
    assert "within" in said_of(pack(), Figured(of.of, areas[:1]), "en")
    many = [AreaDays(a.code, quiet | {DAY: 40.0}, limits(quiet), DAY) for a in pack().districts]
    assert f"{len(many)} districts" in said_of(pack(), Figured(of.of, many), "en")
