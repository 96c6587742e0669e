"""Notices become messages: to each channel at most one in so many minutes, with all that came meanwhile in it.

What a channel was sent stands in the outbox itself, so nothing is said twice: each message is numbered after the last
one to that channel, and of two processes that write the same number only the first is kept. Who lost looks again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from data_pipeline.core.clock import machine_s, since
from data_pipeline.outbox.channels import Channel, Channels
from data_pipeline.outbox.kept import Delivery, Outbox
from data_pipeline.outbox.message import Message
from data_pipeline.outbox.notice import ALERT, Notice, Said
from data_pipeline.words import LANGUAGES, say

ERA = datetime(2000, 1, 1)
BYTES = 3000  # of a body, so that no channel cuts it; what is beyond goes with the next message


@dataclass(frozen=True)
class Rate:
    """Of one channel. `last`: when its newest message was made, `next`: before when there is no other (seconds of the
    machine's clock). `waiting`: notices that wait for it. `lately`: messages of the last 24 hours."""

    channel: str
    last: float | None
    next: float
    waiting: int
    lately: int


def gather(outbox: Outbox, channels: Channels, notices: Sequence[Notice], every: timedelta) -> int:
    """How many messages were put into the outbox."""
    return sum(_put(outbox, c, notices, every) for c in _taking(channels, notices))


def rates(outbox: Outbox, channels: Channels, notices: Sequence[Notice], every: timedelta) -> list[Rate]:
    """Of each channel that takes alerts or overdue steps."""
    found, now = [], machine_s()
    for channel in channels.alerted:
        before = outbox.lately(ALERT, channel.id)
        last = max((d.made for d in before), default=None)
        lately = sum(d.made > now - 86_400 for d in before)
        new = _new(channel, before, notices)
        found.append(Rate(channel.id, last, last + every.total_seconds() if last else now, len(new), lately))
    return found


def _taking(channels: Channels, notices: Sequence[Notice]) -> list[Channel]:
    kinds = {n.kind for n in notices}
    return [c for c in channels.channel if any(c.carries(kind) for kind in kinds)]


def _put(outbox: Outbox, channel: Channel, notices: Sequence[Notice], every: timedelta) -> bool:
    before = outbox.lately(ALERT, channel.id)
    if any(since(d.made) < every.total_seconds() for d in before):
        return False
    new = _new(channel, before, notices)
    if not new:
        return False
    number = max((d.message.facts["number"] for d in before), default=_first(new[0])) + 1
    outbox.put(_message(channel.id, number, new), [channel.id])
    return True


def _first(of: Notice) -> int:
    """A number for the first message of an outbox, the same for all who make it, and later than any of one that was
    lost: a far side takes a key that it knows for the same message."""
    return (of.at - ERA) // timedelta(seconds=1)


def _new(channel: Channel, before: Sequence[Delivery], notices: Sequence[Notice]) -> list[Notice]:
    """Oldest first. That something eased is said to whom it was said that it was raised."""
    sent = {key for d in before for key in d.message.facts["keys"]}
    found = [n for n in notices if channel.carries(n.kind) and n.key not in sent and (not n.after or n.after in sent)]
    return sorted(found, key=lambda n: (n.at, n.key))


def _message(channel: str, number: int, new: Sequence[Notice]) -> Message:
    """Each with all that is said of it, or where that is too long by its name, as many as there is room for."""
    bodies = _bodies([n.text for n in new])
    if _size(bodies) > BYTES:
        while _size(bodies := _bodies([n.name for n in new])) > BYTES and len(new) > 1:
            new = new[:-1]
    first = new[0]
    subjects = first.name if len(new) == 1 else {
        lang: say(lang, "alert.subject", n=len(new), first=first.name[lang]) for lang in LANGUAGES
    }  # fmt: skip
    return Message(
        id=f"{ALERT}-{channel}-{number}",
        kind=ALERT,
        at=first.at,
        subject=subjects,
        body=bodies,
        path=first.link if len(new) == 1 else first.link.partition("&id=")[0],
        facts={"number": number, "keys": [n.key for n in new], "alerts": [dict(n.facts) for n in new]},
    )


def _bodies(of: Sequence[Said]) -> dict[str, str]:
    if len(of) == 1:
        return dict(of[0])
    return {lang: "\n".join(say(lang, "alert.line", n=i, text=x[lang]) for i, x in enumerate(of, 1))
            for lang in LANGUAGES}  # fmt: skip


def _size(of: Said) -> int:
    return max(len(text.encode()) for text in of.values())
