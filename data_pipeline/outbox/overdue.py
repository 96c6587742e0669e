"""An overdue step is sent once to whoever listens at its level, and once more for each level it rises to.

The message follows from the ledger's lines alone, so whichever process makes it, it is the same, under the same key.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from urllib.parse import urlencode

from data_pipeline.actions.owed import Owed, owed
from data_pipeline.board.board import Board
from data_pipeline.outbox.channels import Channels
from data_pipeline.outbox.kept import Outbox
from data_pipeline.outbox.message import Message
from data_pipeline.sentences import action as texts
from data_pipeline.store.log.steps import Action
from data_pipeline.words import LANGUAGES, say

KIND = "action"  # what a channel takes, to be sent them
OLDEST = timedelta(hours=24)  # what fell due before that is no news where a channel is set up today


def send_overdue(of: Board, now: datetime, channels: Channels) -> int:
    """Puts what is overdue into the outbox, each message once whoever asks how often; how many there are."""
    taking = channels.taking(KIND)
    if not taking:
        return 0
    found, outbox = list(overdue(of, of.actions(now), now)), Outbox(of.state)
    for message in found:
        outbox.put(message, taking)
    return len(found)


def overdue(of: Board, actions: Iterable[Action], now: datetime) -> Iterator[Message]:
    """One message per action whose step is overdue, for the level at which it is said now."""
    for action in actions:
        step = owed(action, of.pack.actions, now)
        if step is not None and step.overdue and now - step.by < OLDEST:
            yield _message(of, action, step)


def _message(of: Board, action: Action, step: Owed) -> Message:
    day, decided = step.by.date(), action.decided
    facts = {lang: {"number": action.number, "what": decided.what, "level": texts.level(step.level, lang),
                    "unit": action.unit or say(lang, "action.nobody"), "place": texts.place(of.pack, action, lang),
                    "step": texts.step_by(step, day, lang)} for lang in LANGUAGES}  # fmt: skip
    return Message(
        id=f"action-{action.number}-{len(action.steps)}-{step.level}",
        kind=KIND,
        at=step.by,
        subject={lang: say(lang, "action.alert_subject", **facts[lang]) for lang in LANGUAGES},
        body={lang: say(lang, "action.alert_body", **facts[lang]) for lang in LANGUAGES},
        path="/?" + urlencode({"clock": decided.clock, "line": decided.line, "area": decided.area}),
        facts={"number": action.number, "step": step.step, "by": step.by.isoformat(), "level": step.level,
               "unit": action.unit},
    )  # fmt: skip
