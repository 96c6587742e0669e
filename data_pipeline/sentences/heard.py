"""What has been heard of each feed today: its newest slot, how many districts have told of it, and what is late."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import pandas as pd

from data_pipeline.core.records import records
from data_pipeline.declare import Feed, Pack
from data_pipeline.query.rows import FreshnessRow
from data_pipeline.words.numbers import known


@dataclass(frozen=True)
class Heard:
    """What a feed told today: its rows of page/freshness, and those of them that speak of a district."""

    feed: Feed
    rows: list[FreshnessRow]
    districts: list[FreshnessRow]

    @cached_property
    def last(self) -> datetime | None:
        return max((r["as_of"] for r in self.rows if known(r["as_of"])), default=None)

    @cached_property
    def late(self) -> int | None:
        """Slots missing since the newest one that came from anywhere; None where nothing came today."""
        return min((int(r["slots_late"]) for r in self.rows if known(r["as_of"])), default=None)

    @property
    def next_slot(self) -> datetime | None:
        """The slot after the newest that came from anywhere; None after the day's last."""
        newest = [r for r in self.rows if r["as_of"] == self.last] if self.last else self.rows
        return min((r["next_as_of"] for r in newest if known(r["next_as_of"])), default=None)

    @property
    def came(self) -> int:
        """Districts that have told of the newest slot that came from anywhere."""
        return sum(known(r["as_of"]) and r["as_of"] >= self.last for r in self.districts) if self.last else 0

    @property
    def begun(self) -> datetime | None:
        """The slot that has begun and that nobody has told of yet; None where there is none."""
        due = max((r["expected_as_of"] for r in self.rows if known(r["expected_as_of"])), default=None)
        return due if due is not None and (self.last is None or due > self.last) else None

    @property
    def due_in(self) -> int:
        """Districts that have told of the slot that is due."""
        return 0 if self.begun else self.came

    @property
    def behind(self) -> int:
        return sum(r["slots_late"] > 0 for r in self.districts)

    @property
    def state(self) -> str:
        if self.late is None or self.late >= self.rows[0]["silent_from"]:
            return "unknown"
        return "at_risk" if self.late or self.behind else "on_track"


def heard(freshness: pd.DataFrame, pack: Pack) -> list[Heard]:
    by_feed: dict[str, list[FreshnessRow]] = {}
    for row in records(freshness, FreshnessRow):
        by_feed.setdefault(str(row["feed"]), []).append(row)
    city = pack.operation.city_code
    return [
        Heard(feed, rows, [r for r in rows if r["area_code"] != city])
        for feed in pack.feeds.values()
        if (rows := by_feed.get(feed.id))
    ]


def late_feeds(freshness: pd.DataFrame, pack: Pack) -> list[Feed]:
    """Feeds so late that what they feed is not judged."""
    return [x.feed for x in heard(freshness, pack) if x.state == "unknown"]
