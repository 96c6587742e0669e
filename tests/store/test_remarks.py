"""A remark on a figure is a line of the ledger: who, when, about what; bounded, and never about a person."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from data_pipeline.access.permission import Person
from data_pipeline.access.sight import Sight
from data_pipeline.board.board import Board
from data_pipeline.board.guarded import GuardedBoard
from data_pipeline.core.errors import BoardError
from data_pipeline.store.log.remarks import LONGEST, Remark
from data_pipeline.trace.remarked import About, remark_of
from data_pipeline.words import LANGUAGES
from tests.store import tiny
from tests.support.samples import pack

DAY = date(2022, 4, 6)
ONE = Remark("transfer", tiny.EAST, DAY, tiny.at("14:10"), "the desk", "two buses  out of service\nuntil 15:00")


@pytest.fixture
def board(tmp_path: Path) -> Iterator[Board]:
    of = tiny.board(tmp_path)
    yield of
    of.close()


def test_it_is_kept_with_who_and_when_known_from_then_on_and_no_figure_follows(board: Board) -> None:
    before = board.state_hash()
    board.remark(ONE)
    board.remark(replace(ONE, at=tiny.at("15:00"), says="back"))
    assert [r.says for r in board.remarks(tiny.at("16:00"))] == ["back", "two buses out of service until 15:00"]
    (early,) = board.remarks(tiny.at("14:30"))
    assert early == replace(ONE, says="two buses out of service until 15:00", number=early.number)
    assert board.acted(tiny.at("16:00")) == 2  # so that pages are drawn again
    assert board.rebuild() == board.state_hash()
    assert board.remarks(tiny.at("16:00"))[1] == early
    assert before != ""


@pytest.mark.parametrize(
    ("says", "code"),
    [(" \n ", "remark_empty"), ("x" * (LONGEST + 1), "remark_long"), ("call 13812345678", "decision_private")],
)
def test_nothing_too_much_and_a_person_are_refused(board: Board, says: str, code: str) -> None:
    head = board.ledger_head()
    with pytest.raises(BoardError) as why:
        board.remark(replace(ONE, says=says))
    assert why.value.code == code
    assert all(why.value.sentence(lang) for lang in LANGUAGES)
    assert board.ledger_head() == head


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"figure": "nothing"}, "remark_figure"),
        ({"area": "310115001"}, "remark_area"),
        ({"day": "soon"}, "remark_day"),
        ({"day": "2022-04-07"}, "remark_day"),
    ],
)
def test_it_is_about_a_figure_of_the_city_or_a_district_on_a_day_so_far(asked: dict[str, str], code: str) -> None:
    good = {"figure": "transfer", "says": "x"}
    assert remark_of(pack(), good, DAY, ONE.at) == Remark("transfer", "310000", DAY, ONE.at, "", "x")
    with pytest.raises(BoardError) as why:
        remark_of(pack(), good | asked, DAY, ONE.at)
    assert why.value.code == code
    assert all(why.value.sentence(lang) for lang in LANGUAGES)


def test_whoever_answers_for_a_district_remarks_on_theirs_alone_under_their_own_name(board: Board) -> None:
    li = GuardedBoard(board, Person("Li", "analyst", None, frozenset({tiny.EAST})))
    li.remark(ONE)
    assert [r.by for r in board.remarks(tiny.at("16:00"))] == ["Li"]
    for area in (tiny.WEST, "310000"):
        with pytest.raises(BoardError, match="Li"):
            li.remark(replace(ONE, area=area))
    assert len(board.remarks(tiny.at("16:00"))) == 1


def test_beside_a_figure_stand_those_on_it_and_in_sight() -> None:
    about = About(("transfer",), (tiny.EAST,), DAY, DAY)
    assert about.holds(ONE)
    others = ({"figure": "supply"}, {"area": tiny.WEST}, {"ops_day": date(2022, 4, 5)})
    assert not any(about.holds(replace(ONE, **other)) for other in others)
    assert About().holds(ONE)
    assert not Sight(frozenset({tiny.WEST})).sees(pack(), ONE.area)
