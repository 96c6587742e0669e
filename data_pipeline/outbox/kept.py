"""What is on its way, what arrived and what was given up: in the store's state, the same for all its processes."""

import os
import socket
from collections.abc import Sequence
from dataclasses import dataclass

from data_pipeline.core import durable
from data_pipeline.core.clock import machine_s
from data_pipeline.outbox.message import Message
from data_pipeline.store.log.state import State

WAITING, SENDING, SENT, FAILED = "waiting", "sending", "sent", "failed"
LEASE_S = 120.0  # longer than one try may take; who holds a message for longer has fallen, or stands still
TRIES, FIRST_AGAIN_S, LONGEST_S = 14, 15.0, 900.0  # given up after some two hours and a half
KEPT_S, MOST = 400 * 86_400.0, 20_000  # messages that ended are forgotten after so long, the oldest before the newest
COLUMNS = "id, channel, message, state, tries, due, doubt, why, made, ended"
DUE = "(state = 'waiting' and due <= ?) or (state = 'sending' and until < ?)"
OWN = f"{socket.gethostname()}:{os.getpid()}:{durable.token()}"  # of this process


@dataclass(frozen=True)
class Delivery:
    """One message by one channel. Times are seconds of the machine's clock. `doubt`: a try may have arrived that nobody
    heard of. `why`: the last try failed, or whom it did not reach."""

    id: str
    channel: str
    message: Message
    state: str
    tries: int
    due: float
    doubt: bool
    why: str
    made: float
    ended: float | None


class Outbox:
    """`holder`: by whom a message is sent, told apart from all others."""

    def __init__(self, state: State, holder: str = OWN) -> None:
        self._state, self._holder = state, holder

    def put(self, message: Message, channels: Sequence[str]) -> None:
        """For each channel once, whoever puts it how often."""
        now, text = machine_s(), message.text()
        with self._state.writing() as own:
            own.executemany(
                "insert into outbox values (?, ?, ?, ?, 'waiting', 0, ?, '', 0, 0, '', ?, null) on conflict do nothing",
                [[message.id, channel, message.kind, text, now, now] for channel in channels],
            )

    def claim(self) -> Delivery | None:
        """The longest due, for this holder alone. One that another held and did not end is taken over, in doubt."""
        now = machine_s()
        asked = f"select id, channel from outbox where {DUE} order by due, id, channel limit 1"
        if not (found := self._state.look(asked, [now, now])):
            return None
        with self._state.writing() as own:
            got = own.execute(
                "update outbox set doubt = case when state = 'sending' then 1 else doubt end, state = 'sending', "
                f"holder = ?, until = ?, tries = tries + 1 where id = ? and channel = ? and ({DUE}) "
                f"returning {COLUMNS}",
                [self._holder, now + LEASE_S, *found[0], now, now],
            ).fetchall()
        return _delivery(got[0]) if got else None

    def holds(self, of: Delivery) -> bool:
        """Whether it is still this holder's: one that stood still for long has lost it."""
        asked = "select 1 from outbox where id = ? and channel = ? and holder = ? and state = 'sending' and until > ?"
        return bool(self._state.look(asked, [of.id, of.channel, self._holder, machine_s()]))

    def sent(self, of: Delivery, remark: str = "") -> None:
        """Also of one that another holds by now, because the lease ran out on the way: it did arrive."""
        with self._state.writing() as own:
            own.execute(
                "update outbox set state = 'sent', why = ?, doubt = 0, ended = ? where id = ? and channel = ?",
                [remark[:300], machine_s(), of.id, of.channel],
            )

    def failed(self, of: Delivery, why: str, *, doubt: bool) -> bool:
        """Tried again later, each time later; whether it was given up, after TRIES. Nothing where another holds it."""
        again = machine_s() + min(FIRST_AGAIN_S * 2 ** (of.tries - 1), LONGEST_S)
        given_up = of.tries >= TRIES
        state, ended = (FAILED, machine_s()) if given_up else (WAITING, None)
        with self._state.writing() as own:
            own.execute(
                "update outbox set state = ?, due = ?, why = ?, doubt = ?, ended = ? "
                "where id = ? and channel = ? and holder = ? and state = 'sending'",
                [state, again, why[:300], int(doubt or of.doubt), ended, of.id, of.channel, self._holder],
            )
        return given_up

    def again(self, id: str, channel: str, who: str) -> bool:
        """One that was given up is tried anew, by the wish of whom is kept; False where there is none."""
        now = machine_s()
        with self._state.writing() as own:
            found = own.execute(
                "update outbox set state = 'waiting', tries = 0, due = ?, ended = null "
                "where id = ? and channel = ? and state = 'failed'",
                [now, id, channel],
            )
            if found.rowcount:
                own.execute("insert into resent values (?, ?, ?, ?)", [id, channel, who[:80], now])
            return bool(found.rowcount)

    def wished(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """Of each message and channel, by whose wish it was tried anew, the last first."""
        found: dict[tuple[str, str], tuple[str, ...]] = {}
        for id, channel, who in self._state.look("select id, channel, who from resent order by at desc, who", []):
            found[id, channel] = (*found.get((id, channel), ()), who)
        return found

    def of(self, id: str) -> list[Delivery]:
        """By channel."""
        return [
            _delivery(row)
            for row in self._state.look(f"select {COLUMNS} from outbox where id = ? order by channel", [id])
        ]

    def newest(self, most: int = 500) -> list[Delivery]:
        asked = f"select {COLUMNS} from outbox order by made desc, id, channel limit ?"
        return [_delivery(row) for row in self._state.look(asked, [most])]

    def lately(self, kind: str, channel: str, most: int = 200) -> list[Delivery]:
        """The newest of one kind by one channel, whatever became of them."""
        asked = f"select {COLUMNS} from outbox where kind = ? and channel = ? order by made desc, id desc limit ?"
        return [_delivery(row) for row in self._state.look(asked, [kind, channel, most])]

    def counts(self) -> dict[str, int]:
        return dict(self._state.look("select state, count(*) from outbox group by state", []))

    def forget(self) -> None:
        """What ended long ago, and beyond the newest MOST."""
        with self._state.writing() as own:
            own.execute("delete from outbox where ended < ?", [machine_s() - KEPT_S])
            own.execute(
                "delete from outbox where ended < (select ended from outbox where ended is not null "
                "order by ended desc limit 1 offset ?)",
                [MOST],
            )
            own.execute("delete from resent where at < ?", [machine_s() - KEPT_S])


def _delivery(row: Sequence) -> Delivery:
    id, channel, message, state, tries, due, doubt, why, made, ended = row
    return Delivery(id, channel, Message.of(message), state, tries, due, bool(doubt), why, made, ended)
