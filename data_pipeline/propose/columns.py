"""What one column of a table seems to hold, by its cells: days, times, names, figures."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from data_pipeline.intake.cells.clock import read_clock
from data_pipeline.intake.cells.moment import Order, Spoken, date_reader, moment_reader, order_of
from data_pipeline.intake.cells.read import tidy
from data_pipeline.propose.sheet import Head, Table, is_figure

SURE = 0.9  # of the filled cells
FEW = 200  # different texts that a column of dates or names is judged by


@dataclass(frozen=True)
class Column:
    """`i`: its place in the table."""

    i: int
    head: Head
    cells: tuple[str, ...]

    @cached_property
    def filled(self) -> list[str]:
        return [c for c in self.cells if c.strip()]

    @cached_property
    def words(self) -> list[str]:
        """Its different texts, in order."""
        return list(dict.fromkeys(self.filled))

    @cached_property
    def order(self) -> Order:
        return order_of(self.words)

    @cached_property
    def is_days(self) -> bool:
        """Dates with a day, and nothing that a plain figure could be."""
        if self.is_figures and not all(len(w.strip()) == 8 for w in self.words):
            return False
        return self._share(lambda w: read_day(w, self.order) is not None)

    @cached_property
    def is_moments(self) -> bool:
        """A day and a time in one cell."""
        read = moment_reader(None, self.order)
        return self._share(lambda w: bool((s := read(w).value) and s.day))

    @cached_property
    def is_times(self) -> bool:
        return not self.is_figures and self._share(lambda w: not read_clock(w.strip())[1])

    @cached_property
    def is_figures(self) -> bool:
        return bool(self.filled) and sum(map(is_figure, self.filled)) >= SURE * len(self.filled)

    @cached_property
    def figures(self) -> list[float | None]:
        """Its cells as figures, None for what is none."""
        return [float(p) if is_figure(p := _plain(c)) and "%" not in p else None for c in self.cells]

    @cached_property
    def is_whole(self) -> bool:
        return all(f is None or f == int(f) for f in self.figures)

    @cached_property
    def is_zero(self) -> bool:
        return not any(self.figures)

    def _share(self, holds) -> bool:
        some = self.words[:FEW]
        return bool(some) and sum(map(bool, map(holds, some))) >= SURE * len(some)


def columns_of(table: Table) -> list[Column]:
    return [Column(i, head, tuple(table.cells(i))) for i, head in enumerate(table.heads)]


def _plain(cell: str) -> str:
    return tidy(cell)[0].replace(",", "").replace("，", "")


def read_day(text: str, order: Order, year: int | None = None) -> date | None:
    found = date_reader(year, order)(text).value
    return found if isinstance(found, date) else None


def read_time(text: str) -> int | None:
    """Minutes since midnight."""
    seconds, problem = read_clock(text.strip())
    return None if problem else seconds // 60


def read_moment(text: str, order: Order, year: int | None = None) -> datetime | None:
    found = moment_reader(year, order)(text).value
    if not isinstance(found, Spoken) or found.day is None:
        return None
    return datetime.combine(found.day, datetime.min.time()) + timedelta(seconds=found.seconds)


def follows(one: Column, other: Column) -> bool:
    """Does each text of one stand beside one text of the other only, both ways: a name and its code?"""
    pairs = Counter(zip(one.cells, other.cells, strict=True))
    return len(pairs) == len(set(one.cells)) == len(set(other.cells))
