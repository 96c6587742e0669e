"""What was told and what is to be told: each alarm once when it begins, again while it lasts, and once when it is over.

A message that does not arrive is tried again, later each time, and given up after TRIES; both are counted. What was
told, and arrived or was given up, is kept over a restart (memory.py); what was still on its way is told again.
"""

import logging
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from data_pipeline.alarm.conditions import Condition
from data_pipeline.alarm.memory import Memory
from data_pipeline.alarm.sinks import Message, Sink
from data_pipeline.words import LANGUAGES, say

log = logging.getLogger(__name__)
LOOKS = 2  # running, before an alarm is raised, and before it is over
AGAIN_S = 6 * 3600.0  # while it lasts
TRIES, FIRST_AGAIN_S = 6, 10.0  # twice as long each time: given up after some five minutes
MOST = 200  # messages that may wait; the oldest makes room


@dataclass
class _Held:
    condition: Condition
    seen: int = 0  # looks running in which it held
    unseen: int = 0
    told_at: float | None = None


@dataclass
class _Waiting:
    sink: Sink
    subject: str
    message: Message
    keys: frozenset[str] = frozenset()  # of the conditions it tells of
    tries: int = 0
    due: float = 0.0


class Watch:
    """Called every so often by one thread. `alarms`, `lives`: where alarms and signs of life go."""

    def __init__(
        self,
        name: str,
        lang: str,
        sinks: tuple[Sequence[Sink], Sequence[Sink]],
        seconds: Callable[[], float] = time.monotonic,
        memory: Memory | None = None,
    ) -> None:
        self.name, self.lang, (self._alarms, self._lives), self._seconds = name, lang, sinks, seconds
        self._memory = memory
        self.recall()
        self._waiting: deque[_Waiting] = deque(maxlen=MOST)
        self._lived: dict[int, float] = {}
        self.counts: Counter[str] = Counter()  # sent, failed (a try), given_up, alive

    def recall(self) -> None:
        """What was told before, by this process or another."""
        now = self._seconds()
        self._kept = {key: (of, now - ago) for key, (of, ago) in self._memory.load().items()} if self._memory else {}
        self._held = {key: _Held(of, told_at=at) for key, (of, at) in self._kept.items()}

    def look(self, found: Iterable[Condition], at: str, *, ready: bool) -> None:
        """One look; `at`: what the board's clock shows. A sign of life only while the board can draw."""
        self._compare({c.key: c for c in found}, at)
        self._deliver()
        self._remember()
        if ready:
            self._live(at)

    def standing(self) -> list[Condition]:
        """Alarms that were raised and are not over."""
        return [h.condition for h in list(self._held.values()) if h.told_at is not None]

    def waiting(self) -> int:
        return len(self._waiting)

    def _compare(self, found: dict[str, Condition], at: str) -> None:
        """What begins, lasts or is over at one look goes out as one message of each kind."""
        changed: dict[str, list[Condition]] = {"raised": [], "still": [], "over": []}
        for key, condition in found.items():
            held = self._held.setdefault(key, _Held(condition))
            held.condition, held.seen, held.unseen = condition, held.seen + 1, 0
            if held.told_at is None and held.seen >= LOOKS:
                changed["raised"].append(condition)
                held.told_at = self._seconds()
            elif held.told_at is not None and self._seconds() - held.told_at >= AGAIN_S:
                changed["still"].append(condition)
                held.told_at = self._seconds()
        for key in self._held.keys() - found.keys():
            held = self._held[key]
            if self._is_over(key, held):
                changed["over"].append(held.condition)
        for state, some in changed.items():
            if some:
                self._tell(some, state, at)

    def _remember(self) -> None:
        """What arrived. One whose end is on its way is not forgotten before that has arrived too."""
        under_way = {key for waiting in self._waiting for key in waiting.keys}
        before = {key: kept for key, kept in self._kept.items() if key in under_way}
        reported = {
            key: (h.condition, h.told_at)
            for key, h in self._held.items()
            if h.told_at is not None and key not in under_way
        }
        now = before | reported
        if self._memory is not None and now != self._kept:
            self._kept = now
            self._memory.keep({key: (of, self._seconds() - at) for key, (of, at) in now.items()})

    def _is_over(self, key: str, held: _Held) -> bool:
        """One that was told is over after LOOKS without it; one that was not is forgotten at once."""
        held.seen, held.unseen = 0, held.unseen + 1
        if held.told_at is None or held.unseen >= LOOKS:
            del self._held[key]
        return held.told_at is not None and held.unseen >= LOOKS

    def _tell(self, some: Sequence[Condition], state: str, at: str) -> None:
        own = "; ".join(c.sentence(self.lang) for c in some)
        alarms = [{"code": c.code, "about": c.about, **{x: c.sentence(x) for x in LANGUAGES}} for c in some]
        subject = say(self.lang, f"alarm.{state}", board=self.name, text=own)
        log.warning("alarm %s: %s", state, "; ".join(c.sentence("en") for c in some))
        message: Message = {"state": state, "at": at, "alarms": alarms}
        keys = frozenset(c.key for c in some)
        self._waiting.extend(_Waiting(sink, subject, message, keys) for sink in self._alarms)

    def _deliver(self) -> None:
        """Every message that is due has one try."""
        for waiting in [w for w in self._waiting if w.due <= self._seconds()]:
            try:
                waiting.sink.send(waiting.subject, waiting.message)
            except (OSError, ValueError) as why:
                self._failed(waiting, why)
                continue
            self._waiting.remove(waiting)
            self.counts["sent"] += 1

    def _failed(self, waiting: _Waiting, why: Exception) -> None:
        waiting.tries += 1
        waiting.due = self._seconds() + FIRST_AGAIN_S * 2 ** (waiting.tries - 1)
        self.counts["failed"] += 1
        if waiting.tries >= TRIES:
            self._waiting.remove(waiting)
            self.counts["given_up"] += 1
            log.error("alarm: not delivered to %s after %d tries (%s)", waiting.sink.name, waiting.tries, why)

    def _live(self, at: str) -> None:
        """Not tried again: the next one comes by itself, and one that stays away is what it is for."""
        for number, sink in enumerate(self._lives):
            last = self._lived.get(number)
            if last is not None and self._seconds() - last < sink.life_s:
                continue
            self._lived[number] = self._seconds()
            try:
                sink.send(say(self.lang, "alarm.alive", board=self.name), {"state": "alive", "at": at})
                self.counts["alive"] += 1
            except (OSError, ValueError) as why:
                log.warning("alarm: no sign of life to %s (%s)", sink.name, why)
