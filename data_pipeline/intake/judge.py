"""Every check the declaration asks for, as one SQL pass over the typed rows: all problems of all rows at once. What one
look at a whole column rules out is not asked row by row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

from data_pipeline.declare import Column, Feed, Rule
from data_pipeline.intake.arrow import pc
from data_pipeline.intake.engine import ask
from data_pipeline.intake.report import Severity
from data_pipeline.intake.typed import Typed

FAULT = "_fault_"
OF_CELLS = ("required", "negative", "below", "above")  # checks of one column, each cell by itself


@dataclass(frozen=True)
class Check:
    """`bad`: SQL over the row's columns, true where the row breaks it."""

    code: str
    column: str
    severity: Severity
    bad: str
    facts: dict[str, Any] = field(default_factory=dict)
    columns: tuple[str, ...] = ()  # whose values to show


@dataclass(frozen=True)
class Verdict:
    """Row `at[k]` (index) breaks check `which[k]`; ordered by row, then check."""

    checks: tuple[Check, ...]
    at: np.ndarray
    which: np.ndarray

    def refused(self) -> np.ndarray:
        """The rows that break a check which refuses."""
        refuses = np.array([c.severity == "refuse" for c in self.checks], bool)
        return np.unique(self.at[refuses[self.which]]) if len(self.at) else self.at


def checks(feed: Feed, faulty: Sequence[str] = ()) -> list[Check]:
    """The checks of a feed. `faulty`: columns in which some cell could not be read."""
    found = [Check("unreadable_cell", name, "refuse", f"{_id(FAULT + name)} >= 0") for name in faulty]
    must = {*feed.key, feed.day_column, feed.as_of_column} | {c.name for c in feed.columns if c.required}
    for column in feed.columns:
        found += _column_checks(column, column.name in must, column.name in faulty)
    return [*found, *_moment_checks(feed), *(_rule(r) for r in feed.rules)]


def _column_checks(column: Column, required: bool, faulty: bool) -> list[Check]:
    name = _id(column.name)
    found = []
    if required:
        read = f" and coalesce({_id(FAULT + column.name)}, -1) < 0" if faulty else ""
        found.append(Check("required", column.name, "refuse", f"{name} is null{read}"))
    if column.min is not None:
        code = "negative" if column.min == 0 else "below"
        found.append(
            Check(code, column.name, "refuse", f"{name} < {_number(column.min)}", {"least": _number(column.min)})
        )
    if column.max is not None:
        found.append(
            Check("above", column.name, "refuse", f"{name} > {_number(column.max)}", {"most": _number(column.max)})
        )
    return found


def _moment_checks(feed: Feed) -> list[Check]:
    """The moment belongs to the operating day; its own 00:00 is the close of the day before."""
    if not feed.as_of_column or feed.as_of_column == feed.day_column or feed[feed.day_column].type != "date":
        return []
    day, moment = _id(feed.day_column), _id(feed.as_of_column)
    both = (feed.day_column, feed.as_of_column)
    off = f"{moment} < {day} or {moment} > {day} + interval 1 day"
    return [
        Check("moment_off_day", feed.as_of_column, "refuse", off, columns=both),
        Check("moment_midnight", feed.as_of_column, "confirm", f"{moment} = {day}", columns=both),
    ]


def _rule(rule: Rule) -> Check:
    column = rule.columns[-1] if rule.columns else ""
    facts = {"rule": rule.id, "rule_zh": rule.zh, "rule_en": rule.en}
    return Check("rule", column, rule.severity, f"not ({rule.sql.strip()})", facts, rule.columns)


def judge(typed: Typed, feed: Feed) -> Verdict:
    """All problems the declaration can see within single rows."""
    faults = {name: r.faults for name, r in typed.reads.items() if r.faults is not None}
    asked = checks(feed, list(faults))
    rows = typed.table
    for name, fault in faults.items():
        rows = rows.append_column(FAULT + name, pa.array(fault))
    rows = rows.append_column("_at", pa.array(np.arange(rows.num_rows)))
    at, which = _broken(_possible(asked, feed, typed.table), rows)
    return Verdict(tuple(asked), at, which)


def _possible(asked: Sequence[Check], feed: Feed, table: pa.Table) -> dict[int, Check]:
    """The checks that some row may break, by their place."""
    return {i: c for i, c in enumerate(asked) if c.code not in OF_CELLS or _may_break(c, feed, table)}


def _may_break(check: Check, feed: Feed, table: pa.Table) -> bool:
    cells, column = table.column(check.column), feed[check.column]
    if check.code == "required":
        return cells.null_count > 0
    span = pc.min_max(cells).as_py()
    if span["min"] is None:
        return False
    return span["max"] > column.max if check.code == "above" else span["min"] < column.min


def broken_rules(feed: Feed, rows: pa.Table) -> list[tuple[int, Rule]]:
    """(row, rule) of every declared rule that these typed rows break, whatever its severity."""
    asked = dict(enumerate(map(_rule, feed.rules)))
    at, which = _broken(asked, rows.append_column("_at", pa.array(np.arange(len(rows)))))
    return [(a, feed.rules[i]) for a, i in zip(at.tolist(), which.tolist(), strict=True)]


def _broken(asked: Mapping[int, Check], rows: pa.Table) -> tuple[np.ndarray, np.ndarray]:
    """Row and check of all that is broken, by row. `rows`: numbered by `_at`."""
    if not asked:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    found = ask(_sql(asked), {"rows_in": rows})
    return found["_at"].astype(np.int64), found["i"].astype(np.int64)


def _sql(asked: Mapping[int, Check]) -> str:
    """One scan keeps the rows that break anything; only those are looked at check by check."""
    broken = "\n   or ".join(f"({c.bad})" for c in asked.values())
    each = ",\n    ".join(f"case when {c.bad} then {i} end" for i, c in asked.items())
    return f"""
with broken as (select * from rows_in where {broken}),
each_check as (select _at, unnest([{each}]) as i from broken)
select _at, i from each_check where i is not null order by _at, i"""


def _id(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else str(value)
