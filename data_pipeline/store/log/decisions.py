"""What was decided, and which alerts somebody has seen: lines of the ledger like every other.

A decision keeps the moment it was taken by, so that exactly that board can be opened again. Nothing on the board
follows from such a line, so no table keeps a row of it.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from data_pipeline.core import durable
from data_pipeline.core.clock import AsOf, frozen
from data_pipeline.core.errors import BoardError
from data_pipeline.intake.private import private_kind
from data_pipeline.store.log.entry import Action, Entry, Note
from data_pipeline.store.write.writer import Writer

LONGEST, LONGEST_NAME = 400, 80
BEFORE = "decisions.jsonl"  # where they stood before they were lines of the ledger


@dataclass(frozen=True)
class Logged:
    """`kind`: decision or seen. `what`: the decision in one sentence, or the key of the alert. Times are local."""

    kind: Action
    what: str
    by: str
    as_of: datetime
    known_at: datetime
    line: str = ""
    area: str = ""
    number: int = 0  # of its line in the ledger
    shown: datetime | None = None  # what the clock showed

    @property
    def clock(self) -> str:
        """The clock that shows this board again: what was known by then, and the moment it spoke of, which for one who
        looked back was an earlier one."""
        return frozen(self.known_at, self.shown or self.as_of)


def decision(what: str, by: str, moment: AsOf, line: str = "", area: str = "") -> Note:
    """Raises BoardError decision_empty, decision_private."""
    what, by = what.strip()[:LONGEST], by.strip()[:LONGEST_NAME]
    if not what or not by:
        raise BoardError("decision_empty")
    if private_kind(what) or private_kind(by):
        raise BoardError("decision_private")
    shown = moment.shown and moment.shown.isoformat()
    return _note("decision", what, by, moment.as_of, moment.known_at, line=line or None, area=area or None, shown=shown)


def seen(alert: str, by: str, moment: AsOf) -> Note:
    return _note("seen", alert, by, moment.as_of, moment.known_at)


def enter(writer: Writer, note: Note) -> Entry:
    """A line of the ledger; on the disk when this returns."""
    with writer.drafting() as draft:
        draft.add_change(note)
        return writer.publish(draft)[0]


def logged(entries: Iterable[Entry]) -> Iterator[Logged]:
    """Decisions and acknowledgements among the lines of a ledger, in their order."""
    for entry in entries:
        note = entry.note
        if note.action in ("decision", "seen"):
            facts = note.facts
            as_of, known_at = (datetime.fromisoformat(facts[name]) for name in ("as_of", "known_at"))
            line, area, shown = (facts.get(name) or "" for name in ("line", "area", "shown"))
            told = datetime.fromisoformat(shown) if shown else None
            yield Logged(note.action, facts["what"], note.by, as_of, known_at, line, area, entry.seq, told)


def take_over(writer: Writer) -> None:
    """Bring in, once, what an earlier version wrote beside the ledger; that file is renamed when its lines are in."""
    file = writer.root / BEFORE
    if not file.is_file():
        return
    with writer.drafting() as draft:
        there = {(x.kind, x.what, x.by, x.known_at) for x in logged(writer.ledger.entries())}
        notes = [n for n in _before(file) if (n.action, n.facts["what"], n.by, n.at) not in there]
        for note in notes:
            draft.add_change(note)
        if notes:
            writer.publish(draft)
    file.rename(file.with_name(f"{BEFORE}.in-ledger"))
    durable.sync(writer.root)


def _before(file: Path) -> Iterator[Note]:
    """Every line that is whole, read by bytes up to its line feed; one that was cut or torn was never acknowledged."""
    for line in file.read_bytes().split(b"\n"):
        try:
            told = json.loads(line)
            as_of, known_at = (datetime.fromisoformat(told[name]) for name in ("as_of", "known_at"))
            kind = {"decision": "decision", "seen": "seen"}[told["kind"]]
            places = {name: told.get(name) or None for name in ("line", "area")}
            yield _note(kind, told["what"], told["by"], as_of, known_at, **places)  # type: ignore[arg-type]
        except (ValueError, KeyError, TypeError):
            continue


def _note(kind: Action, what: str, by: str, as_of: datetime, known_at: datetime, **places: str | None) -> Note:
    facts = {"what": what, "as_of": as_of.isoformat(), "known_at": known_at.isoformat(), **places}
    return Note(known_at, by, kind, facts)
