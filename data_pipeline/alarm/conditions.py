"""What somebody must be told of, as it stands now."""

import shutil
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pandas as pd

from data_pipeline.board.board import Board
from data_pipeline.core.clock import AsOf, since
from data_pipeline.core.errors import BoardError
from data_pipeline.core.keeping_up import behind
from data_pipeline.store.log.noted import backed_up
from data_pipeline.words import LANGUAGES, say

NOT_READY = "not_ready"
LOW_DISK_BYTES = 5_000_000_000
OLDEST_BACKUP_S = 26 * 3600  # a day, and the time one takes
SENT_WITHIN = timedelta(days=14)  # a feed that nobody sends any more is not waited for


@dataclass(frozen=True)
class Condition:
    """`code` names the sentence `alarm.<code>`; `about` tells several of one kind apart."""

    code: str
    about: str = ""
    facts: dict[str, Any] = field(default_factory=dict, compare=False)

    @property
    def key(self) -> str:
        return f"{self.code}:{self.about}" if self.about else self.code

    def sentence(self, lang: str) -> str:
        facts = {k: v[lang] if isinstance(v, dict) else v for k, v in self.facts.items()}
        return say(lang, f"alarm.{self.code}", **facts)


def not_ready(why: Exception) -> Condition:
    """What a person can mend says so in both languages; of all else only its kind is told."""
    reason = {lang: why.sentence(lang) if isinstance(why, BoardError) else type(why).__name__ for lang in LANGUAGES}
    return Condition(NOT_READY, facts={"why": reason})


def can_draw(of: Board, moment: AsOf) -> pd.DataFrame:
    """What every page begins with; raises where it cannot be had. From memory while the board has not moved."""
    return of.rows("page/day", moment.known_at, ops_day=moment.ops_day, moment=moment.as_of)


def conditions(of: Board, moment: AsOf, *, backs_up: bool) -> list[Condition]:
    """`backs_up`: a place for backups is set, so one is expected every day."""
    return [*_board(of, moment), *_viewers(), *_damage(of), *_disk(of), *(_backup(of) if backs_up else ())]


def _board(of: Board, moment: AsOf) -> Iterator[Condition]:
    try:
        can_draw(of, moment)
        yield from _stale(of, moment)
    except Exception as why:
        yield not_ready(why)


def _viewers() -> Iterator[Condition]:
    if behind():
        yield Condition("viewers_wait")


def _stale(of: Board, moment: AsOf) -> Iterator[Condition]:
    """Feeds so late, from everywhere, that what they tell is no longer judged (as the pages do)."""
    rows = of.rows("page/freshness", moment.known_at, ops_day=moment.ops_day, moment=moment.as_of)
    sent, by_feed = _sent(of, moment), defaultdict(list)
    for row in rows.to_dict("records"):
        by_feed[row["feed"]].append(row)
    for id, places in by_feed.items():
        late = min(row["slots_late"] for row in places)
        if id in sent and late >= places[0]["silent_from"]:
            last = max((row["as_of"] for row in places if not pd.isna(row["as_of"])), default=None)
            facts = {
                "feed": {lang: of.pack.feeds[id].name(lang) for lang in LANGUAGES},
                "slots": late,
                "last": f"{last:%m-%d %H:%M}" if last else "–",
            }
            yield Condition("feed_stale", id, facts)


def _sent(of: Board, moment: AsOf) -> set[str]:
    loads = of.loads(moment.known_at)
    if not len(loads):
        return set()
    return set(loads.loc[loads["received_at"] > moment.known_at - SENT_WITHIN, "feed"])


def _damage(of: Board) -> Iterator[Condition]:
    """What the daily check and every look at the store find wrong; what somebody should merely ask about is none."""
    faults = [finding for finding in of.findings() if finding.severity == "fault"]
    if faults:
        first = {lang: faults[0].sentence(lang) for lang in LANGUAGES}
        yield Condition("damage", facts={"count": len(faults), "first": first})


def _disk(of: Board) -> Iterator[Condition]:
    free = shutil.disk_usage(of.root).free if of.root.is_dir() else LOW_DISK_BYTES
    if free < LOW_DISK_BYTES:
        yield Condition("disk_low", facts={"gb": f"{free / 1e9:.1f}"})


def _backup(of: Board) -> Iterator[Condition]:
    done, head = backed_up(of.root), of.ledger_head()
    if done is None:
        yield Condition("no_backup")
    elif done[0] < head and since(done[2]) > OLDEST_BACKUP_S:
        yield Condition("backup_old", facts={"hours": f"{since(done[2]) / 3600:.0f}", "line": done[0], "head": head})
