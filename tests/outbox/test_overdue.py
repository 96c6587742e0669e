"""An overdue step is sent once at each level it rises to, whoever looks how often."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from data_pipeline.board.board import Board
from data_pipeline.core.clock import moment_at
from data_pipeline.outbox.channels import Channel, Channels
from data_pipeline.outbox.gather import gather
from data_pipeline.outbox.kept import Outbox
from data_pipeline.outbox.overdue import overdue
from data_pipeline.sentences import action as texts
from data_pipeline.sentences.phrases import short
from data_pipeline.store.log.steps import Step
from data_pipeline.words import LANGUAGES
from tests.store import tiny

NOON = datetime(2022, 4, 6, 12)
AT_ONCE = timedelta(0)
LISTENS = Channels(channel=(Channel(id="desk", kind="folder", to=("/nowhere",), takes=("action",)),
                            Channel(id="office", kind="folder", to=("/nowhere",))))  # fmt: skip


@pytest.fixture
def board(tmp_path: Path) -> Board:
    of = tiny.board(tmp_path)
    for what in ("Ten vehicles", "Twenty beds"):
        number = of.decide(what, "command", moment_at(NOON, of.pack.operation), "", tiny.WEST)
        of.step(number, Step("assign", "desk", NOON, "west desk", "subdistrict"))
    return of


def send(of: Board, at: datetime, channels: Channels = LISTENS) -> int:
    found = list(overdue(of.pack, of.actions(), moment_at(at, of.pack.operation)))
    gather(Outbox(of.state), channels, found, AT_ONCE)
    return len(found)


def sent(board: Board) -> list[str]:
    return sorted(key for d in Outbox(board.state).newest() for key in d.message.facts["keys"])


def test_each_level_is_sent_once_to_the_channels_that_take_it(board: Board) -> None:
    first = board.actions()[-1].number
    for minutes in (15, 20, 20, 25, 35, 600):
        send(board, NOON + timedelta(minutes=minutes))
        if minutes == 15:
            assert sent(board) == []
    kept = Outbox(board.state).newest()
    assert {d.channel for d in kept} == {"desk"}
    assert [k for k in sent(board) if k.startswith(f"action:{first}:")] == [
        f"action:{first}:1-city",
        f"action:{first}:1-district",
    ]
    assert len(sent(board)) == 4
    assert all(d.message.subject[lang] and d.message.body[lang] for d in kept for lang in LANGUAGES)


def test_what_a_card_says_of_the_district_is_sent_with_its_name(board: Board) -> None:
    """On a wall and in a subject nothing else says which district "the district" is."""
    at = moment_at(NOON + timedelta(minutes=20), board.pack.operation)
    west = board.pack.area[tiny.WEST]
    for found in overdue(board.pack, board.actions(), at):
        assert all(short(west, lang) in found.name[lang] for lang in LANGUAGES)
    named = replace(board.actions()[0], decided=replace(board.actions()[0].decided, what=f"Beds in {west.en}"))
    assert texts.what(board.pack, named, "en") == f"Beds in {west.en}"


def test_two_processes_and_one_that_starts_anew_send_no_second_one(board: Board) -> None:
    at = NOON + timedelta(minutes=20)
    other = Board(board.pack, board.root, board._writer.limits)
    for of in (board, other, Board(board.pack, board.root, board._writer.limits)):
        send(of, at)
    assert len(sent(board)) == 2


def test_what_was_taken_up_in_time_is_not_sent_nor_what_is_of_yesterday(board: Board) -> None:
    one, two = (a.number for a in board.actions())
    board.step(one, Step("take_up", "west desk", NOON + timedelta(minutes=5)))
    assert send(board, NOON + timedelta(minutes=20)) == 1
    assert [k.split(":")[1] for k in sent(board)] == [str(two)]
    assert send(board, NOON + timedelta(days=3)) == 0


def test_nothing_is_kept_where_no_channel_takes_it(board: Board) -> None:
    send(board, NOON + timedelta(hours=1), Channels())
    assert sent(board) == []
