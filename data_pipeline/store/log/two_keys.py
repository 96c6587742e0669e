"""Two keys, where the pack asks: what one person sent shows once another has approved it.

What waits is a line of the ledger like every other, marked so: it is kept, counted and told, and no figure follows from
it. A later line approves it (from then on it is seen) or declines it (it never is). Whoever sent it cannot approve it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from data_pipeline.core.errors import BoardError
from data_pipeline.declare import Feed
from data_pipeline.intake import Examined
from data_pipeline.store.log.entry import Entry, Note
from data_pipeline.store.log.waiting import CLOSING
from data_pipeline.store.tables.draft import Draft
from data_pipeline.store.write.writer import Writer


@dataclass(frozen=True)
class Waiting:
    """`line`: its number in the ledger. `kind`: load or target. `what`: the file's name, or the reason given."""

    line: int
    kind: str
    by: str
    at: datetime
    what: str
    feed: str = ""
    count: int = 0  # of rows, or of targets


def asks(feed: Feed, examined: Examined) -> bool:
    """Whether this file, as it is about to be loaded, needs a second person."""
    return feed.two_keys == "always" or (feed.two_keys == "doubted" and bool(examined.report.doubts))


def approve(writer: Writer, line: int, by: str, at: datetime) -> Entry:
    """Seen from `at` on. Raises BoardError key_none, key_same."""
    with writer.drafting() as draft:
        first = _waiting(writer, draft, line)
        if same_person(first.by, by):
            raise BoardError("key_same", line=line, by=first.by)
        facts: dict[str, Any] = {"line": line, "first": first.by}
        if first.action == "load":
            facts["load_id"] = line
        else:
            facts |= {"targets": first.facts["targets"], "reason": first.facts["reason"]}
        draft.add_change(Note(at, by, "approve", facts))
        return writer.publish(draft)[0]


def decline(writer: Writer, line: int, by: str, at: datetime, reason: str) -> Entry:
    """Never seen. Its sender may take it back so. Raises BoardError key_none."""
    with writer.drafting() as draft:
        _waiting(writer, draft, line)
        draft.add_change(Note(at, by, "decline", {"line": line, "reason": reason}))
        return writer.publish(draft)[0]


def waiting(entries: Iterable[Entry], known_at: datetime | None = None) -> list[Waiting]:
    """What had been sent by then and neither approved nor declined, the longest waiting first."""
    found: dict[int, Waiting] = {}
    for entry in entries:
        note, facts = entry.note, entry.note.facts
        if known_at is not None and note.at > known_at:
            continue
        if note.action in CLOSING:
            found.pop(facts["line"], None)
        elif not facts.get("waits"):
            continue
        elif note.action == "load":
            found[entry.seq] = Waiting(entry.seq, "load", note.by, note.at, facts["name"], facts["feed"],
                                       facts["accepted"])  # fmt: skip
        else:
            found[entry.seq] = Waiting(entry.seq, "target", note.by, note.at, facts["reason"],
                                       count=len(facts["targets"]))  # fmt: skip
    return list(found.values())


def _waiting(writer: Writer, draft: Draft, line: int) -> Note:
    _, told = draft.look.version.account.waiting.get(line, ("", ""))
    if told != "waits":
        raise BoardError("key_none", line=line)
    return next(entry.note for entry in writer.ledger.entries() if entry.seq == line)


def same_person(one: str, other: str) -> bool:
    """By the names that stand in the ledger, however they are spaced or capitalised."""
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()
