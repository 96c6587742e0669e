"""Dates and moments: 2022/4/6, 4月6日, 20220406, 44657, 14时, 下午2点, 24:00."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from data_pipeline.intake.cells.read import Read, not_reported, tidy

YEARS = (2000, 2100)
EPOCH = date(1899, 12, 30)  # of spreadsheet serial dates
SERIALS = (36526, 73415)  # the same years
DAY = 86_400

ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
YMD = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?", re.ASCII)
COMPACT = re.compile(r"(20\d\d)(\d\d)(\d\d)", re.ASCII)
MD = re.compile(r"(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?", re.ASCII)
DMY = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", re.ASCII)
WEEKDAY = re.compile(r"\s*[(]?(?:星期|周|礼拜)[一二三四五六日天][)]?")
SERIAL = re.compile(r"\d{5}(?:\.\d+)?", re.ASCII)
CLOCK = re.compile(
    r"(?P<part>凌晨|早上|上午|中午|下午|晚上|晚|夜间)?\s*(?P<h>\d{1,2})"
    r"(?:\s*[:时点]\s*(?:(?P<half>半)|整|(?P<m>\d{1,2}))?\s*分?(?:\s*:\s*(?P<s>\d{1,2})(?:\.0*)?)?)?\s*(?P<ap>am|pm)?",
    re.IGNORECASE | re.ASCII,
)
ZONE = re.compile(r"\s*(?:\+08:?00|Asia/Shanghai|CST)$")
FOREIGN_ZONE = re.compile(r"(?:[zZ]|[+-]\d\d:?\d\d|UTC|GMT)$")
UNTIL = re.compile(r"^(?:截至|截止|至)\s*")


class Spoken(NamedTuple):
    """A moment as written: its date (None: the row's own day), and seconds since that day's 00:00 (24:00 included)."""

    day: date | None
    seconds: int


def date_reader(year: int | None) -> Callable[[str], Read]:
    """Reads to a date. `year`: for dates written without one; None refuses those."""

    def read(text: str) -> Read:
        if ISO.fullmatch(text):
            return _checked(text, "", year)
        plain, change = tidy(text)
        if not plain:
            return Read(None, change if text else "")
        if not_reported(plain):
            return Read(None, "not_reported")
        plain = WEEKDAY.sub("", plain)
        found = _checked(plain, change or "date", year)
        if not found.problem or found.problem != "not_a_date":
            return found
        day, clock = _split(plain)
        if day and clock is not None and _clock(clock) is not None:
            found = _checked(day, "date", year)
            return found if found.problem else found._replace(change="time_dropped")
        return Read(problem="not_a_date")

    return read


def moment_reader(year: int | None) -> Callable[[str], Read]:
    """Reads to a Spoken."""

    def read(text: str) -> Read:
        plain, change = tidy(text)
        if not plain:
            return Read(None, change if text else "")
        if not_reported(plain):
            return Read(None, "not_reported")
        return _moment(plain, change, year)

    return read


def _moment(plain: str, change: str, year: int | None) -> Read:
    plain = UNTIL.sub("", WEEKDAY.sub("", ZONE.sub("", plain)))
    if SERIAL.fullmatch(plain) and SERIALS[0] <= float(plain) <= SERIALS[1]:
        minutes = round(float(plain) * 1440)
        return Read(Spoken(EPOCH + timedelta(minutes // 1440), minutes % 1440 * 60), "serial")
    day, clock = _split(plain)
    if clock is None:
        return Read(problem="time_missing" if not _checked(plain, "", year).problem else "not_a_moment")
    if FOREIGN_ZONE.search(clock):
        return Read(problem="time_zone")
    seconds = _clock(clock)
    if seconds is None:
        return Read(problem="not_a_moment")
    if not day:
        return Read(Spoken(None, seconds), "day_added")
    found = _checked(day, "moment", year)
    if found.problem:
        return Read(problem="not_a_moment" if found.problem == "not_a_date" else found.problem, facts=found.facts)
    plainly = re.fullmatch(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:00(\.0+)?)?", plain) and seconds < DAY
    code = "hour_24" if seconds == DAY else change if plainly else change or "moment"
    return Read(Spoken(found.value, seconds), code)


def _split(plain: str) -> tuple[str, str | None]:
    """The date's text and the clock's text; the clock is None when there is none."""
    for form in (YMD, MD, DMY, COMPACT):
        if found := form.match(plain):
            rest = plain[found.end() :].lstrip(" T,")
            return found[0].strip(), rest or None
    return "", plain


def _clock(text: str) -> int | None:
    """Seconds since 00:00; 24:00 is 86,400."""
    found = CLOCK.fullmatch(FOREIGN_ZONE.sub("", text).strip())
    if not found:
        return None
    hour, minute, second = int(found["h"]), int(found["m"] or 0), int(found["s"] or 0)
    minute = 30 if found["half"] else minute
    late = (found["ap"] or "").lower() == "pm" or found["part"] in ("下午", "晚上", "晚", "夜间")
    if late and hour < 12:
        hour += 12
    elif (found["ap"] or "").lower() == "am" and hour == 12:
        hour = 0
    seconds = hour * 3600 + minute * 60 + second
    return seconds if minute < 60 and second < 60 and seconds <= DAY else None


def _checked(plain: str, change: str, year: int | None) -> Read:
    """A date without a clock, if it is one that exists."""
    if SERIAL.fullmatch(plain) and SERIALS[0] <= float(plain) <= SERIALS[1]:
        return Read(EPOCH + timedelta(int(float(plain))), "serial")
    if found := (YMD.fullmatch(plain) or COMPACT.fullmatch(plain)):
        y, m, d = map(int, found.groups())
    elif found := MD.fullmatch(plain):
        if year is None:
            return Read(problem="year_missing")
        y, m, d, change = year, int(found[1]), int(found[2]), "year_added"
    elif found := DMY.fullmatch(plain):
        d, m, y = map(int, found.groups())
        if d <= 12 and d != m:
            return Read(problem="date_ambiguous")
    else:
        return Read(problem="not_a_date")
    if not YEARS[0] <= y < YEARS[1]:
        return Read(problem="date_far")
    try:
        return Read(date(y, m, d), change)
    except ValueError:
        return Read(problem="no_such_date")
