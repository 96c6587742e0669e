"""Figures as people read them. Every function takes one value (NaN or None: not known) and gives text."""

import math
from datetime import date, datetime, timedelta

from data_pipeline.words import say
from data_pipeline.words.language import language, measured

BLANK = "—"


def known(value: object) -> bool:
    return value is not None and value == value  # NaN and NaT differ from themselves


def count(value: float | None, lang: str, beside: float | None = None) -> str:
    """13,354 · 256.7万 · 2,567万 · 25.67m. The exact figure stands in the table twin and the export.

    `beside`: the largest figure of the same sentence; all of one sentence are told in one measure, but for what would
    be told as nothing in it.
    """
    if value is None or not known(value):
        return BLANK
    scale = language(lang).counts
    figure, word = measured(value, scale, max(abs(value), abs(beside or 0)))
    if not any(digit in "123456789" for digit in figure):  # the last few of millions are not none
        figure, word = measured(value, scale)
    return say(lang, word, figure=figure) if word and value else exact(value)


def compact(value: float | None, lang: str) -> str:
    """At most six characters, for a label on a map: 9,999 · 1.1万 · 10.9k."""
    if value is None or not known(value):
        return BLANK
    figure, word = measured(value, language(lang).brief)
    return say(lang, word, figure=figure) if word else exact(value)


def exact(value: float | None) -> str:
    if value is None or not known(value):
        return BLANK
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def percent(value: float | None, digits: int = 1) -> str:
    """46.9, 100; rounded down below the whole: 99.96 % is not 100 %."""
    if value is None or not known(value):
        return BLANK
    step = 10**digits
    shown = math.floor(value * 100 * step + 1e-9) / step
    return "100" if shown == 100 else f"{shown:.{digits}f}"


def share(value: float | None) -> str:
    """Of a whole: 46.9%, 100%; what is short of the whole is never told as the whole."""
    text = percent(value)
    return text if text == BLANK else f"{text}%"


def hours(value: float | None, lang: str) -> str:
    """A length of time given in hours: 9小时58分, 3天2小时."""
    if value is None or not known(value):
        return BLANK
    minutes = round(abs(value) * 60)
    days, rest = divmod(minutes, 24 * 60)
    whole, left = divmod(rest, 60)
    if days:
        return say(lang, "number.days_hours", days=days, hours=whole)
    if not whole:
        return say(lang, "number.minutes", minutes=left)
    return (
        say(lang, "number.hours_minutes", hours=whole, minutes=left) if left else say(lang, "number.hours", hours=whole)
    )


def age(value: float | None, lang: str) -> str:
    """An age in whole hours, rounded up: an age of half an hour is not nothing."""
    return say(lang, "number.hours", hours=math.ceil(value)) if value is not None and known(value) else BLANK


def moment(value: datetime | None, ops_day: date, lang: str, brief: bool = False) -> str:
    """The hour of the operating day, to the minute: 18:00, 24:00, 次日01:20, 4月8日03:00. `brief` for narrow places."""
    if value is None or not known(value):
        return BLANK
    value = (value + timedelta(seconds=30)).replace(second=0, microsecond=0)
    midnight = datetime.combine(ops_day, datetime.min.time())
    days, clock = (value - midnight) // timedelta(days=1), f"{value:%H:%M}"
    if days == 0:
        return clock
    if days == 1:
        return "24:00" if clock == "00:00" else say(lang, f"number.next_day{'_brief' * brief}", clock=clock)
    if brief and days > 1:
        return say(lang, "number.days_later", days=days)
    if days == -1:
        return say(lang, "number.day_before", clock=clock)
    return say(lang, "number.other_day", day=day(value.date(), lang), clock=clock)


def day(value: date, lang: str) -> str:
    return say(lang, "number.day", month=value.month, day=value.day, month_name=say(lang, f"month.m{value.month}"))


def weekday(value: date, lang: str) -> str:
    return say(lang, f"weekday.d{value.isoweekday()}")
