"""A new day has begun: until its first slot is full, or its grace has passed, the closed day stays on the board. Where
nothing at all has come by then it stays for a slot more: an empty board tells less than the closed day."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pandas as pd

from data_pipeline.core.clock import AsOf
from data_pipeline.core.stretch import Now, Opening, Stretch
from data_pipeline.declare import Pack

Ask = Callable[..., pd.DataFrame]  # ask("page/freshness", ops_day=…, moment=…), as known at the moment


def may_open(pack: Pack, moment: AsOf) -> bool:
    """By the clock alone: is the day on the board at most in its second slot, and the grace not over?"""
    return _within(pack, moment, pack.operation.slots[:2][-1])


def stays(pack: Pack, moment: AsOf, found: Opening) -> bool:
    """Whether the closed day does, with what has come of the new one."""
    return _within(pack, moment, pack.operation.slots[0]) or found.files[0] == 0


def _within(pack: Pack, moment: AsOf, slot_h: int) -> bool:
    """Not past that slot and its grace."""
    if moment.stands is None or moment.stands.stretch not in (Stretch.BEFORE, Stretch.RUNNING):
        return False
    grace = max((f.grace_min for f in pack.feeds.values() if f.cadence_min < 1440), default=0)
    return moment.stands.at < _slot(moment.ops_day, slot_h) + timedelta(minutes=grace)


def first_slot(pack: Pack, day: date) -> datetime:
    return _slot(day, pack.operation.slots[0])


def opening(pack: Pack, day: date, ask: Ask) -> Opening | None:
    """What has come of the day's first slot; None where it is full, or where nothing came the day before."""
    slot, city = first_slot(pack, day), pack.operation.city_code
    before = ask("page/freshness", ops_day=day - timedelta(days=1), moment=_end(day))
    if not len(before) or bool(before["as_of"].isna().all()):
        return None
    rows = ask("page/freshness", ops_day=day, moment=slot)
    rows = rows.loc[(rows["area_code"] != city) & rows["feed"].isin(sorted(_spoken(before, city)))]
    came = {str(f): (int((of["as_of"] >= slot).sum()), len(of)) for f, of in rows.groupby("feed", sort=False)}
    found = Opening(day, slot, came)
    return None if found.is_full else found


def held(pack: Pack, moment: AsOf, found: Opening) -> AsOf:
    """The closed day's end, marked as such, beside what has come of the new one."""
    assert moment.stands is not None
    day = moment.ops_day - timedelta(days=1)
    now = Now(Stretch.OPENING, moment.stands.at, found)
    return replace(moment, ops_day=day, as_of=_last_slot(pack, day), stands=now)


def _spoken(before: pd.DataFrame, city: str) -> set[str]:
    """Feeds that districts told of the day before: one that nobody sends is not waited for."""
    reporting = before.loc[(before["area_code"] != city) & before["as_of"].notna(), "feed"]
    return set(reporting)


def _last_slot(pack: Pack, day: date) -> datetime:
    return _slot(day, pack.operation.slots[-1])


def _slot(day: date, hour: int) -> datetime:
    return _end(day) + timedelta(hours=hour)


def _end(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time())
