"""The night's review: until when a day could have been saved, what did not hold, and that nothing counts before a
person has confirmed it."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest

from data_pipeline.access.permission import Person
from data_pipeline.actions.kept import Outcome
from data_pipeline.actions.worth import of_forecast
from data_pipeline.board.board import Board
from data_pipeline.board.guarded import GuardedBoard
from data_pipeline.brief.due import came, due_now
from data_pipeline.brief.make import brief, wanted
from data_pipeline.brief.model import Brief, Sentence
from data_pipeline.brief.night import last_hour
from data_pipeline.core.clock import AsOf
from data_pipeline.core.errors import BoardError
from data_pipeline.forecast.types import LEVELS
from data_pipeline.store.log.reviewed import Reviewed
from data_pipeline.trace.make import trace
from tests.support import samples

DAY = samples.DAY
CLOSE = datetime(2022, 4, 7)
KNOWN = CLOSE + timedelta(minutes=40)
OF = "review"
CLOCK, NUMBER = re.compile(r"\d{1,2}:\d{2}"), re.compile(r"\d[\d,.]*\d|\d")


def row(hour: int, done: float, needed: float) -> Any:
    return {"as_of": datetime(2022, 4, 6, hour), "rate_done": done, "rate_needed": needed}


def test_the_last_hour_is_the_last_report_whose_pace_had_been_reached() -> None:
    course = [row(8, np.nan, 100), row(10, 90, 120), row(12, 150, 140), row(14, 110, 149), row(16, 120, 210)]
    assert last_hour(course) == course[3]
    assert last_hour([row(8, 90, 100), row(10, 80, 120)]) is None
    assert last_hour([row(8, 90, 0)]) is None  # nothing was to be done


@pytest.mark.parametrize(
    ("cleared", "before", "holds"), [(20, 19, True), (17, 16, False), (None, 24, False), (22, 21, True)]
)
def test_a_forecast_holds_where_what_came_may_lie_within(cleared: int | None, before: int, holds: bool) -> None:
    """Made at 14:00 for 18:00 to 22:00."""
    ends = np.interp(np.linspace(0, 1, len(LEVELS)), [0, 1], [4.0, 8.0])
    said = pd.DataFrame({"as_of": [datetime(2022, 4, 6, 14)], "finish": [list(ends)]})
    found = of_forecast(said, datetime(2022, 4, 6, 14))
    assert found is not None
    at = [datetime(2022, 4, 6) + timedelta(hours=h) if h else None for h in (cleared, before)]
    assert found.holds(Outcome(None, at[0], at[1], 0, None)) == holds
    assert of_forecast(said, datetime(2022, 4, 6, 18)) is None


def approver(board: Board, **more: Any) -> GuardedBoard:
    return GuardedBoard(board, Person("night desk", "approver", **more))


def refusal(do: Callable[[], object]) -> str:
    with pytest.raises(BoardError) as why:
        do()
    return why.value.code


def test_only_who_may_confirms_it_once_and_after_the_day(own_board: Board) -> None:
    analyst = GuardedBoard(own_board, Person("desk", "analyst"))
    refused = [
        (analyst, KNOWN, "may_role_approver"),
        (approver(own_board, districts=frozenset({"310115"})), KNOWN, "may_meeting"),
        (approver(own_board), CLOSE - timedelta(hours=1), "review_early"),
    ]
    for who, at, code in refused:
        assert refusal(lambda who=who, at=at: who.confirm_review(OF, DAY, at, {})) == code
    private = {"review_late": "call 13812345678"}
    assert refusal(lambda: approver(own_board).confirm_review(OF, DAY, KNOWN, private)) == "decision_private"
    assert own_board.reviews() == []
    approver(own_board).confirm_review(OF, DAY, KNOWN, {"review_late": " Beds came late. ", "review_bought": " "})
    (found,) = own_board.reviews()
    assert (found.by, found.known_at, found.remarks) == ("night desk", KNOWN, {"review_late": "Beds came late."})
    assert refusal(lambda: approver(own_board).confirm_review(OF, DAY, KNOWN, {})) == "review_done"
    assert own_board.reviews(KNOWN - timedelta(minutes=1)) == []


def test_a_draft_is_never_due_and_one_confirmed_is_issued_as_known_then(own_board: Board) -> None:
    def review(now: datetime) -> list[Any]:
        return [d for d in due_now(own_board.pack, now) if d.form.id == OF]

    (due,) = review(KNOWN)
    assert (due.ops_day, due.as_of, due.n) == (DAY, CLOSE, 6)
    assert came(own_board, due, KNOWN).known_at is None
    own_board.confirm_review(Reviewed(OF, DAY, KNOWN, "night desk", {}))
    later = KNOWN + timedelta(hours=9)
    (again,) = review(later)  # the next day's reports come: it is issued all the same
    assert came(own_board, again, later).known_at == KNOWN


def test_every_sentence_of_the_review_is_told_by_its_own_figures(own_board: Board) -> None:
    moment = AsOf(ops_day=DAY, as_of=CLOSE, known_at=KNOWN)
    before = made(own_board, moment, "zh")
    assert before.number == "草稿"
    figures = [f for b in before.blocks if isinstance(b, Sentence) for f in b.figures]
    assert {f.of for f in figures} >= {"transfer", "issues"}
    rows = own_board.rows("page/day", KNOWN, ops_day=DAY, moment=CLOSE)
    for f in figures:
        at = datetime.strptime(f.at, "%Y%m%dT%H%M") if f.at else CLOSE
        own = rows[(rows["line"] == f.of) & (rows["area_code"] == f.area) & (rows["as_of"] == at)]
        assert float(own.iloc[0][f.part]) == f.value, f.id
    for b in (b for b in before.blocks if isinstance(b, Sentence) and b.figures):
        told = {number for f in b.figures for number in NUMBER.findall(f.text)}
        assert set(NUMBER.findall(CLOCK.sub("", b.text))) <= told, b.text  # no number that is no row's
    for line, area in {(f.of, f.area) for f in figures if f.of in ("transfer", "issues")}:
        found = trace(own_board, moment, line, area)
        assert found is not None
        assert len(found.rows) > 0, (line, area)
        assert (found.rows[["load_id", "row_no"]] > 0).to_numpy().all()  # down to the line of a file
    own_board.confirm_review(Reviewed(OF, DAY, KNOWN, "night desk", {"review_late": "Beds came late."}))
    after = made(own_board, moment, "en")
    assert "Beds came late." in [b.text for b in after.blocks if isinstance(b, Sentence)]
    assert after.number == "No. 6"


def made(board: Board, moment: AsOf, lang: str) -> Brief:
    return brief(board, moment, wanted(board.pack, lang, form_id=OF))
