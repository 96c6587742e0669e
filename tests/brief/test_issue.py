"""At a declared hour there is one brief, sent once: whoever falls, stands still or is two on the way there."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from data_pipeline.backup.make import digests
from data_pipeline.board.board import Board
from data_pipeline.brief import issue as module
from data_pipeline.brief.due import came, due_now
from data_pipeline.brief.issue import HANDED, Issuer, Made, issues_by_itself
from data_pipeline.core import clock
from data_pipeline.core.clock import Clock, read_clock
from data_pipeline.core.errors import BoardError
from data_pipeline.outbox.channels import Channel, Channels
from data_pipeline.outbox.kept import Outbox
from data_pipeline.store.log.duties import LEASE_S, Duties
from data_pipeline.store.log.issued import BRIEF, COPY, Issue, Kept
from data_pipeline.store.log.received import sha256
from tests.outbox.sinks import web
from tests.support import samples

EIGHT = datetime(2022, 4, 6, 8)
LATE = datetime(2022, 4, 6, 9)  # all that would still come has come, or its wait is over
CHANNELS = Channels(channel=(Channel(id="hook", kind="webhook", to=("http://127.0.0.1:9/",), lang="zh"),))


class Killed(BaseException):
    """The process ends here."""


def made(due: Any, at: str, renew: Callable[[], object]) -> Made:
    """As short as an issue can be; what it says follows from what it is asked alone."""
    data = f"{due.key} {at}".encode()
    file = Kept(f"{due.key}.pdf", "pdf", "zh", "application/pdf", sha256(data), len(data))
    return Made([(file, data)], {"zh": f"第{due.n}期", "en": f"No. {due.n}"}, {"zh": "一句。", "en": "One."})


@pytest.fixture(autouse=True)
def afresh() -> Iterator[None]:
    """As a new process."""
    HANDED.clear()
    yield
    HANDED.clear()


@pytest.fixture
def hours(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    own = [1_000_000.0]
    monkeypatch.setattr(clock, "_machine", lambda: own[0])
    return own


def issuer(board: Board, holder: str = "a", make: Callable = made) -> Issuer:
    return Issuer(board, make, CHANNELS, holder)


def keys(board: Board) -> list[str]:
    return sorted(i.key for i in board.issues())


EVERY = ["brief-city-20220406-0800", "brief-district-20220406-0800", "copy-city-20220406-0800"]


def test_one_of_each_is_issued_and_no_second_look_issues_another(own_board: Board) -> None:
    assert sorted(i.key for i in issuer(own_board).look(LATE)) == EVERY
    assert issuer(own_board, "b").look(LATE + timedelta(minutes=5)) == []
    assert keys(own_board) == EVERY
    (first,) = [i for i in own_board.issues() if i.key == EVERY[0]]
    assert (first.n, first.as_of) == (21, EIGHT)
    assert own_board.kept_file(first.files[0].sha256).startswith(first.key.encode())
    assert [(d.id, d.channel) for d in Outbox(own_board.state).newest()] == [(EVERY[0], "hook")]
    assert own_board.verify() == []


def test_it_waits_for_reports_until_its_limit_and_says_who_was_missing(full_board: Board) -> None:
    """At 18:00 of the sample one district's report of issues comes too late."""
    six = datetime(2022, 4, 6, 18)
    due = next(d for d in due_now(full_board.pack, six) if d.kind == BRIEF)
    assert (due.as_of, due.until) == (six, six + timedelta(minutes=45))
    early = came(full_board, due, six + timedelta(minutes=40))
    assert (early.known_at, bool(early.missing)) == (None, True)
    assert came(full_board, due, due.until) == came(full_board, due, due.until + timedelta(hours=2))
    assert came(full_board, due, due.until) == (due.until, (("issues", "310113"),), False)


def test_where_all_is_in_it_is_of_the_moment_at_which_the_last_came(full_board: Board) -> None:
    """Whoever makes it, and however late: so two that make it make the same."""
    ten = datetime(2022, 4, 6, 22)
    due = next(d for d in due_now(full_board.pack, ten) if d.kind == BRIEF)
    known = {came(full_board, due, ten + timedelta(minutes=m)).known_at for m in (33, 44, 90)}
    assert len(known) == 1
    assert came(full_board, due, ten + timedelta(minutes=5)).known_at is None
    last = max(full_board.loads(known.pop())["received_at"])
    assert timedelta(0) <= due.until - last < timedelta(minutes=45)


def test_where_nothing_at_all_came_none_is_issued(own_board: Board) -> None:
    two = datetime(2022, 4, 6, 15)
    by_itself = [d for d in due_now(own_board.pack, two) if not d.form.confirm]  # a draft waits for a person
    assert by_itself
    assert all(came(own_board, due, two).nothing for due in by_itself)
    assert issuer(own_board).look(two) == []


STEPS = {
    "before it is made": (module.Issuer, "_issue"),
    "before it is entered": (Board, "issue"),
    "before it is handed over": (module.Issuer, "hand_over"),
}


@pytest.mark.parametrize("step", [*STEPS, "when it is entered and nobody knows"])
def test_killed_at_any_step_another_goes_on_and_it_is_issued_and_sent_once(
    own_board: Board, hours: list[float], monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    real = Board.issue

    def entered(*how: Any) -> bool:
        real(*how)
        raise Killed

    def killed(*_: Any) -> bool:
        raise Killed

    where, name = STEPS.get(step, (Board, "issue"))
    with monkeypatch.context() as falls:
        falls.setattr(where, name, killed if step in STEPS else entered)
        with pytest.raises(Killed):
            issuer(own_board).look(LATE)
    for _ in range(3):
        hours[0] += LEASE_S + 1
        HANDED.clear()
        issuer(own_board, "b").look(LATE)
    assert keys(own_board) == EVERY
    assert [(d.id, d.channel) for d in Outbox(own_board.state).newest()] == [(EVERY[0], "hook")]


def test_a_duty_is_one_s_until_its_holder_falls(own_board: Board, hours: list[float]) -> None:
    one, other = (Duties(own_board.state, holder) for holder in "ab")
    assert (one.claim("x"), other.claim("x"), one.claim("x")) == (True, False, True)
    hours[0] += LEASE_S / 2
    one.claim("x")
    hours[0] += LEASE_S / 2 + 1
    assert not other.claim("x")
    hours[0] += LEASE_S
    assert (other.claim("x"), one.claim("x")) == (True, False)


def test_what_fails_is_told_and_tried_again_later(own_board: Board, hours: list[float]) -> None:
    def fails(*_: Any) -> Made:
        raise BoardError("brief_incomplete", what="course")

    assert issuer(own_board, make=fails).look(LATE) == []
    tries, why = Duties(own_board.state, "").failures()[EVERY[0]]
    assert tries == 1
    assert "course" in why
    assert issuer(own_board).look(LATE) == []
    hours[0] += module.AGAIN_S + 1
    assert len(issuer(own_board).look(LATE)) == len(EVERY)
    assert Duties(own_board.state, "").failures() == {}


@pytest.mark.in_folder
def test_a_file_of_an_issue_that_lacks_or_differs_is_found_and_a_backup_takes_it_along(own_board: Board) -> None:
    issuer(own_board).look(LATE)
    one, other = [i.files[0] for i in own_board.issues()][:2]
    assert {one.sha256, other.sha256} <= digests(list(own_board._writer.ledger.entries())).keys()
    (own_board.root / "received" / one.sha256).unlink()
    path = own_board.root / "received" / other.sha256
    path.chmod(0o644)
    path.write_bytes(b"another")
    found = {f.code: f for f in own_board.verify()}
    assert {"issued_missing", "issued_changed"} <= found.keys()
    assert all(f.sentence(lang) for f in found.values() for lang in ("zh", "en"))


def test_a_replay_issues_nothing_unless_it_is_told_to(monkeypatch: pytest.MonkeyPatch) -> None:
    replay = read_clock("2022-04-06T18:00@60~1", samples.pack().operation)
    assert (issues_by_itself(Clock()), issues_by_itself(replay)) == (True, False)
    monkeypatch.setenv("BOARD_ISSUE", "always")
    assert issues_by_itself(replay)
    monkeypatch.setenv("BOARD_ISSUE", "never")
    assert not issues_by_itself(Clock())
    monkeypatch.setenv("BOARD_ISSUE", "sometimes")
    with pytest.raises(BoardError, match="sometimes"):
        issues_by_itself(Clock())


@pytest.mark.in_folder
def test_an_old_issue_is_not_handed_over_again_where_the_outbox_forgot_it(own_board: Board) -> None:
    issuer(own_board).look(LATE)
    (own_board.root / "state.sqlite").unlink()
    HANDED.clear()
    issuer(own_board).hand_over(LATE + timedelta(hours=25))
    assert Outbox(own_board.state).newest() == []


PROCESS = """
import sys, time
from datetime import datetime
from pathlib import Path
from data_pipeline.brief.issue import Issuer
from data_pipeline.outbox.channels import Channel, Channels
from data_pipeline.outbox.deliver import deliver
from data_pipeline.outbox.kept import Outbox
from data_pipeline.store.log import duties
from tests.brief.test_issue import made
from tests.support import samples
folder, name, url = sys.argv[1:]
duties.LEASE_S = 2.0
board = samples.opened(Path(folder))
board.version()
known = Channels(channel=(Channel(id="hook", kind="webhook", to=(url,)),))
def slowly(due, at, renew):
    print("makes", due.key, flush=True)
    if name == "first":
        sys.stdin.readline()
    return made(due, at, renew)
end = time.monotonic() + 60
while time.monotonic() < end and len(board.issues()) < 3:
    Issuer(board, slowly, known, name).look(datetime(2022, 4, 6, 9))
    time.sleep(0.2)
Issuer(board, slowly, known, name).look(datetime(2022, 4, 6, 9))
deliver(Outbox(board.state, name), known, lambda f: board.kept_file(f.sha256))
print("issued", *sorted(i.key for i in board.issues()), flush=True)
"""


@pytest.mark.in_folder
def test_of_two_processes_one_that_stands_still_the_other_issues_and_it_arrives_once(
    sample_board: Board, shared_root: Path, tmp_path: Path
) -> None:
    """The first stops in the midst of making; when it wakes, what it made is there already."""
    shutil.copytree(shared_root / "sample-short", tmp_path / "board")
    with web() as (url, asked):
        how = [sys.executable, "-c", PROCESS, str(tmp_path / "board")]
        own = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "cwd": Path(__file__).parents[2]}
        first = subprocess.Popen([*how, "first", url], **own)
        try:
            assert first.stdout is not None
            assert first.stdout.readline().startswith("makes")
            os.kill(first.pid, signal.SIGSTOP)
            second = subprocess.run([*how, "second", url], capture_output=True, text=True, timeout=120, check=True,
                                    cwd=own["cwd"])  # fmt: skip
            os.kill(first.pid, signal.SIGCONT)
            said, _ = first.communicate("\n" * 5, timeout=120)
        finally:
            first.kill()
    assert second.stdout.splitlines()[-1] == said.splitlines()[-1] == " ".join(["issued", *EVERY])
    assert [a.headers["Idempotency-Key"] for a in asked] == [f"{EVERY[0]}.hook"]


def test_the_copy_and_documents_are_lines_of_their_own(own_board: Board) -> None:
    """So that paper lies on the table before the copy is made."""
    found: list[Issue] = issuer(own_board).look(LATE)
    assert [i.kind for i in found] == [BRIEF, BRIEF, COPY]
