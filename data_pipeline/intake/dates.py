"""What a file's dates say together: the year of those without one, and whether the day or the month stands first."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from data_pipeline.declare import Feed, Pack
from data_pipeline.intake.cells.moment import NO_ORDER, Order, order_of, pairs_in
from data_pipeline.intake.headers import Headers
from data_pipeline.intake.texts import Texts

FULL_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*[-/.年]|[-/.](20\d\d)(?!\d)", re.ASCII)


@dataclass(frozen=True)
class Dates:
    """`year`: the one year that the file itself names, else the operation's own; None where there are two."""

    year: int | None
    orders: Mapping[str, Order]

    def order(self, column: str) -> Order:
        return self.orders.get(column, NO_ORDER)


def dates_of(texts: Texts, headers: Headers, feed: Feed, pack: Pack) -> Dates:
    words = dict(_words(texts, headers, feed))
    year = _year([w for some in words.values() for w in some], pack)
    own = {name: order_of(some) for name, some in words.items()}
    file = order_of([w for some in words.values() for w in some])
    orders = {name: order if order.first else file for name, order in own.items()}
    if all(not o.first for o in orders.values()):
        orders = {name: _by_operation(some, year, pack) for name, some in words.items()}
    return Dates(year, orders)


def _words(texts: Texts, headers: Headers, feed: Feed) -> Iterator[tuple[str, list[str]]]:
    for column in feed.columns:
        i = headers.position(column.name)
        if i is not None and column.type in ("date", "timestamp"):
            yield column.name, texts.distinct(i)[0]


def _year(words: list[str], pack: Pack) -> int | None:
    years = Counter(a or b for w in words for a, b in FULL_YEAR.findall(w))
    if years:
        return int(next(iter(years))) if len(years) == 1 else None
    first, last = pack.operation.first_day, pack.operation.last_day
    return first.year if first and (last is None or last.year == first.year) else None


def _by_operation(words: list[str], year: int | None, pack: Pack) -> Order:
    """Where no date settles it: the one order in which every date is a day of the operation, to be asked about."""
    first, last = pack.operation.first_day, pack.operation.last_day
    pairs = [(a, b) for a, b in pairs_in(words) if a != b]
    if not pairs or not first or not last or year is None:
        return NO_ORDER
    day = all(_within(year, month=b, day=a, first=first, last=last) for a, b in pairs)
    month = all(_within(year, month=a, day=b, first=first, last=last) for a, b in pairs)
    return NO_ORDER if day == month else Order("day" if day else "month", "date_order")


def _within(year: int, *, month: int, day: int, first: date, last: date) -> bool:
    try:
        return first <= date(year, month, day) <= last
    except ValueError:
        return False
