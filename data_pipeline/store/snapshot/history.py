"""Which loads were visible when, as one word per moment: equal words, equal board."""

import hashlib
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

LENGTH = 16
TARGETS = "target"  # what is no feed


@dataclass(frozen=True)
class Words:
    """`words[i]` holds from `moments[i]` on, of the first `count`; before the first moment nothing was known."""

    moments: Sequence[datetime] = ()
    words: Sequence[int] = ()
    count: int = 0

    def at(self, known_at: datetime | None) -> str:
        seen = self.count if known_at is None else bisect_right(self.moments, known_at, 0, self.count)
        return f"{self.words[seen - 1] if seen else 0:0{LENGTH}x}"


@dataclass(frozen=True)
class History:
    """`of`: feed id, or TARGETS, to what was known of it alone. `laid`: parts beside which something was laid for a
    preview, each with a word of its own. `lines`: the same for what lines said of loads, of all ("") and by feed: what
    came and went again is told, though nothing of it can be seen."""

    made_by: str
    whole: Words
    of: Mapping[str, Words] = field(default_factory=dict)
    laid: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[str, Words] = field(default_factory=dict)

    def version(self, known_at: datetime | None = None) -> str:
        """Changes exactly when what can be seen as known at that moment changes (None: now, all that came)."""
        return f"{self.made_by[:8]}-{self.whole.at(known_at)}{''.join(self.laid.values())}"

    def version_of(self, part: str, known_at: datetime | None = None) -> str:
        """The same for one feed, or for the targets, alone."""
        return f"{self.made_by[:8]}-{self.of.get(part, Words()).at(known_at)}{self.laid.get(part, '')}"

    def lines_of(self, feed: str = "", known_at: datetime | None = None) -> str:
        """Changes with every line about a load, seen or not; of one feed, or of all."""
        return self.lines.get(feed, Words()).at(known_at)


def word_of(mark: str) -> int:
    return int.from_bytes(hashlib.sha256(mark.encode()).digest()[: LENGTH // 2])


class Growing:
    """Words while lines are added. Appearing and vanishing are the same exclusive or, so that order does not matter."""

    def __init__(self) -> None:
        self._flips: dict[datetime, int] = {}
        self._moments: list[datetime] = []
        self._words: list[int] = []
        self._given = 0  # so many are in somebody's hands
        self._in_order = True

    def flip(self, moment: datetime, by: int) -> None:
        """`by`: word_of what appears or vanishes."""
        self._flips[moment] = self._flips.get(moment, 0) ^ by
        if not self._moments or moment > self._moments[-1]:
            self._words.append((self._words[-1] if self._words else 0) ^ by)
            self._moments.append(moment)
        elif moment == self._moments[-1] and self._given < len(self._moments):
            self._words[-1] ^= by
        else:
            self._in_order = False

    def words(self) -> Words:
        if not self._in_order:
            self._moments, self._words, seen = sorted(self._flips), [], 0
            for moment in self._moments:
                seen ^= self._flips[moment]
                self._words.append(seen)
            self._in_order = True
        self._given = len(self._moments)
        return Words(self._moments, self._words, self._given)
