"""A rehearsal: files are loaded into a draft that is thrown away, so what it says is what a load would do.

Its token names the board it was made on and the very files: a load that shows it is refused once either has changed.
"""

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

import orjson
import pandas as pd
import pyarrow as pa

from data_pipeline.core.caches import Cache
from data_pipeline.core.errors import BoardError
from data_pipeline.intake import Delivery, Receipt, Report
from data_pipeline.intake.arrow import pc
from data_pipeline.store.diff.moves import moves, none, picture
from data_pipeline.store.snapshot.copied import Days
from data_pipeline.store.snapshot.history import History
from data_pipeline.store.snapshot.look import Look, Version
from data_pipeline.store.snapshot.snapshots import cut
from data_pipeline.store.snapshot.table_cache import TableCache
from data_pipeline.store.tables.draft import Draft
from data_pipeline.store.tables.load import same_bytes
from data_pipeline.store.tables.views import View, plan
from data_pipeline.store.write.receiving import note_of, verdict
from data_pipeline.store.write.writer import Writer

DAYS = 3  # of a file that speaks of many, the newest are drawn before and after
HELD = 2 * DAYS  # pictures of the board as it stands
DRAWN = "mart.pace"  # a pack without it has no board to compare

_shown = Cache("rehearsals", HELD)


@dataclass(frozen=True)
class Rehearsal:
    """`receipts`: as a load would answer, file by file. `moves`: columns of store.moves.NAMES. `days_drawn`: the
    operating days compared; `days` all that the files speak of."""

    token: str
    receipts: tuple[Receipt, ...]
    moves: pd.DataFrame = field(default_factory=none)
    days_drawn: tuple[date, ...] = ()
    days: tuple[date, ...] = ()


def token_of(version: Version, deliveries: Sequence[Delivery]) -> str:
    """Names the board as it stands, and the files with everything that decides how they are read."""
    told = [
        (d.feed, d.sha256, d.sheet, sorted((d.mapping or {}).items()), d.strict) for d in deliveries
    ]  # who sends it and when does not change what it says
    return hashlib.sha256(orjson.dumps([version.history.version(), told])).hexdigest()[:32]


def check_token(draft: Draft, deliveries: Sequence[Delivery], rehearsed_on: str) -> None:
    """Raises BoardError `rehearsal_outdated` when the board or a file is no longer the one rehearsed."""
    if token_of(draft.look.version, deliveries) != rehearsed_on:
        raise BoardError("rehearsal_outdated")


def rehearse(
    writer: Writer, deliveries: Sequence[Delivery], ops_day: date, moment: datetime, *, waits: bool = False
) -> Rehearsal:
    """As if these files came together now. `ops_day` and `moment` (a slot): what the board shows at present. `waits`:
    what waits for a second person is laid as well, as if it were approved."""
    with writer.previewing() as draft:
        token = token_of(draft.look.version, deliveries)
        looked = [_lay(writer, draft, delivery, waits) for delivery in deliveries]
        effects = draft.judge() if draft.notes else {}
        draft.settle()
        receipts = tuple(
            replace(r, load_id=None, effect=effects[r.load_id]) if r.status != "already" and r.load_id else r
            for r, _ in looked
        )
        days = sorted({day for _, some in looked for day in some})
        if not draft.notes:
            return Rehearsal(token, receipts, days=tuple(days))
        drawn = sorted({*days[-DAYS:], ops_day})
        found = _moves(_Board(writer, draft, deliveries[0].at), drawn, {ops_day: moment})
        return Rehearsal(token, receipts, found, tuple(drawn), tuple(days))


def _lay(writer: Writer, draft: Draft, delivery: Delivery, waits: bool) -> tuple[Receipt, list[date]]:
    """Put a file's good rows into the draft as if all doubts were confirmed; nothing is kept."""
    if delivery.feed not in writer.pack.feeds:
        raise BoardError("no_feed", feed=delivery.feed)
    digest = delivery.sha256
    already = same_bytes(draft.connection, delivery.feed, digest, delivery.sheet)
    if already and not (waits and draft.look.version.account.waiting.get(already, ("", ""))[1] == "waits"):
        return Receipt("already", already, Report(delivery.feed, delivery.name, digest)), []
    draft.settle()
    examined = writer.look(delivery, draft.look)
    status = verdict(examined, strict=delivery.strict, confirm=delivery.confirm)
    if status == "refused":
        return Receipt(status, None, examined.report), []
    load_id = draft.add_load(note_of(writer.pack.feeds[delivery.feed], delivery, examined), examined.table)
    return Receipt(status, load_id, examined.report, jump=draft.jump(load_id)), _days(examined.table)


def _days(table: pa.Table) -> list[date]:
    return pc.unique(table.column("ops_day")).to_pylist()


@dataclass(frozen=True)
class _Board:
    writer: Writer
    draft: Draft
    known_at: datetime


@dataclass(frozen=True)
class _Asked:
    """A day of the board at a moment, before and after: what both are alike in is made once, on one shelf, and stays
    until both are drawn."""

    of: _Board
    views: Mapping[str, View]
    day: date
    moment: datetime
    shelf: TableCache
    drawn: ExitStack


def _moves(of: _Board, days: Sequence[date], shown: Mapping[date, datetime]) -> pd.DataFrame:
    """What the board would show otherwise: the day on the board at its moment, others at their end."""
    ordered, _ = plan(of.writer.pack)
    views = {view.name: view for view in ordered}
    if DRAWN not in views:
        return none()
    found = []
    for day in days:
        moment = shown.get(day, datetime.combine(day, datetime.min.time()) + timedelta(days=1))
        with ExitStack() as drawn:
            asked = _Asked(of, views, day, moment, TableCache(of.writer.limits), drawn)
            before = _in_force(asked)
            of.draft.look.known_at(of.known_at)
            after = _picture(of.draft.look, of.draft.history(), asked)
        found.append(moves(before, after, day))
    return pd.concat([f for f in found if len(f)] or [none()], ignore_index=True)


def _in_force(asked: _Asked) -> pd.DataFrame:
    """What the board shows without these files: half of the work, done once for all rehearsals on the same board."""
    known_at = asked.of.known_at
    with asked.of.writer.readers.looking(known_at) as look:
        history = look.version.history
        key = (str(asked.of.writer.root), history.version(known_at), asked.day, asked.moment)
        return _shown.get(key, lambda: _picture(look, history, asked))


def _picture(source: Look, history: History, asked: _Asked) -> pd.DataFrame:
    pack, known = asked.of.writer.pack, (history, asked.of.known_at)
    held = asked.drawn.enter_context(closing(cut(source, pack, asked.views, asked.shelf, Days(asked.day), known)))
    return picture(lambda name, **params: held.rows(name, params), pack, asked.day, asked.moment)
