"""Days that many are asked of at once (the days before, for forecasts): what each came to is kept, and made again only
where something that speaks of that day came, was withdrawn or was put back.

In memory, and in a folder of its own for the next process: a cache like every other, made again where it is gone.
"""

import hashlib
import io
import logging
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from data_pipeline.core import durable
from data_pipeline.core.caches import Cache
from data_pipeline.declare import Feed, Pack
from data_pipeline.intake.arrow import pc
from data_pipeline.store.log.account import Account
from data_pipeline.store.snapshot.copied import key_of
from data_pipeline.store.snapshot.history import TARGETS, word_of
from data_pipeline.store.snapshot.look import Version
from data_pipeline.store.snapshot.narrowed import PartOf, of_figure
from data_pipeline.store.tables.views import View

log = logging.getLogger(__name__)
FOLDER = "days"
OF_FIGURE = "mart.figure_day"  # kept of each line or gauge by itself: it is asked of one
PARTS = ("mart.before", "mart.level", "mart.course", "mart.open_day", OF_FIGURE)  # what is asked of many days at once
HELD, FILES = 256, 1024
AT_ONCE = 10  # days worked out together: more would take more memory, fewer more time
ENDING = ".parquet"
Work = Callable[[date, date], pa.Table]  # of the days from, to


class DayParts:
    def __init__(self, root: Path, pack: Pack, views: Mapping[str, View]) -> None:
        self._folder, self._views = root / FOLDER, views
        self._kept = Cache("days before", HELD)
        self._pack = pack
        self._parts = {part: PartOf(part, part, pack, views) for part in PARTS if part in views}

    def has(self, names: frozenset[str], figure: str) -> PartOf | None:
        """The part that a query reads, where it reads nothing else but references; of the figure it asks of alone."""
        parts = [name for name in names if not name.startswith("ref.")]
        whole = self._parts.get(parts[0]) if len(parts) == 1 else None
        if whole is None or whole.part != OF_FIGURE:
            return whole
        return of_figure(self._pack, OF_FIGURE, figure) or whole

    def of(self, part: PartOf, days: Sequence[date], known: tuple[Version, datetime | None], work: Work) -> pa.Table:
        """That part of these days, as known then. `work` makes what is not kept, of days that follow one another."""
        keys = dict(zip(days, _keys(part, days, *known), strict=True))
        found = {day: kept for day in days if (kept := self._find(day, keys[day])) is not None}
        for run in _runs([day for day in days if day not in found]):
            made = work(run[0], run[-1])
            for day in run:
                found[day] = rows = made.filter(pc.equal(made.column("ops_day"), day))
                self._keep(day, keys[day], rows)
        return pa.concat_tables([found[day] for day in days])

    def _find(self, day: date, key: str) -> pa.Table | None:
        if (kept := self._kept.peek(key)) is None and (kept := _read(self._file(day, key))) is not None:
            self._kept.put(key, kept)
        return kept

    def _keep(self, day: date, key: str, rows: pa.Table) -> None:
        self._kept.put(key, rows)
        try:
            _write(self._file(day, key), rows)
            for old in sorted(self._folder.glob(f"*{ENDING}"), key=_age)[:-FILES]:
                old.unlink(missing_ok=True)
        except OSError:
            log.exception("store: what %s came to could not be kept", day)

    def _file(self, day: date, key: str) -> Path:
        return self._folder / f"{day}-{key}{ENDING}"


def _keys(part: PartOf, days: Sequence[date], version: Version, known_at: datetime | None) -> Iterator[str]:
    reads, history = part.reads, version.history
    targets = history.version_of(TARGETS, known_at) if reads.targets else ""
    for day in days:
        words = (f"{_word(version.account, feed, day, known_at):x}" for feed in reads.feeds)
        yield key_of(part.name, history.made_by, str(day), targets, *words)


def _word(account: Account, feed: Feed, day: date, known_at: datetime | None) -> int:
    """Of the loads that are seen then and speak of this day or of those it is compared with. Where the newest file
    replaces all, of that one."""
    if feed.snapshot:
        latest = account.latest(feed.id, known_at)
        return word_of(latest.mark) if latest else 0
    word = 0
    for load in account.near(feed.id, day - timedelta(days=feed.looks_back_days), day):
        word ^= word_of(load.mark) if load.is_seen(known_at) else 0
    return word


def _runs(days: Sequence[date]) -> Iterator[list[date]]:
    """Of days that follow one another, a few at a time."""
    run: list[date] = []
    for day in days:
        if run and (day - run[-1] != timedelta(days=1) or len(run) == AT_ONCE):
            yield run
            run = []
        run.append(day)
    if run:
        yield run


def _write(file: Path, rows: pa.Table) -> None:
    data = io.BytesIO()
    pq.write_table(rows, data, compression="zstd")
    durable.make_folder(file.parent)
    part = file.with_name(f".{durable.token()}")
    part.write_bytes(hashlib.sha256(data.getvalue()).digest() + data.getvalue())
    os.replace(part, file)


def _read(file: Path) -> pa.Table | None:
    """None where it is not there, or not what was written: then it goes."""
    try:
        data = file.read_bytes()
    except OSError:
        return None
    if hashlib.sha256(data[32:]).digest() != data[:32]:
        log.warning("store: %s is damaged, and is made again", file.name)
        file.unlink(missing_ok=True)
        return None
    return pq.read_table(pa.BufferReader(data[32:]))


def _age(file: Path) -> int:
    try:
        return file.stat().st_mtime_ns
    except OSError:  # another process made room
        return 0
