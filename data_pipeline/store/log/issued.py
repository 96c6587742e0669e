"""A document issued is a line of the ledger: of which report time, as known when, which files by their hashes, and by
which channels they leave. Its files are kept with what was received, and never change.

Of one report time there is one, however many processes make it: whose line is there first has issued it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from data_pipeline.store.log.entry import Entry

BRIEF, COPY = "brief", "copy"  # documents, and the board itself as one file


@dataclass(frozen=True)
class Kept:
    """A file of an issue. `form`: pdf, docx, ..., or html, the offline copy. `area`: "" the city. `checksum`: of an
    offline copy what it says of itself. `size`: bytes."""

    name: str
    form: str
    lang: str
    media: str
    sha256: str
    size: int
    area: str = ""
    checksum: str = ""


@dataclass(frozen=True)
class Issue:
    """`kind`: BRIEF or COPY. `form`: of the pack's briefs. `missing`: (feed, area) whose report had not come. `to`:
    channels. `title`, `lead`: its first words, by language. `number`: of its line; `at`: when it was written."""

    kind: str
    form: str
    n: int
    ops_day: date
    as_of: datetime
    known_at: datetime
    missing: tuple[tuple[str, str], ...] = ()
    files: tuple[Kept, ...] = ()
    to: tuple[str, ...] = ()
    title: Mapping[str, str] = field(default_factory=dict)
    lead: Mapping[str, str] = field(default_factory=dict)
    number: int = 0
    at: datetime | None = None

    @property
    def key(self) -> str:
        return key_of(self.kind, self.form, self.as_of)

    def facts(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "kind": self.kind,
            "form": self.form,
            "n": self.n,
            "ops_day": self.ops_day.isoformat(),
            "as_of": self.as_of.isoformat(),
            "known_at": self.known_at.isoformat(),
            "missing": [list(one) for one in self.missing],
            "files": [asdict(f) for f in self.files],
            "to": list(self.to),
            "title": dict(self.title),
            "lead": dict(self.lead),
        }


def key_of(kind: str, form: str, as_of: datetime) -> str:
    """By which one issue is told from another, fit for a file's name."""
    return f"{kind}-{form}-{as_of:%Y%m%d-%H%M}"


def issued(entries: Iterable[Entry]) -> Iterator[Issue]:
    """In their order."""
    return (issue_of(e) for e in entries if e.note.action == BRIEF)


def issue_of(entry: Entry) -> Issue:
    facts, read = entry.note.facts, datetime.fromisoformat
    return Issue(
        facts["kind"],
        facts["form"],
        facts["n"],
        date.fromisoformat(facts["ops_day"]),
        read(facts["as_of"]),
        read(facts["known_at"]),
        tuple((feed, area) for feed, area in facts["missing"]),
        tuple(Kept(**f) for f in facts["files"]),
        tuple(facts["to"]),
        facts["title"],
        facts["lead"],
        entry.seq,
        entry.note.at,
    )


class Named(NamedTuple):
    """By which line a file is kept."""

    action: str
    line: int
    name: str
    by: str


def kept_files(entries: Iterable[Entry]) -> dict[str, Named]:
    """Of every file that was received or issued, by its hash, the first line that names it."""
    found: dict[str, Named] = {}
    for entry in entries:
        note = entry.note
        files = [note.facts] if note.action == "load" else note.facts["files"] if note.action == BRIEF else ()
        for file in files:
            found.setdefault(file["sha256"], Named(note.action, entry.seq, file["name"], note.by))
    return found
