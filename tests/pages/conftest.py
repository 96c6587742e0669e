"""Made-up days for the parts, and a real server for the browser."""

from collections.abc import Callable
from datetime import datetime

import pytest

from pages.parts.day import Day
from tests.support import fake, samples

MakeDay = Callable[..., Day]


@pytest.fixture
def make_day() -> MakeDay:
    """A day of made-up rows; keywords as of `fake.day_rows`."""

    def make(hour: int = 14, **facts: object) -> Day:
        rows = fake.day_rows(samples.pack(), hour, **facts)  # type: ignore[arg-type]
        return Day.of(rows, samples.pack(), fake.DAY, datetime(2022, 4, 6, hour))

    return make


@pytest.fixture
def day(make_day: MakeDay) -> Day:
    return make_day()


@pytest.fixture
def empty_day() -> Day:
    rows = fake.day_rows(samples.pack(), 14).iloc[:0]
    return Day.of(rows, samples.pack(), fake.DAY, datetime(2022, 4, 6, 14))
