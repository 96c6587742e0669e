"""A clock that jumped: a line of the ledger whose time lies well before, or far after, that of the line before it.

Order is the ledger's all the same. What was known when follows the times written, so a jump has to be told.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from data_pipeline.words import say

BACK = timedelta(minutes=10)  # files wait their turn for minutes, and a clock is set right by seconds
AHEAD = timedelta(hours=12)  # a night without a file is shorter
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Jump:
    """`seq`: the line of the ledger; `before`: the time of the line before it."""

    seq: int
    before: datetime
    at: datetime

    @property
    def is_back(self) -> bool:
        return self.at < self.before

    def sentence(self, lang: str) -> str:
        key = "back" if self.is_back else "ahead"
        facts = {"at": f"{self.at:%Y-%m-%d %H:%M}", "before": f"{self.before:%Y-%m-%d %H:%M}"}
        return say(lang, f"jumped.{key}", seq=self.seq, gap=_length(abs(self.at - self.before), lang), **facts)

    def as_dict(self, lang: str | None = None) -> dict[str, Any]:
        sentence = {"sentence": self.sentence(lang)} if lang else {}
        return {"seq": self.seq, "before": self.before.isoformat(), "at": self.at.isoformat(), **sentence}


def jump(seq: int, before: datetime | None, at: datetime) -> Jump | None:
    """The jump that line `seq`, written at `at`, made since the line before it; None where it made none."""
    if before is None or -BACK <= at - before <= AHEAD:
        return None
    return Jump(seq, before, at)


def jumps(lines: Iterable[tuple[int, datetime]]) -> list[Jump]:
    """Of (seq, time) in the ledger's order; the latest line first."""
    found, before = [], None
    for seq, at in lines:
        if one := jump(seq, before, at):
            found.append(one)
        before = at
    return found[::-1]


def _length(gap: timedelta, lang: str) -> str:
    if gap < 48 * HOUR:
        minutes = round(gap / timedelta(minutes=1))
        return say(lang, "jumped.hours", hours=minutes // 60, minutes=minutes % 60)
    return say(lang, "jumped.days", days=gap.days)
