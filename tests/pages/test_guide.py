"""The page of what each kind of user comes to do: every line leads to a page that this operation has, and none to one
it has not."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from data_pipeline.board.board import Board
from data_pipeline.words import LANGUAGES, say
from pages.model.menu import HIDDEN, MENU, in_menu
from pages.views.guide.guide import TASKS, guide, tasks_of
from tests.support.drawn import hosts, page
from tests.test_pack_papers import CITY

Show = Callable[[Board], None]
pytestmark = pytest.mark.usefixtures("only_looks")
NAMES = {id for id, *_ in MENU} - HIDDEN


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_kind_of_user_finds_the_pages_of_what_they_come_for(shown: Show, sample_board: Board, lang: str) -> None:
    shown(sample_board)
    html = hosts(page("desk/guide.py", lang=lang))
    assert len(re.findall(r"<section", html)) == len(TASKS) == 3
    led = re.findall(r'href="/([\w-]+)"', html)
    assert set(led) <= {*in_menu(sample_board.pack, together=False)}
    assert {"command", "outlook", "actions", "briefs", "upload", "loads", "wall-setup"} <= {*led}
    assert all(say(lang, f"guide.{user}") in html for user in TASKS)


def test_no_line_leads_to_what_the_operation_has_not() -> None:
    assert {t.page for tasks in TASKS.values() for t in tasks} <= NAMES
    for together in (False, True):
        pages = {t.page for user in TASKS for t in tasks_of(user, CITY, together=together)}
        assert ("cities" in pages) == together
        assert "briefs" in pages
    bare = replace(CITY, briefs=())
    assert "briefs" not in {t.page for user in TASKS for t in tasks_of(user, bare, together=False)}
    assert str(guide(bare, "en", together=False).html).count("<dt>") == sum(map(len, TASKS.values())) - 2
