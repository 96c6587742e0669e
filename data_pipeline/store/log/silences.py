"""What alerts are silenced, by whom, why and until when: lines of the ledger. A silence that is over says nothing any
more; to end one early is a silence until now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from data_pipeline.core.errors import BoardError
from data_pipeline.intake.private import private_kind
from data_pipeline.store.log.decisions import LONGEST
from data_pipeline.store.log.entry import Entry, Note

LONGEST_SILENCE = timedelta(days=7)


@dataclass(frozen=True)
class Silence:
    """`subject`: of alerts, as Alert.subject. `says`: the reason. Times are local."""

    subject: str
    by: str
    at: datetime
    until: datetime
    says: str


def note(of: Silence) -> Note:
    """Raises BoardError reason, silence_until, decision_private."""
    says = of.says.strip()[:LONGEST]
    if not says:
        raise BoardError("reason")
    if not of.at <= of.until <= of.at + LONGEST_SILENCE:
        raise BoardError("silence_until", days=LONGEST_SILENCE.days)
    if private_kind(says) or private_kind(of.by):
        raise BoardError("decision_private")
    facts = {"what": of.subject, "until": of.until.isoformat(timespec="seconds"), "says": says}
    return Note(of.at, of.by, "silence", facts)


def silences(entries: Iterable[Entry], known_at: datetime) -> dict[str, Silence]:
    """Subject → the silence that holds at that moment."""
    found: dict[str, Silence] = {}
    for entry in entries:
        if entry.note.action == "silence" and entry.note.at <= known_at:
            one = _silence(entry.note)
            found[one.subject] = one
    return {subject: one for subject, one in found.items() if one.until > known_at}


def _silence(of: Note) -> Silence:
    facts = of.facts
    return Silence(facts["what"], of.by, of.at, datetime.fromisoformat(facts["until"]), facts["says"])
