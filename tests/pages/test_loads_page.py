"""The page of loads in the kit's own tables: every file that came, opened by its number, in both languages."""

from collections.abc import Callable

import pytest

from data_pipeline.board.board import Board
from data_pipeline.words import LANGUAGES, say
from tests.support.drawn import LATIN, desk, hosts, sheets

Show = Callable[[Board], None]
CLOCK, BEFORE = "2022-04-06T16:45@0", "2022-03-20T16:00@0"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_load_stands_in_the_table_newest_first_and_opens_by_its_number(
    shown: Show, sample_board: Board, lang: str
) -> None:
    shown(sample_board)
    at = desk("loads", lang=lang, clock=CLOCK)
    assert not at.exception
    (rows,) = sheets(hosts(at))
    ids = [int(row[say(lang, "loads.load")]) for row in rows]
    assert ids == sorted(ids, reverse=True)
    assert at.number_input(key="load_chosen").value == ids[0]
    at.number_input(key="load_chosen").set_value(ids[-1]).run()
    assert say(lang, "loads.title", load_id=ids[-1]) in "".join(h.proto.body for h in at.get("html"))
    if lang == "zh":
        assert [x for w in (*at.number_input, *at.selectbox, *at.text_input) for x in LATIN.findall(w.label)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_came_and_nothing_fits_are_told_apart(shown: Show, sample_board: Board, lang: str) -> None:
    shown(sample_board)
    at = desk("loads", lang=lang, clock=BEFORE)
    assert sheets(hosts(at)) == []
    assert say(lang, "loads.none") in hosts(at)
    at = desk("loads", lang=lang, clock=CLOCK)
    at.text_input(key="loads-search").set_value("no such file").run()
    assert sheets(hosts(at)) == []
    assert say(lang, "loads.none_fits") in hosts(at)
    at.number_input(key="load_chosen").set_value(999_999).run()
    assert say(lang, "loads.no_such") in {t.value for t in at.text}
    assert not [b for b in at.button if str(b.key).startswith("withdraw-")]
