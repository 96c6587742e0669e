"""Data health: for each feed its newest slot, how many districts it came from, and how many slots are missing."""

from datetime import date, datetime
from html import escape

import pandas as pd

from data_pipeline.declare import Feed, Pack
from data_pipeline.words import say
from pages.parts.marks import shape
from pages.parts.numbers import known, moment
from pages.parts.panel import panel

SILENT_SLOTS = 2  # as many slots late, and what a feed tells is not judged (M38)


def health(freshness: pd.DataFrame, pack: Pack, ops_day: date, lang: str) -> str:
    """`freshness`: rows of page/freshness, one per feed and area; feeds that know no slots are not in it."""
    rows = "".join(_row(x, rows, pack, ops_day, lang) for x, rows in _by_feed(freshness, pack))
    columns = "".join(f'<th scope="col">{say(lang, f"health.{c}")}</th>' for c in ("feed", "last", "areas"))
    body = (
        f'<div class="fill"><table class="plain health"><thead><tr>{columns}<th></th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )
    return panel("health", say(lang, "health.title"), body, note=say(lang, "health.note"), css="health-panel")


def late_feeds(freshness: pd.DataFrame, pack: Pack) -> list[Feed]:
    """Feeds so late that what they feed is not judged."""
    return [x for x, rows in _by_feed(freshness, pack) if _state(rows, pack) == "no_data"]


def _by_feed(freshness: pd.DataFrame, pack: Pack) -> list[tuple[Feed, pd.DataFrame]]:
    by_feed = {str(feed): rows for feed, rows in freshness.groupby("feed")}
    return [(x, by_feed[x.id]) for x in pack.feeds.values() if x.id in by_feed]


def _row(feed: Feed, rows: pd.DataFrame, pack: Pack, ops_day: date, lang: str) -> str:
    state = _state(rows, pack)
    districts = rows[rows["area_code"] != pack.operation.city_code]
    came = int((districts["as_of"] >= districts["expected_as_of"]).sum())
    last = _last(rows)
    told = moment(last, ops_day, lang) if last else say(lang, "health.missing")
    share = say(lang, "health.share", reported=came, expected=len(pack.districts)) if len(districts) else "—"
    return (
        f'<tr data-key="{feed.id}"><th scope="row">{escape(feed.name(lang))}</th><td data-fig>{escape(told)}</td>'
        f'<td data-fig>{share}</td><td class="state">{shape(state)}<span data-fig>{_lateness(rows, lang)}</span></td></tr>'
    )


def _late(rows: pd.DataFrame) -> int | None:
    """Slots missing since the newest one that came from anywhere; None where nothing came today."""
    late = rows.loc[rows["as_of"].notna(), "slots_late"]
    return int(late.min()) if len(late) else None


def _state(rows: pd.DataFrame, pack: Pack) -> str:
    late = _late(rows)
    if late is None or late >= SILENT_SLOTS:
        return "no_data"
    districts = rows[rows["area_code"] != pack.operation.city_code]
    return "on_course" if late == 0 and (districts["slots_late"] == 0).all() else "tight"


def _lateness(rows: pd.DataFrame, lang: str) -> str:
    late = _late(rows)
    if late is None:
        return ""
    if late:
        return say(lang, "health.late", slots=late)
    missing = int((rows["slots_late"] > 0).sum())
    return say(lang, "health.partial", count=missing) if missing else say(lang, "health.on_time")


def _last(rows: pd.DataFrame) -> datetime | None:
    last = rows["as_of"].max() if len(rows) else None
    return last if known(last) else None
