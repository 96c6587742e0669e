"""The operation that one or several sheets seem to be of: values only, from which the pack's files are written."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from data_pipeline.core.errors import BoardError
from data_pipeline.propose.answers import Answers, both
from data_pipeline.propose.columns import Column, read_day, read_moment, read_time
from data_pipeline.propose.figures import Figures, figures_of
from data_pipeline.propose.named import is_population, title
from data_pipeline.propose.shape import Found, areas_of
from data_pipeline.propose.sheet import Table, table_of

CLOSE = 24  # the hour at which figures of a whole day stand
HOURS = (8, 10, 12, 14, 16, 18, 20, 22, 24)  # report times where a sheet shows only one
EVEN = 2  # hours between those


@dataclass(frozen=True)
class Sheet:
    """A table that becomes a feed. `days`: first and last. `minutes`: the times of the day that it speaks of; none: of
    whole days."""

    figures: Figures
    days: tuple[date, date]
    minutes: tuple[int, ...]

    @property
    def table(self) -> Table:
        return self.figures.table


@dataclass(frozen=True)
class Proposal:
    name: str
    title: tuple[str, str]
    areas: tuple[Found, ...]
    population: Mapping[str, int]
    sheets: tuple[Sheet, ...]
    slots: tuple[int, ...]

    @property
    def is_daily(self) -> bool:
        return self.slots == (CLOSE,)

    @property
    def shown_at(self) -> datetime:
        """When its board shows the last of these rows: at the time they speak of, of a whole day once it is over."""
        last = max(s.days[1] for s in self.sheets)
        minutes = max((s.minutes[-1] for s in self.sheets if s.minutes and s.days[1] == last), default=CLOSE * 60)
        return datetime.combine(last, datetime.min.time()) + timedelta(minutes=minutes)


def proposal_of(name: str, files: Sequence[tuple[str, bytes]], answers: Answers) -> Proposal:
    """`files`: names and bytes. Raises Refusal for a file that cannot be read, BoardError `sheet_…` for one in which no
    operation is seen."""
    found = [figures_of(table_of(file, data), answers.columns) for file, data in files]
    sheets, population = [], {}
    for one in found:
        if _is_population(one):
            population = _population(one)
        else:
            sheets.append(_sheet(one, answers))
    if not sheets:
        raise BoardError("sheet_no_work", file=files[0][0])
    slots = _slots(sheets, answers)
    return Proposal(name, _title(name, sheets, answers), _areas(found), population, tuple(sheets), slots)


def _sheet(of: Figures, answers: Answers) -> Sheet:
    keys, file = of.keys, of.table.file
    if keys.area is None:
        raise BoardError("sheet_no_area", file=file)
    if not of.duties:
        raise BoardError("sheet_no_work", file=file)
    days = _days(of, answers.year)
    if not days:
        raise BoardError("sheet_no_day", file=file)
    return Sheet(of, (min(days), max(days)), _minutes(of))


def _days(of: Figures, year: int | None) -> list[date]:
    column = of.keys.day
    if column:
        return [d for w in column.words if (d := read_day(w, column.order, year))]
    column = of.keys.moment
    if column and column.is_moments:
        return [m.date() for w in column.words if (m := read_moment(w, column.order, year))]
    from data_pipeline.intake.cells.moment import order_of

    above = of.table.day_above[0]
    day = read_day(above, order_of([above]), year) if above else None
    return [day] if day else []


def _minutes(of: Figures) -> tuple[int, ...]:
    column = of.keys.moment
    if column is None:
        above = read_time(of.table.day_above[1]) if of.table.day_above[1] else None
        return () if above is None else (above,)
    if column.is_moments:
        moments = (read_moment(w, column.order) for w in column.words)
        return tuple(sorted({m.hour * 60 + m.minute for m in moments if m}))
    return tuple(sorted({m for w in column.words if (m := read_time(w)) is not None}))


def _slots(sheets: Sequence[Sheet], answers: Answers) -> tuple[int, ...]:
    """Report times as asked for, else those that the sheets show."""
    if answers.slots:
        return hours_of(answers.slots)
    hours = sorted({-(-m // 60) for s in sheets for m in s.minutes} - {0})
    if not hours:
        return (CLOSE,)
    return tuple(hours) if len(hours) > 1 else tuple(sorted({*HOURS, *hours}))


def hours_of(text: str) -> tuple[int, ...]:
    """8, 10, 12 as typed; raises BoardError `slots_unread`."""
    words = re.findall(r"\d+(?::\d\d)?", text)
    hours = tuple(sorted({int(w.split(":")[0]) for w in words}))
    if not hours or hours[-1] > CLOSE or hours[0] < 1:
        raise BoardError("slots_unread", text=text)
    return hours


def _is_population(of: Figures) -> bool:
    return of.keys.day is None and not of.table.day_above[0] and any(map(_counts_people, _all_figures(of)))


def _counts_people(column: Column) -> bool:
    return is_population(column.head.sent)


def _all_figures(of: Figures) -> list[Column]:
    return [*(d.done for d in of.duties), *of.levels]


def _population(of: Figures) -> dict[str, int]:
    """People by area: rows of one area are parts of it."""
    column = next(filter(_counts_people, _all_figures(of)))
    found: dict[str, int] = {}
    for area, figure in zip(of.keys.area.cells if of.keys.area else (), column.figures, strict=False):
        found[area.strip()] = found.get(area.strip(), 0) + int(figure or 0)
    return found


def _areas(found: Sequence[Figures]) -> tuple[Found, ...]:
    """Of all sheets: one that another names by a text that stands for it is the same."""
    areas: dict[str, dict[str, None]] = {}
    for of in found:
        for area in areas_of(of.keys):
            spelled = {area.name, *area.aliases}
            same = next((n for n, a in areas.items() if spelled & {n, *a}), area.name)
            areas.setdefault(same, {}).update(dict.fromkeys(s for s in (area.name, *area.aliases) if s != same))
    return tuple(Found(name, tuple(aliases)) for name, aliases in areas.items())


def _title(name: str, sheets: Sequence[Sheet], answers: Answers) -> tuple[str, str]:
    """As asked for; else what stands above the first sheet, without its day; else the name."""
    plain = title(name.replace("_", " ").replace("-", " "))
    above = next(iter(sheets[0].table.above), "")
    cleaned = re.sub(r"[(（][^)）]*[)）]|表$|\s{2,}.*$", "", above).strip()
    cleaned = re.sub(r"(?:进度|情况|统计|日报)?表?$", "", cleaned).lstrip("×xX某")
    return both(answers.title) if answers.title else (cleaned or plain, plain)
