"""What somebody was told, kept over a restart: an alarm that was told once is not told again because the server began
anew, and one that was over meanwhile is told to be over."""

import json
import logging
import sqlite3
from collections.abc import Mapping

from data_pipeline.alarm.conditions import Condition
from data_pipeline.core.clock import machine_s, since
from data_pipeline.core.errors import BoardError
from data_pipeline.store.log.state import Alarm, State

log = logging.getLogger(__name__)
MOST = 200  # the newest; there are a few kinds, one of them once a feed
Raised = Mapping[str, tuple[Condition, float]]  # key → the condition, and how many seconds ago it was told


class Memory:
    """What cannot be read or written keeps no alarm from being told."""

    def __init__(self, state: State) -> None:
        self._state = state

    def load(self) -> Raised:
        try:
            found = [(_condition(one), max(0.0, since(one.told))) for one in self._state.alarms()]
        except (sqlite3.Error, OSError, BoardError, ValueError) as why:
            log.warning("alarm: what was told before is not known (%s)", why)
            return {}
        return {condition.key: (condition, ago) for condition, ago in found}

    def keep(self, raised: Raised) -> None:
        newest = sorted(raised.values(), key=lambda one: one[1])[:MOST]
        now = machine_s()
        try:
            self._state.keep_alarms(
                [
                    Alarm(c.code, c.about, json.dumps(c.facts, ensure_ascii=False, default=str), now - ago)
                    for c, ago in newest
                ]
            )
        except (sqlite3.Error, OSError, BoardError) as why:
            log.warning("alarm: what was told could not be kept (%s)", why)


def _condition(one: Alarm) -> Condition:
    return Condition(one.code, one.about, json.loads(one.facts))
