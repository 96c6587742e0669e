"""How often honest files are asked about, and how often files gone wrong are not. Real data; no store, so it is quick.

A file's doubts are held against what came before it, as a board would; a doubt confirmed once is not asked again.
"""

import csv
import gzip
import io
import tarfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pyarrow as pa

from data_pipeline.declare import Pack, load_pack
from data_pipeline.intake import Examined, examine
from data_pipeline.intake.marks import marks
from tests.support.packs import MALAYSIA
from tests.support.real import shared_data

ITALY = load_pack(MALAYSIA.parent / "italy")
STATES = load_pack(MALAYSIA)
ASKED_OF_HEADERS = ("unknown_header",)  # about the file's columns, decided once; not about its figures
Rows = list[list[str]]


@dataclass
class Office:
    """One feed as it is known, file after file: what is confirmed is remembered."""

    pack: Pack
    feed: str
    confirmed: set[str] = field(default_factory=set)
    known: pa.Table | None = None

    def look(self, data: bytes) -> Examined:
        return examine(self.pack, self.feed, f"{self.feed}.csv", data, history=self._history())

    def asked(self, found: Examined) -> Counter[str]:
        """The doubts somebody must answer, by kind."""
        told = zip(found.report.problems, marks(self.pack.feeds[self.feed], found), strict=True)
        return Counter(
            p.code
            for p, mark in told
            if p.severity == "confirm" and mark not in self.confirmed and p.code not in ASKED_OF_HEADERS
        )

    def take(self, found: Examined) -> None:
        self.confirmed |= {m for m in marks(self.pack.feeds[self.feed], found) if m}
        self.known = found.table

    def _history(self) -> duckdb.DuckDBPyConnection | None:
        if self.known is None:
            return None
        con = duckdb.connect()
        con.execute("create schema known")
        con.register("told", self.known)
        con.execute(f'create table known."{self.feed}" as select * from told')
        return con


@dataclass(frozen=True)
class Asked:
    """`files` sent, `doubtful` of them asked about, and the doubts by kind."""

    what: str
    files: int
    doubtful: int
    kinds: Counter[str]


def honest(what: str, office: Office, files: Iterable[bytes]) -> Asked:
    sent, doubtful, kinds = 0, 0, Counter[str]()
    for data in files:
        found = office.look(data)
        assert found.report.unreadable is None, found.report.unreadable
        asked = office.asked(found)
        sent, doubtful, kinds = sent + 1, doubtful + bool(asked), kinds + asked
        office.take(found)
    return Asked(what, sent, doubtful, kinds)


def malaysia(feed: str, files: int) -> Iterator[bytes]:
    """The published history as it was sent each day: the whole file, a day longer."""
    text = shared_data("malaysia", f"{feed}.csv").read_text("utf-8-sig")
    head, *lines = text.splitlines()
    days = sorted({line.split(",", 1)[0] for line in lines})
    for day in days[-files:]:
        yield "\n".join([head, *(line for line in lines if line.split(",", 1)[0] <= day)]).encode()


def versions(feed: str) -> Iterator[bytes]:
    """The versions that were really published of one file."""
    for path in sorted(shared_data("malaysia", "versions").glob(f"{feed}__*.csv.gz")):
        yield gzip.decompress(path.read_bytes())


def italy(first: int, files: int) -> Iterator[bytes]:
    """Day files of the regions, from the `first` on. Written in UTF-8 with its mark, as intake asks of those."""
    with tarfile.open(shared_data("italy", "dati-regioni.tar.gz")) as archive:
        names = sorted(n for n in archive.getnames() if n.endswith(".csv") and n[-12:-4].isdigit())
        for name in names[first : first + files]:
            data = archive.extractfile(name)
            assert data is not None
            raw = data.read()
            try:
                yield raw.decode("utf-8-sig").encode("utf-8-sig")
            except UnicodeDecodeError:
                yield raw.decode("latin-1").encode("utf-8-sig")


# What goes wrong, by a hand that sorts or pastes: each takes the rows of a day (header first) and gives them wrong.
FIGURES = ("terapia_intensiva", "totale_ospedalizzati", "isolamento_domiciliare")


def _slipped(rows: Rows, columns: Iterable[str], begin: int, end: int) -> Rows:
    """The cells of these columns from row `begin` on, one down; what falls off comes in at the top."""
    head, body = rows[0], [list(r) for r in rows[1:]]
    for at in (head.index(c) for c in columns):
        cells = [r[at] for r in body[begin:end]]
        for row, cell in zip(body[begin:end], [cells[-1], *cells[:-1]], strict=True):
            row[at] = cell
    return [head, *body]


def _times(rows: Rows, column: str, factor: float) -> Rows:
    """The largest figure of a column, so many times what it is."""
    head, body = rows[0], [list(r) for r in rows[1:]]
    at = head.index(column)
    most = max(body, key=lambda r: int(r[at] or 0))
    most[at] = str(int(int(most[at]) * factor))
    return [head, *body]


WRONG: dict[str, Callable[[Rows], Rows]] = {
    "whole table one row off": lambda rows: _slipped(rows, FIGURES, 0, len(rows) - 1),
    "second half one row off": lambda rows: _slipped(rows, FIGURES, 9, len(rows) - 1),
    "seven rows one row off": lambda rows: _slipped(rows, FIGURES, 4, 11),
    "one column one row off": lambda rows: _slipped(rows, ["isolamento_domiciliare"], 0, len(rows) - 1),
    "a digit too many": lambda rows: _times(rows, "isolamento_domiciliare", 10),
    "a figure in thousands": lambda rows: _times(rows, "isolamento_domiciliare", 1e-3),
}


@dataclass(frozen=True)
class Missed:
    what: str
    files: int
    missed: tuple[int, ...]  # their numbers
    kinds: Counter[str]


def wrong(what: str, first: int, files: int) -> Missed:
    """Each day sent wrong, on what the day before left."""
    office, missed, kinds = Office(ITALY, "regions"), [], Counter[str]()
    for number, data in enumerate(italy(first, files + 1)):
        found = office.look(data)
        if number:
            rows = WRONG[what](list(csv.reader(io.StringIO(data.decode("utf-8-sig")))))
            out = io.StringIO()
            csv.writer(out).writerows(rows)
            asked = office.asked(office.look(out.getvalue().encode())) - office.asked(found)
            kinds += asked
            if not asked:
                missed.append(number)
        office.take(found)
    return Missed(what, files, tuple(missed), kinds)


def folder() -> Path:
    return Path(__file__).parents[2] / "docs"
