"""Briefs issued by themselves: waited for, made by one process, kept and entered once, and handed to the outbox.

Every step can be taken twice and counts once: the duty passes on where its holder falls or stands still, the ledger
takes one line of a report time, the outbox one message of a line. So whoever comes next goes on where it stopped.
"""

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from data_pipeline.board.board import Board
from data_pipeline.brief.due import Came, Due, came, due_now
from data_pipeline.core.caches import Cache
from data_pipeline.core.clock import Clock
from data_pipeline.core.errors import BoardError
from data_pipeline.core.settings import settings
from data_pipeline.outbox.channels import Channels
from data_pipeline.outbox.kept import OWN, Outbox
from data_pipeline.outbox.message import Attached, Message
from data_pipeline.store.log.duties import Duties
from data_pipeline.store.log.issued import BRIEF, COPY, Issue, Kept
from data_pipeline.words import LANGUAGES, say
from data_pipeline.words.numbers import moment as clock_name

log = logging.getLogger(__name__)
KINDS = (BRIEF, COPY)
BY = "board"  # who signs such a line
SENT_WITHIN = timedelta(hours=24)  # an issue is handed over for so long: what the outbox forgot is not sent anew
AGAIN_S, LONGEST_S = 60.0, 900.0  # after a failure, and at most
PAGE = "briefs"
ISSUE = ("live", "always", "never")  # BOARD_ISSUE
HANDED = Cache("issues handed over", 64)
COUNTS: Counter[str] = Counter()  # issued, failed; since this process began


class Made(NamedTuple):
    """The files of an issue with their bytes, and its first words by language."""

    files: Sequence[tuple[Kept, bytes]]
    title: dict[str, str]
    lead: dict[str, str]


# of a form at a moment, written as a clock; it calls every few seconds what it is given, so that the duty stays its own
Make = Callable[[Due, str, Callable[[], object]], Made]


def issues_by_itself(clock: Clock) -> bool:
    """Whether briefs are issued without anybody asking where the board runs by this clock; raises BoardError
    issue_setting."""
    given = settings().issue
    if given not in ISSUE:
        raise BoardError("issue_setting", given=given[:40], known=", ".join(ISSUE))
    return given == "always" or (given == "live" and clock.is_live)


@dataclass(frozen=True)
class Issuer:
    """`holder`: told apart from all other processes. `kinds`: what it issues; another may issue the rest meanwhile."""

    board: Board
    make: Make
    channels: Channels
    holder: str = OWN
    kinds: tuple[str, ...] = KINDS

    def look(self, now: datetime) -> list[Issue]:
        """What was issued at this look. A failure is kept, told, and tried again."""
        done = {of.key for of in self.board.issues()}
        found = []
        for due in due_now(self.board.pack, now):
            if due.key in done or due.kind not in self.kinds:
                continue
            state = came(self.board, due, now)
            if state.known_at and (issue := self._issue(due, state, now)):
                found.append(issue)
        self.hand_over(now)
        return found

    def hand_over(self, now: datetime) -> None:
        """Issues of late to the outbox; one that is there already is not put there again."""
        outbox = Outbox(self.board.state)
        for issue in self.board.issues():
            fresh = issue.at is None or now - issue.at < SENT_WITHIN
            if issue.to and fresh and HANDED.peek((str(self.board.root), issue.key)) is None:
                outbox.put(message_of(issue), issue.to)
                HANDED.put((str(self.board.root), issue.key), True)

    def _issue(self, due: Due, state: Came, now: datetime) -> Issue | None:
        duties = Duties(self.board.state, self.holder)
        if not duties.claim(due.key):
            return None
        try:
            made = self.make(due, clock_of(due, state), lambda: duties.claim(due.key))
            issue = issue_of(due, state, made, self.channels)
            entered = self.board.issue(issue, {k.sha256: data for k, data in made.files}, BY, now)
        except BoardError as why:
            tries, _ = duties.failures().get(due.key, (0, ""))
            duties.failed(due.key, why.sentence(settings().lang), min(AGAIN_S * 2**tries, LONGEST_S))
            COUNTS["failed"] += 1
            log.error("brief %s could not be issued: %s", due.key, why)
            return None
        duties.done(due.key)
        if not entered:
            log.warning("brief %s was issued by another process meanwhile", due.key)
            return None
        COUNTS["issued"] += 1
        log.info("brief %s issued: no. %d, %d files", due.key, due.n, len(issue.files))
        return issue


def clock_of(due: Due, state: Came) -> str:
    """The clock that stands where the issue speaks."""
    assert state.known_at is not None
    known = state.known_at
    return Clock(start=known, speed=0).back(due.as_of, None).text() if known > due.as_of else Clock(known, 0).text()


def issue_of(due: Due, state: Came, made: Made, channels: Channels) -> Issue:
    assert state.known_at is not None
    files = tuple(kept for kept, _ in made.files)
    to = channels.taking(due.kind) if due.form.level == "city" else ()
    about = due.kind, due.form.id, due.n, due.ops_day, due.as_of, state.known_at, state.missing
    return Issue(*about, files=files, to=to, title=made.title, lead=made.lead)


def message_of(of: Issue) -> Message:
    """The same whoever makes it."""
    files = tuple(Attached(f.name, f.media, f.sha256, f.size) for f in of.files)
    stamps = {lang: _stamp(of, lang) for lang in LANGUAGES}
    body = {lang: "\n\n".join(x for x in (of.lead.get(lang, ""), stamps[lang]) if x) for lang in LANGUAGES}
    facts = {"form": of.form, "n": of.n, "as_of": of.as_of.isoformat(), "known_at": of.known_at.isoformat(),
             "missing": [list(x) for x in of.missing]}  # fmt: skip
    return Message(of.key, of.kind, of.known_at, dict(of.title), body, files, PAGE, facts)


def _stamp(of: Issue, lang: str) -> str:
    as_of, known = (clock_name(m, of.ops_day, lang) for m in (of.as_of, of.known_at))
    return say(lang, "brief.stamp", as_of=as_of, known=known)
