"""Steps that an office sends as a file: read like any feed's file, entered one by one; sent again they change nothing.

What cannot be read is in the report; what does not follow from where an action stands is a row that says why.
"""

import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any, Literal, cast

from data_pipeline.core.errors import BoardError
from data_pipeline.declare import Feed, Pack
from data_pipeline.declare.standard import HERE
from data_pipeline.declare.tables import Term
from data_pipeline.intake import Delivery, Report, parse
from data_pipeline.store.log.steps import LEVELS, STEPS, Action, Step
from data_pipeline.words import say

Enter = Callable[[int, Step], object]  # raises BoardError where the step cannot be entered


@dataclass(frozen=True)
class Filed:
    """One row of the file. `line`: of the file. `step`: by nobody yet."""

    line: int
    number: int
    step: Step


@dataclass(frozen=True)
class Taken:
    """What became of it; `why`: of one that was refused."""

    row: Filed
    result: Literal["entered", "already", "refused"]
    why: BoardError | None = None


@cache
def feed() -> Feed:
    return Feed.model_validate(tomllib.loads((HERE / "steps.toml").read_text("utf-8")))


def rows_of(pack: Pack, name: str, data: bytes, now: datetime) -> tuple[Report, list[Filed]]:
    """Never raises on content; rows in the order of their hours, those of one hour as they stand in the file."""
    own = replace(pack, feeds={feed().id: feed()}, vocab=tuple(_terms()))
    found = parse(own, Delivery(feed().id, name, data, "", now))
    problems = (*found.before, *found.orders, *found.after)
    report = replace(found.report, problems=tuple(sorted(problems, key=lambda p: (p.line, p.column))))
    rows = [_row(int(line), cells, now) for line, cells in zip(found.lines, found.table.to_pylist(), strict=True)]
    return report, sorted(rows, key=lambda r: r.step.happened or now)


def entered(rows: Iterable[Filed], actions: Iterable[Action], enter: Enter) -> Iterator[Taken]:
    """One after the other. A step that a file brought before, with the same hour, is not entered again."""
    known = {_key(a.number, s) for a in actions for s in a.steps if s.happened}
    for row in rows:
        if _key(row.number, row.step) in known:
            yield Taken(row, "already")
            continue
        try:
            enter(row.number, row.step)
        except BoardError as why:
            yield Taken(row, "refused", why)
        else:
            known.add(_key(row.number, row.step))
            yield Taken(row, "entered")


def plain(report: Report, of: Iterable[Taken], lang: str) -> dict[str, Any]:
    """What the command line prints as JSON and the server answers."""
    rows = [{"line": t.row.line, "number": t.row.number, "step": t.row.step.name, "result": t.result,
             "why": t.why.sentence(lang) if t.why else ""} for t in of]  # fmt: skip
    return {"report": report.as_dict(lang), "rows": rows}


def _row(line: int, cells: dict[str, Any], now: datetime) -> Filed:
    step = Step(cells["step"], "", now, cells.get("unit") or "", cast(Any, cells.get("level")), cells.get("promised"),
                cells.get("says") or "", happened=cells["as_of"])  # fmt: skip
    return Filed(line, int(cells["number"]), step)


def _key(number: int, of: Step) -> tuple[int, str, datetime | None, str]:
    return number, of.name, of.happened, of.unit


def _terms() -> Iterator[Term]:
    """The words of the form, which are those an office writes."""
    for vocab, codes, key in (("step", STEPS, "step"), ("level", LEVELS, "level")):
        for code in codes:
            zh, en = (say(lang, f"action.{key}_{code}") for lang in ("zh", "en"))
            yield Term(vocab=vocab, code=code, zh=zh, en=en)
