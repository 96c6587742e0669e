"""One feed's rows put right: files that are damaged go, and the loads of which rows lack or stand twice are laid again
from the received files. One commit; whoever reads what was before goes on with it."""

import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import pyarrow as pa
import pyarrow.parquet as pq

from data_pipeline.core.errors import BoardError
from data_pipeline.intake.arrow import pc
from data_pipeline.store.log.account import token_of
from data_pipeline.store.log.entry import Entry
from data_pipeline.store.tables.feed_table import FeedTable
from data_pipeline.store.tables.load import stamped
from data_pipeline.store.tables.row_files import RowFile

log = logging.getLogger(__name__)
BATCH = 500_000  # rows
MADE_OF_NOTHING = ("received_missing", "received_changed")  # what is to be made again needs a file that is not there
Tokens = Counter[str] | None  # rows by token; None: it is damaged
Again = Callable[[Entry], pa.Table]  # the rows of a load's line, from the received file


@dataclass(frozen=True)
class Held:
    """Rows by token, and which files hold them."""

    rows: Counter[str]
    files: defaultdict[str, set[RowFile]]

    def differs(self, entry: Entry) -> bool:
        return self.rows[token_of(entry)] != entry.note.facts["accepted"]


def looked(files: Iterable[RowFile], before: Mapping[RowFile, Tokens] = MappingProxyType({})) -> dict[RowFile, Tokens]:
    """What each holds: a file is never changed, so one that was looked at `before` need not be again."""
    return {file: before[file] if file in before else _tokens(file) for file in files}


def _tokens(file: RowFile) -> Tokens:
    if not file.is_kept:
        return None
    tokens = pq.ParquetFile(file.path).read(["token"]).column("token")
    return Counter({of["values"]: of["counts"] for of in pc.value_counts(tokens).to_pylist()})


def held(seen: Mapping[RowFile, Tokens]) -> Held:
    found = Held(Counter(), defaultdict(set))
    for file, tokens in seen.items():
        for token, rows in (tokens or {}).items():
            found.rows[token] += rows
            found.files[token].add(file)
    return found


def mend(
    table: FeedTable, entries: Sequence[Entry], again: Again, before: Mapping[RowFile, Tokens] = MappingProxyType({})
) -> list[int]:
    """`entries`: all loads of this feed. Gives the lines whose rows cannot be made again, for want of the file."""
    seen = looked(table.files(), before)
    damaged = {file for file, tokens in seen.items() if tokens is None}
    there = held(seen)
    wrong = [e for e in entries if there.differs(e)]
    if not damaged and not wrong:
        return []
    log.warning(
        "store: %d files of %s are damaged, rows of %d loads are laid again", len(damaged), table.feed.id, len(wrong)
    )
    batches, lost = _made(wrong, again, table)
    tokens = {token_of(e) for e in wrong}
    touched = {f for token in tokens for f in there.files[token]}
    kept = [_without(table.cast(f.read()), tokens) for f in touched]
    table.replace([*damaged, *touched], pa.concat_tables([table.schema.empty_table(), *kept, *batches]))
    for file in damaged:
        file.put_aside()
    return lost


def _made(entries: Sequence[Entry], again: Again, table: FeedTable) -> tuple[list[pa.Table], list[int]]:
    made, lost = [], []
    for entry in entries:
        try:
            made.append(rows_of(entry, again, table))
        except BoardError as why:
            if why.code not in MADE_OF_NOTHING:
                raise
            log.error("store: %s: load %d cannot be laid again", why, entry.seq)
            lost.append(entry.seq)
    return made, lost


def batches(entries: Sequence[Entry], again: Again, table: FeedTable) -> Iterator[pa.Table]:
    """All rows of these lines; raises where a received file is not there."""
    waiting: list[pa.Table] = []
    for entry in entries:
        waiting.append(rows_of(entry, again, table))
        if sum(t.num_rows for t in waiting) > BATCH:
            yield pa.concat_tables(waiting)
            waiting = []
    if waiting:
        yield pa.concat_tables(waiting)


def rows_of(entry: Entry, again: Again, table: FeedTable) -> pa.Table:
    return table.cast(stamped(again(entry), token_of(entry), entry.note.facts.get("taken_back") or ()))


def _without(rows: pa.Table, tokens: Collection[str]) -> pa.Table:
    return rows.filter(pc.invert(pc.is_in(rows.column("token"), pa.array(list(tokens), pa.string()))))
