"""Data health: for each feed its newest slot, how many districts have told of that slot, and how many slots are missing
or that the next one has begun."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

import pandas as pd

from data_pipeline.core.records import records
from data_pipeline.declare import Feed, Pack
from data_pipeline.query.rows import FreshnessRow
from data_pipeline.words import say
from data_pipeline.words.numbers import known, moment
from pages.components.html import Markup, html, joined
from pages.components.marks import shape
from pages.components.panel import panel


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


def health(freshness: pd.DataFrame, pack: Pack, ops_day: date, lang: str) -> Markup:
    """`freshness`: rows of page/freshness, one per feed and area; feeds that know no slots are not in it."""
    rows = joined(_row(x, ops_day, lang) for x in heard(freshness, pack))
    columns = joined(html('<th scope="col">{}</th>', say(lang, f"health.{c}")) for c in ("feed", "last", "areas"))
    body = html(
        '<div class="fill"><table class="plain health"><thead><tr>{}<th></th></tr></thead><tbody>{}'
        "</tbody></table></div>",
        columns,
        rows,
    )
    return panel("health", say(lang, "health.title"), body, note=say(lang, "health.note"), css="health-panel")


def late_feeds(freshness: pd.DataFrame, pack: Pack) -> list[Feed]:
    """Feeds so late that what they feed is not judged."""
    return [x.feed for x in heard(freshness, pack) if x.state == "unknown"]


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


def _row(x: Heard, ops_day: date, lang: str) -> Markup:
    last = moment(x.last, ops_day, lang) if x.last else say(lang, "health.missing")
    share = say(lang, "health.share", reported=x.came, expected=len(x.districts))
    return html(
        '<tr data-key="{id}"><th scope="row">{name}</th><td data-fig>{last}</td><td data-fig>{share}'
        '</td><td class="state">{shape}<span data-fig>{lateness}</span></td></tr>',
        id=x.feed.id,
        name=x.feed.name(lang),
        last=last,
        share=share,
        shape=shape(x.state),
        lateness=_lateness(x, ops_day, lang),
    )


def _lateness(x: Heard, ops_day: date, lang: str) -> str:
    if x.late is None:
        return ""
    if x.late:
        return say(lang, "health.late", slots=x.late)
    if x.behind:
        return say(lang, "health.partial", count=x.behind)
    if x.begun is None:
        return say(lang, "health.on_time" if x.came == len(x.districts) else "health.coming")
    return say(lang, "health.begun", slot=moment(x.begun, ops_day, lang), expected=len(x.districts))
