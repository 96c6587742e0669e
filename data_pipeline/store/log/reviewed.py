"""The night's review is a draft until a person with authority has confirmed it: a line of the ledger with what they had
to remark, by which it is issued as it stood then."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from data_pipeline.core.errors import BoardError
from data_pipeline.intake.private import private_kind
from data_pipeline.store.log.entry import Entry, Note
from data_pipeline.store.write.writer import Writer

REVIEW = "review"
LONGEST = 600  # letters of a remark


@dataclass(frozen=True)
class Reviewed:
    """`form`: of the pack's briefs. `known_at`: by what was known then. `remarks`: by the name of a part."""

    form: str
    ops_day: date
    known_at: datetime
    by: str
    remarks: Mapping[str, str]
    number: int = 0  # of its line


def note(of: Reviewed) -> Note:
    """Raises BoardError review_long, decision_private."""
    remarks = {part: text.strip() for part, text in of.remarks.items() if text.strip()}
    if any(len(text) > LONGEST for text in remarks.values()):
        raise BoardError("review_long", most=LONGEST)
    if any(private_kind(text) for text in remarks.values()):
        raise BoardError("decision_private")
    return Note(of.known_at, of.by, REVIEW, {"form": of.form, "ops_day": of.ops_day.isoformat(), "remarks": remarks})


def reviewed(entries: Iterable[Entry]) -> Iterator[Reviewed]:
    """In their order."""
    for e in entries:
        if e.note.action == REVIEW:
            facts = e.note.facts
            day = date.fromisoformat(facts["ops_day"])
            yield Reviewed(facts["form"], day, e.note.at, e.note.by, facts["remarks"], e.seq)


def confirm(writer: Writer, new: Note) -> Entry:
    """Once a day: raises BoardError review_done, whoever was first."""
    with writer.drafting() as draft:
        about = new.facts["form"], new.facts["ops_day"]
        for old in reviewed(writer.ledger.entries()):
            if (old.form, old.ops_day.isoformat()) == about:
                raise BoardError("review_done", by=old.by, at=f"{old.known_at:%m-%d %H:%M}")
        draft.add_change(new)
        return writer.publish(draft)[0]
