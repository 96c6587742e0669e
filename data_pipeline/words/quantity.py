"""Uncertain counts and ranges as people read them: one unit and one precision for both ends, equal ends told once, and
nothing at all where the ends are so far apart that nobody knows.

Counts are rounded to two figures. `brief` is for narrow places: 80k, 6.4万.
"""

import math
import re

from data_pipeline.words import say
from data_pipeline.words.language import language

VAGUE = 10  # an upper end more than so many times the lower one tells nothing
TINY = 10  # up to so many a range is told whatever its ends: 0–8 people is an answer
FINEST = 6  # decimals that a rounded figure can need in a large unit
_CLOCK = re.compile(r"(.*?)(\d\d:\d\d)(.*)")


def rough(x: float) -> float:
    """To two figures, and below 100 to a whole one."""
    if abs(x) < 100:
        return round(x)
    size = 10 ** (int(math.log10(abs(x))) - 1)
    return round(x / size) * size


def exact(x: float) -> str:
    return f"{round(x):,}"


def about(lang: str, x: float, *, brief: bool = False) -> str:
    """One uncertain count: 1,200 · 23万."""
    return ends(lang, x, x, brief=brief)[0]


def ends(lang: str, low: float, high: float, *, brief: bool = False) -> tuple[str, str]:
    """Two uncertain counts of one sentence, told apart: 6.4万, 23.0万. Each is the figure that `about` tells."""
    (one, other), unit = _measured(lang, low, high, brief)
    return _with(lang, unit, one), _with(lang, unit, other)


def span(lang: str, low: float, high: float, due: float = math.inf, *, brief: bool = False) -> str | None:
    """A range of uncertain counts, its unit once: 1,100–8,000 · 6.4–23.0万. None where it tells nothing (`vague`)."""
    if vague(low, high, due):
        return None
    (one, other), unit = _measured(lang, low, high, brief)
    return _with(lang, unit, joined(lang, one, other))


def vague(low: float, high: float, due: float = math.inf) -> bool:
    """Whether the range tells nothing: wider than tenfold, and not a handful; or of what is left over, all of it more
    than has come `due` so far: that is a morning's pace drawn out to midnight, and nobody believes it."""
    low, high = sorted((rough(low), rough(high)))
    return low > due or (high > TINY and high > VAGUE * low)


def span_or_unsaid(lang: str, low: float, high: float, unit: str = "", *, brief: bool = False) -> str:
    """The range with its unit, or that it cannot be told yet."""
    range = span(lang, low, high, brief=brief)
    return say(lang, "range.unsaid") if range is None else range + unit


def joined(lang: str, low: str, high: str) -> str:
    """Two ends that were told alike; equal ends are one figure."""
    return low if low == high else say(lang, "range.between", low=low, high=high)


def clocks(lang: str, low: str, high: str) -> str:
    """A range of hours as told: 22:40–次日00:30; the day once where both have the same. A day that is named behind the
    second end alone is not taken for that of both: 10:00 today–11:00 next day."""
    one, other = _CLOCK.fullmatch(low), _CLOCK.fullmatch(high)
    if one is None or other is None:
        return joined(lang, low, high)
    if (one[1], one[3]) == (other[1], other[3]):
        return one[1] + joined(lang, one[2], other[2]) + one[3]
    if other[3] and not one[3] and one[2] <= other[2]:
        low = say(lang, "range.today", time=low)
    return joined(lang, low, high)


def percent(lang: str, share: float) -> str:
    """A share in whole percent; what is short of the whole is never told as the whole, nor a little as nothing."""
    whole = round(100 * share)
    if 0 < share < 1:
        whole = min(max(whole, 1), 99)
    return say(lang, "forecast.times", share=whole)


def _measured(lang: str, low: float, high: float, brief: bool) -> tuple[tuple[str, str], str]:
    """Both ends in the unit of the larger one, with the decimals that either needs; and the unit's key."""
    both = rough(low), rough(high)
    size, unit = _unit(lang, max(map(abs, both)), brief)
    places = next(n for n in range(FINEST + 1) if all(_whole(x / size * 10**n) for x in both) or n == FINEST)
    one, other = (f"{x / size:,.{places}f}" for x in both)
    return (one, other), unit


def _whole(x: float) -> bool:
    return abs(x - round(x)) < 1e-6


def _unit(lang: str, most: float, brief: bool) -> tuple[float, str]:
    of = language(lang)
    return next(((m.size, m.word) for m in (of.brief if brief else of.rough) if most >= m.least), (1, ""))


def _with(lang: str, unit: str, figure: str) -> str:
    return say(lang, unit, figure=figure) if unit else figure
