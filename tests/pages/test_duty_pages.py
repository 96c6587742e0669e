"""The pages Screening, Transfer and Capacity through the real store and SQL: full, stale, empty, in both languages."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from data_pipeline.board.board import Board
from tests.support.drawn import LATIN, component, desk, text, words_of

pytestmark = pytest.mark.usefixtures("only_looks")
Show = Callable[[Board], None]
FULL, STALE, EMPTY = "2022-04-06T16:45@0", "2022-04-06T14:45@0", "2022-04-05T16:00@0"
CHARTS = {
    "screening": {"burndown", "funnel", "curves", "coverage", "chase"},
    "transfer": {"burndown", "burnup", "waits", "pace", "fleet", "whereabouts", "flows"},
    "capacity": {"burndown", "occupancy", "runway", "steps", "staffing", "rooms", "bubbles"},
}
NO_RATE_YET = {"pace"}  # after one report there is nothing to tell a rate from: a sentence stands in its place
PAGES = sorted(CHARTS)
NOT_TOLD = re.compile(r"\b(None|nan|NaT|NaN|inf)\b")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("clock", [FULL, STALE])
def test_a_duty_is_drawn_with_all_its_proofs(
    shown: Show, sample_board: Board, page: str, lang: str, clock: str
) -> None:
    shown(sample_board)
    at = desk(page, lang=lang, clock=clock)
    assert not at.exception
    drawn = component(at, "board")
    charts = CHARTS[page] - (NO_RATE_YET if clock == STALE else set())
    assert set(drawn["charts"]) == charts
    for chart in charts:
        panel = re.search(rf'<section class="panel [^"]*" data-key="{chart}".*?</section>', drawn["html"], re.S)
        assert panel
        assert 'role="img" aria-label="' in panel[0]
        assert '<table class="plain">' in panel[0]
    assert not NOT_TOLD.search(words_of(drawn["html"]))
    assert not any(NOT_TOLD.search(spec) for spec in drawn["charts"].values())
    assert ("16:00" if clock == FULL else "08:00") in text(drawn["html"])


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("clock", [FULL, STALE])
def test_a_chinese_page_has_no_english_word(shown: Show, sample_board: Board, page: str, clock: str) -> None:
    shown(sample_board)
    drawn = component(desk(page, lang="zh", clock=clock), "board")
    assert LATIN.findall(words_of(drawn["html"])) == []
    for spec in drawn["charts"].values():
        assert LATIN.findall(" ".join(_written(json.loads(spec)))) == []


def _written(node: Any, name: str = "") -> Iterator[str]:
    """What a chart shows as text: labels, marks of its scales, hovers."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _written(value, key)
    elif isinstance(node, list):
        for value in node:
            yield from _written(value, name)
    elif isinstance(node, str) and name in ("text", "ticktext"):
        yield re.sub(r"<[^>]*>", " ", node)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_before_anything_came_it_says_what_is_waited_for(
    shown: Show, sample_board: Board, page: str, lang: str
) -> None:
    shown(sample_board)
    at = desk(page, lang=lang, clock=EMPTY)
    assert not at.exception
    drawn = component(at, "board")
    assert 'class="empty"' in drawn["html"]
    assert drawn["charts"] == {}


@pytest.mark.parametrize("page", PAGES)
def test_a_district_chosen_is_named_by_the_titles_that_tell_of_it_alone(
    shown: Show, sample_board: Board, page: str
) -> None:
    shown(sample_board)
    at = desk(page, lang="zh", clock=FULL, area="310117")
    assert not at.exception
    assert "松江区：" in text(component(at, "board")["html"])
