"""What is set aside is tried as if it were right: on the newest version, once, and nothing of it is kept."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from data_pipeline.access.sight import Sight
from data_pipeline.board.board import Board
from data_pipeline.channels.inbox import STILL_LOOKS, Inbox
from data_pipeline.channels.set_aside import MOST, Found, found, read
from data_pipeline.channels.trial import TRIED, TRY_EVERY_S, Trial
from data_pipeline.core.clock import AsOf
from data_pipeline.core.errors import BoardError
from data_pipeline.intake import Delivery
from data_pipeline.judge.judge import Bench, verdicts
from data_pipeline.sentences.tried import would_change
from data_pipeline.store.diff.attempt import Aside, Tried, attempt, tried
from data_pipeline.store.diff.rehearsal import Rehearsal
from data_pipeline.words import LANGUAGES, say
from tests.store import tiny
from tests.store.test_two_keys import asking
from tests.support import clerk
from tests.support.samples import DAY, pack

PUTUO = "310107"
AT = datetime(2022, 4, 6, 16, 40)
NOW = AsOf(DAY, datetime(2022, 4, 6, 16), AT)
EVENING = tiny.at("18:00")
TINY_NOW = AsOf(EVENING.date(), EVENING, EVENING)
BAD = tiny.counts(("14:00", "nowhere", "A", 5, 1), ("14:00", tiny.WEST, "A", 7, 3))
WORSE = tiny.counts(("14:00", "nowhere", "A", 5, 1))


class Clocked:
    def __init__(self) -> None:
        self.seconds, self.asked = 1000.0, []

    def attempt(self, aside: Aside, *_: object) -> Rehearsal:
        self.asked.append(aside)
        return Rehearsal("", ())


@pytest.fixture
def board(tmp_path: Path) -> Iterator[Board]:
    TRIED.clear()
    of = tiny.board(tmp_path)
    yield of
    of.close()


@pytest.fixture
def inbox(board: Board, tmp_path: Path) -> Iterator[Inbox]:
    box = Inbox(tmp_path / "inbox", board, lambda: tiny.at("17:50"), "zh")
    assert box.open()
    yield box
    box.close()


def put(inbox: Inbox, **files: bytes) -> None:
    for name, data in files.items():
        (inbox.root / "counts" / f"{name}.csv").write_bytes(data)
    for _ in range(STILL_LOOKS):
        inbox.look()


def test_refused_files_of_the_inbox_are_found_until_one_under_their_name_is_loaded(inbox: Inbox, board: Board) -> None:
    assert found(board, EVENING) == Found()
    put(inbox, a=BAD, b=WORSE)
    assert {Path(m[1]).name for m in found(board, EVENING).files} == {"a.csv", "b.csv"}
    assert found(board, tiny.at("18:00", "2022-04-08")).count == 0  # nobody waits for yesterday's
    put(inbox, a=WORSE)  # refused again: one file of that name
    assert found(board, EVENING).count == 2
    tiny.send(board, tiny.counts(("14:00", tiny.EAST, "A", 1, 1)), "17:55", name="a.csv")
    assert [Path(m[1]).name for m in found(board, EVENING).files] == ["b.csv"]


def test_more_than_are_tried_are_counted(inbox: Inbox, board: Board) -> None:
    put(inbox, **{f"f{n}": WORSE + b"\n" * n for n in range(MOST + 3)})
    what = found(board, EVENING)
    assert (len(what.files), what.more, what.count) == (MOST, 3, MOST + 3)


def test_a_trial_is_made_once_a_version_and_not_more_often_than_is_declared(inbox: Inbox, board: Board) -> None:
    of = Clocked()
    trial = Trial(of.attempt, lambda: of.seconds)
    trial.look(board, TINY_NOW)
    assert of.asked == []
    put(inbox, a=BAD)
    trial.look(board, TINY_NOW)
    trial.look(board, TINY_NOW)
    assert [len(x.files) for x in of.asked] == [1]
    assert trial.said(board, TINY_NOW).states is not None
    tiny.send(board, tiny.counts(("14:00", tiny.EAST, "A", 1, 1)), "17:55")
    assert trial.said(board, TINY_NOW) == Tried(1)  # of the newest version nothing is known yet
    trial.look(board, TINY_NOW)
    assert len(of.asked) == 1
    of.seconds += TRY_EVERY_S
    trial.look(board, TINY_NOW)
    assert len(of.asked) == 2


def test_a_trial_that_fails_is_counted_and_not_tried_again_on_that_version(inbox: Inbox, board: Board) -> None:
    tries = []

    def falls(*asked: object) -> Rehearsal:
        tries.append(asked)
        raise BoardError("worker_fell", job="attempt")

    seconds = iter(range(0, 10_000, 600))
    trial = Trial(falls, lambda: float(next(seconds)))
    put(inbox, a=BAD)
    trial.look(board, TINY_NOW)
    trial.look(board, TINY_NOW)
    assert len(tries) == trial.counts["failed"] == 1
    assert trial.said(board, TINY_NOW) == Tried(1)


def test_a_file_that_no_row_of_can_be_right_is_said_to_be_unusable(inbox: Inbox, board: Board) -> None:
    put(inbox, a=BAD, b=WORSE)
    trial = Trial(lambda *asked: attempt(board._writer, *asked))
    before = board.state_hash()
    trial.look(board, TINY_NOW)
    tried = trial.said(board, TINY_NOW)
    assert (tried.count, tried.unusable) == (2, 1)
    assert board.state_hash() == before
    assert len(board.loads()) == 0


def district(board: Board, code: str) -> bytes:
    """Its 16:00 transfer figures, as if nobody waited any more."""
    board.version()
    sql = f"""select {", ".join(clerk.NAMES)} from known.transfer
        where as_of = timestamp '{DAY} 16:00' and district_code = '{code}'"""
    with board._readers.cursor() as own:
        rows = [dict(zip(clerk.NAMES, map(clerk._text, row), strict=True)) for row in own.execute(sql).fetchall()]
    for row in rows:
        there = sum(int(row[name] or 0) for name in ("waiting_now", "in_transit_now"))
        row["arrived_today"] = str(int(row["arrived_today"]) + there)
        row["picked_up_today"] = row["arrived_today"]
        row["waiting_now"] = row["in_transit_now"] = "0"
    return clerk.clean(rows)


def test_what_would_turn_is_what_turns_once_it_is_loaded_and_is_told_in_ones_sight_alone(own_board: Board) -> None:
    sent = Delivery("transfer", "a.csv", district(own_board, PUTUO), "x", AT, strict=False)
    tries = attempt(own_board._writer, Aside(AT, (sent,)), DAY, NOW.as_of)
    found = tried(tries, 1, 0, DAY)
    assert found.states is not None
    turned = found.states.set_index(["id", "area_code"])
    assert {area for _, area in turned.index} == {PUTUO}
    for lang in LANGUAGES:
        of = pack()
        assert of.area[PUTUO].name(lang)[:2] in would_change(found, of, lang, every=True)
        other = Sight(frozenset({"310115"}))
        assert would_change(found, other.pack(of), lang, every=False) == say(lang, "tried.none_own_one")
        assert say(lang, "tried.figures_one", figures=found.figures) == would_change(
            replace(found, states=found.states.iloc[:0]), of, lang, every=True
        )
    own_board.receive_together([sent])
    day = own_board.rows("page/day", known_at=AT, ops_day=DAY, moment=NOW.as_of)
    judged = verdicts(day, Bench(own_board.pack, NOW.as_of))
    assert {key: judged[key].state.name.lower() for key in turned.index} == turned["state_after"].to_dict()


def test_what_waits_for_a_second_person_is_tried_as_if_approved(board: Board) -> None:
    first = tiny.counts(("14:00", tiny.EAST, "A", 5, 1))
    with asking(board, "always"):
        assert tiny.send(board, first, "17:00").status == "waits"
        what = found(board, EVENING)
        tries = attempt(board._writer, read(what, EVENING), EVENING.date(), EVENING)
        assert [r.status for r in tries.receipts] == ["loaded"]
        assert tries.receipts[0].effect.new == 1
        assert board.rehearse([Delivery("counts", "a.csv", first, "x", EVENING)]).receipts[0].status == "already"


def test_a_trial_waits_for_no_load_and_no_load_for_a_trial(inbox: Inbox, board: Board) -> None:
    put(inbox, a=BAD)
    asked = read(found(board, EVENING), EVENING), EVENING.date(), EVENING
    with board._writer.holding():  # as while somebody sends
        assert [r.status for r in attempt(board._writer, *asked).receipts] == ["loaded"]
    of = Clocked()
    sent = []

    def sends(*given: object) -> Rehearsal:
        sent.append(tiny.send(board, tiny.counts(("14:00", tiny.EAST, "A", 1, 1)), "17:55").status)
        return of.attempt(*given)  # type: ignore[arg-type]

    Trial(sends).look(board, TINY_NOW)
    assert sent == ["loaded"]
