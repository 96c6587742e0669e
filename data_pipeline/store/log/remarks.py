"""Remarks on a figure: lines of the ledger, from which no figure follows. None is changed or taken back: what is
otherwise after all is said by a later one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from data_pipeline.core.errors import BoardError
from data_pipeline.intake.private import private_kind
from data_pipeline.store.log.entry import Entry, Note

REMARK = "remark"
LONGEST = 300  # letters


@dataclass(frozen=True)
class Remark:
    """`figure`: the id of a line or gauge. `area`: the city's or a district's code. `ops_day`: the day it is about.
    `at`: when it was made, local."""

    figure: str
    area: str
    ops_day: date
    at: datetime
    by: str
    says: str
    number: int = 0  # of its line


def note(of: Remark) -> Note:
    """Raises BoardError remark_empty, remark_long, decision_private."""
    says = " ".join(of.says.split())
    if not says:
        raise BoardError("remark_empty")
    if len(says) > LONGEST:
        raise BoardError("remark_long", most=LONGEST)
    if private_kind(says) or private_kind(of.by):
        raise BoardError("decision_private")
    facts = {"figure": of.figure, "area": of.area, "ops_day": of.ops_day.isoformat(), "says": says}
    return Note(of.at, of.by, REMARK, facts)


def remarks(entries: Iterable[Entry]) -> Iterator[Remark]:
    """In their order."""
    for e in entries:
        if e.note.action == REMARK:
            facts = e.note.facts
            day = date.fromisoformat(facts["ops_day"])
            yield Remark(facts["figure"], facts["area"], day, e.note.at, e.note.by, facts["says"], e.seq)
