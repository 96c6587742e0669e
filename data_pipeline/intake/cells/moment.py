"""Dates and moments: 2022/4/6, 4月6日, 20220406, 44657, 13/04/2022, 14时, 下午2点, 晚上12点, 24:00."""

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import NamedTuple

from data_pipeline.intake.cells.clock import DAY, read_clock
from data_pipeline.intake.cells.read import Read, not_reported, tidy

YEARS = (2000, 2100)
EPOCH = date(1899, 12, 30)  # of spreadsheet serial dates
SERIALS = (36526, 73415)  # the same years

ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
YMD = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?", re.ASCII)
COMPACT = re.compile(r"(20\d\d)(\d\d)(\d\d)", re.ASCII)
MD = re.compile(r"(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?", re.ASCII)
DMY = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", re.ASCII)
SHORT = re.compile(r"(\d{1,2})/(\d{1,2})(?![\d/])", re.ASCII)
WEEKDAY = re.compile(r"\s*[(]?(?:星期|周|礼拜)[一二三四五六日天][)]?")
SERIAL = re.compile(r"\d{5}(?:\.\d+)?", re.ASCII)
ZONE = re.compile(r"\s*(?:\+08:?00|Asia/Shanghai|CST)$")
FOREIGN_ZONE = re.compile(r"(?:[zZ]|[+-]\d\d:?\d\d|UTC|GMT)$")
UNTIL = re.compile(r"^(?:截至|截止|至)\s*")


class Spoken(NamedTuple):
    """A moment as written: its date (None: the row's own day), and seconds since that day's 00:00 (24:00 included)."""

    day: date | None
    seconds: int


class Order(NamedTuple):
    """Does 06/04/2022 begin with its `day` or its `month` ("": nothing says so)? `change`: what told, to be said."""

    first: str = ""
    change: str = ""


NO_ORDER = Order()


def pairs_in(texts: Iterable[str]) -> list[tuple[int, int]]:
    """The two numbers of every date of a column in which a day and a month stand without telling which is which."""
    plain = (tidy(t)[0] for t in texts)
    found = (DMY.match(t) or SHORT.match(t) for t in plain)
    return [(int(f[1]), int(f[2])) for f in found if f]


def order_of(texts: Iterable[str]) -> Order:
    """A column's dates judged together: a 13 among the first numbers makes all of them days."""
    pairs = pairs_in(texts)
    first, second = any(a > 12 for a, _ in pairs), any(b > 12 for _, b in pairs)
    if first == second:
        return NO_ORDER
    return Order("day", "day_first") if first else Order("month", "month_first")


def date_reader(year: int | None, order: Order = NO_ORDER) -> Callable[[str], Read]:
    """Reads to a date. `year`: for dates written without one; None refuses those."""

    def read(text: str) -> Read:
        if ISO.fullmatch(text):
            return _checked(text, "", year, order)
        plain, change = tidy(text)
        if not plain:
            return Read(None, change if text else "")
        if not_reported(plain):
            return Read(None, "not_reported")
        plain = WEEKDAY.sub("", plain)
        found = _checked(plain, change or "date", year, order)
        if not found.problem or found.problem != "not_a_date":
            return found
        day, clock = _split(plain, order)
        if day and clock is not None and not read_clock(_local(clock)).problem:
            found = _checked(day, "date", year, order)
            return found if found.problem else found._replace(change="time_dropped")
        return Read(problem="not_a_date")

    return read


def moment_reader(year: int | None, order: Order = NO_ORDER) -> Callable[[str], Read]:
    """Reads to a Spoken."""

    def read(text: str) -> Read:
        plain, change = tidy(text)
        if not plain:
            return Read(None, change if text else "")
        if not_reported(plain):
            return Read(None, "not_reported")
        return _moment(plain, change, year, order)

    return read


def _moment(plain: str, change: str, year: int | None, order: Order) -> Read:
    plain = UNTIL.sub("", WEEKDAY.sub("", ZONE.sub("", plain)))
    if SERIAL.fullmatch(plain) and SERIALS[0] <= float(plain) <= SERIALS[1]:
        minutes = round(float(plain) * 1440)
        return Read(Spoken(EPOCH + timedelta(minutes // 1440), minutes % 1440 * 60), "serial")
    day, clock = _split(plain, order)
    if clock is None:
        return Read(problem="not_a_moment" if _checked(plain, "", year, order).problem else "time_missing")
    if FOREIGN_ZONE.search(clock):
        return Read(problem="time_zone")
    seconds, problem = read_clock(clock)
    if problem:
        return Read(problem=problem)
    if not day:
        return Read(Spoken(None, seconds), "day_added")
    found = _checked(day, "moment", year, order)
    if found.problem:
        return Read(problem="not_a_moment" if found.problem == "not_a_date" else found.problem, facts=found.facts)
    plainly = re.fullmatch(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:00(\.0+)?)?", plain) and seconds < DAY
    said = found.change if found.change == order.change else "moment"
    code = "hour_24" if seconds == DAY else change if plainly else change or said
    return Read(Spoken(found.value, seconds), code)


def _split(plain: str, order: Order) -> tuple[str, str | None]:
    """The date's text and the clock's text; the clock is None when there is none."""
    for form in (YMD, MD, DMY, COMPACT, *((SHORT,) if order.first else ())):
        if found := form.match(plain):
            rest = plain[found.end() :].lstrip(" T,")
            return found[0].strip(), rest or None
    return "", plain


def _local(clock: str) -> str:
    return FOREIGN_ZONE.sub("", clock).strip()


def _checked(plain: str, change: str, year: int | None, order: Order) -> Read:
    """A date without a clock, if it is one that exists."""
    if SERIAL.fullmatch(plain) and SERIALS[0] <= float(plain) <= SERIALS[1]:
        return Read(EPOCH + timedelta(int(float(plain))), "serial")
    if found := (YMD.fullmatch(plain) or COMPACT.fullmatch(plain)):
        y, m, d = map(int, found.groups())
    elif found := MD.fullmatch(plain):
        if year is None:
            return Read(problem="year_missing")
        y, m, d, change = year, int(found[1]), int(found[2]), "year_added"
    elif (found := DMY.fullmatch(plain)) or (order.first and (found := SHORT.fullmatch(plain))):
        d, m = int(found[1]), int(found[2])
        if not order.first and d <= 12 and d != m:
            return Read(problem="date_ambiguous")
        if order.first == "month":
            d, m = m, d
        if found.re is SHORT and year is None:
            return Read(problem="year_missing")
        y, change = (year or 0) if found.re is SHORT else int(found[3]), order.change or change
    else:
        return Read(problem="not_a_date")
    if not YEARS[0] <= y < YEARS[1]:
        return Read(problem="date_far")
    try:
        return Read(date(y, m, d), change)
    except ValueError:
        return Read(problem="no_such_date")
