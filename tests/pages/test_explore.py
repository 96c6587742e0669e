"""The explore page: an address gives exactly its view, in both languages, full and empty."""

import re
from collections.abc import Callable

import pytest

from data_pipeline.board.board import Board
from data_pipeline.core.settings import ROOT
from tests.support.drawn import LATIN, component, text, words_of

Show = Callable[[Board], None]
FULL = "2022-04-06T16:45@0"


def page(**address: str):
    from streamlit.testing.v1 import AppTest

    at = AppTest.from_file(str(ROOT / "pages/desk/explore.py"), default_timeout=120)
    for name, value in address.items():
        at.query_params[name] = value
    return at.run()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("asked", [
    {}, {"id": "transfer", "level": "subdistrict", "areas": "310101"}, {"id": "cover_veg", "areas": "310101,310115"},
    {"id": "issues", "level": "city"}, {"id": "bulletin_new_infected"},
])  # fmt: skip
def test_full(shown: Show, sample_board: Board, lang: str, asked: dict[str, str]) -> None:
    shown(sample_board)
    at = page(lang=lang, clock=FULL, **asked)
    assert not at.exception
    drawn = component(at, "board")
    assert 'data-pick="id"' in drawn["html"]
    has_chart = asked.get("level") != "subdistrict" and asked.get("id") != "bulletin_new_infected"
    assert bool(drawn["charts"]) == has_chart
    if lang == "zh":
        assert [w for w in LATIN.findall(words_of(drawn["html"])) if w not in ("P1", "P2", "P3")] == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_empty(shown: Show, empty_board: Board, lang: str) -> None:
    shown(empty_board)
    at = page(lang=lang, clock=FULL)
    assert not at.exception
    assert component(at, "board")["charts"] == {}


def test_an_address_restores_the_view_and_its_export_asks_the_same(shown: Show, sample_board: Board) -> None:
    shown(sample_board)
    asked = {"id": "issues", "level": "district", "areas": "310115,310101", "since": "08:00", "until": "08:00"}
    html = component(page(lang="zh", clock=FULL, **asked), "board")["html"]
    assert "08:00至08:00，共2行" in text(html)
    assert re.findall(r'aria-pressed="true" data-set="areas=([^"]*)"', html) == ["310115", "310101"]
    link = re.search(r'href="export/explore\.csv\?([^"]*)"', html)
    assert link is not None
    for part in ("id=issues", "areas=310101%2C310115", "until=08%3A00", "clock=2022-04-06T16%3A45%3A00%400"):
        assert part in link[1]


def test_nonsense_in_the_address_gives_a_page(shown: Show, sample_board: Board) -> None:
    shown(sample_board)
    at = page(lang="zh", clock=FULL, id="x", level="galaxy", areas="1,310115,'", since="99:99", until="")
    assert not at.exception
    assert "08:00至16:00" in text(component(at, "board")["html"])
