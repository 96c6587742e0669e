"""What a shown text can mean: a count as the interval of figures it may stand for, a clock, a length of time."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from data_pipeline.words import catalogue
from tests.reader.unsay import which

UNITS = {"": 1.0, "万": 1e4, "亿": 1e8, "k": 1e3, "m": 1e6, "M": 1e6}
NUMBER = re.compile(r"^(?P<sign>[-−+]?)(?P<figure>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>万|亿|k|m|M)?$")
CLOCK = re.compile(r"^(\d\d):(\d\d)$")
NOTHING = ("", "—", "–", "-")


@dataclass(frozen=True)
class Shown:
    """A figure as shown: whatever lies from `low` to `high` would be shown so. `unit` is the measure it is told in."""

    low: float
    high: float
    unit: str = ""

    def agrees(self, other: "Shown") -> bool:
        slack = 1e-9 * max(abs(self.high), abs(other.high), 1)
        return self.low <= other.high + slack and other.low <= self.high + slack

    def holds(self, value: float) -> bool:
        return self.agrees(Shown(value, value))

    @property
    def middle(self) -> float:
        return (self.low + self.high) / 2


def total(of: list[Shown | None]) -> Shown | None:
    """Of figures told one by one; None where one of them could not be read."""
    known = [x for x in of if x is not None]
    return Shown(sum(x.low for x in known), sum(x.high for x in known)) if len(known) == len(of) else None


def number(text: str, *, about: bool = False) -> Shown | None:
    """13,354 · 256.7万 · 10.9k; `about`: told to two figures. None where it is no number."""
    found = NUMBER.match(text.strip().replace("\u00a0", ""))
    if not found:
        return None
    unit, figure = found["unit"] or "", found["figure"].replace(",", "")
    value = float(figure) * UNITS[unit] * (-1 if found["sign"] in ("-", "−") else 1)
    if not unit and "." not in figure and not about:
        return Shown(value, value)
    half = 0.5 * UNITS[unit] * 10.0 ** -(len(figure.partition(".")[2]))
    if about:
        half = max(half, 0.5 if abs(value) < 100 else 0.5 * 10 ** (len(str(int(abs(value)))) - 2))
    return Shown(value - half, value + half, unit)


def counts(text: str) -> tuple[str, str]:
    """The ends of a range of counts, its unit once behind the second: 6.4–23.0万. One figure is both its ends."""
    low, _, high = text.partition("–")
    if not high:
        return low, low
    unit = re.match(r"\s*[\d,.]+\s?([万亿km]?)", high)
    return low + (unit[1] if unit else ""), high


def clocks(text: str) -> tuple[str, str]:
    """The ends of a range of hours, each with its day: 次日00:10–00:30, 10:00 today–11:00 next day."""
    low, _, high = text.partition("–")
    if not high:
        return low, low
    before, after = re.match(r"(.*?)\d\d:\d\d", low), re.search(r"\d\d:\d\d(.*)$", high)
    clock = re.search(r"\d\d:\d\d", low), re.search(r"\d\d:\d\d", high)
    if before and before[1] and high[:2].isdigit():
        return low, before[1] + high
    if after and after[1] and clock[0] and clock[1] and low == clock[0][0] and low <= clock[1][0]:
        return low + after[1], high
    return low.removesuffix(" today"), high


def share(text: str) -> Shown | None:
    """46.9 or 46.9%: rounded down, never up to the whole. In parts of 100."""
    told = number(text.strip().rstrip("%％").strip())
    if told is None:
        return None
    figure = text.strip().rstrip("%％").strip().replace(",", "")
    step = 10.0 ** -(len(figure.partition(".")[2]))
    value = float(figure)
    return Shown(value, value) if value == 100 else Shown(value, value + step - 1e-9)


def moment(text: str, day: date, lang: str) -> datetime | None:
    """A clock as shown on this operating day: 18:00, 24:00, 次日01:20, 01:20 +1 d; None where it is none."""
    text = text.strip()
    if plain := _clock(text):
        return datetime.combine(day, time()) + plain
    told = which(lang, ("number.next_day", "number.next_day_brief", "forecast.tomorrow"), text)
    if told:
        clock = _clock(told.facts.get("clock", told.facts.get("time", "")))
        return datetime.combine(day + timedelta(days=1), time()) + clock if clock else None
    if told := which(lang, ("number.day_before",), text):
        clock = _clock(told.facts["clock"])
        return datetime.combine(day - timedelta(days=1), time()) + clock if clock else None
    return _other_day(text, day, lang)


def _other_day(text: str, day: date, lang: str) -> datetime | None:
    months = {catalogue(lang)[f"month.m{m}"]: m for m in range(1, 13)}
    told = which(lang, ("forecast.later",), text)
    clock = _clock(told.facts["time"]) if told else None
    if told and clock and told.facts["day"].isdigit() and told.facts["month"].isdigit():
        return datetime(day.year, int(told.facts["month"]), int(told.facts["day"])) + clock
    for words in re.finditer(r"(\d\d:\d\d)$", text):
        named = which(lang, ("number.day",), text[: words.start()].strip())
        clock = _clock(words[1])
        if named and clock:
            month = named.facts.get("month") or months.get(named.facts.get("month_name", ""))
            return datetime(day.year, int(month or day.month), int(named.facts["day"])) + clock
    return None


def _clock(text: str) -> timedelta | None:
    found = CLOCK.match(text.strip())
    return timedelta(hours=int(found[1]), minutes=int(found[2])) if found else None


LENGTHS = ("number.days_hours", "number.hours_minutes", "number.hours", "number.minutes")


def length(text: str, lang: str) -> timedelta | None:
    """9小时58分, 3 d 2 h: a length of time."""
    told = which(lang, LENGTHS, text)
    if told is None or not all(v.replace(",", "").isdigit() for v in told.facts.values()):
        return None
    return timedelta(**{k: int(v.replace(",", "")) for k, v in told.facts.items()})
