"""A closed day's rows are laid into one file, in the order of what names them: a page of it reads one file, however
many came. Rows that no line of the ledger names are left out: whoever wrote them was killed before the line."""

import logging
from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date, timedelta

import pyarrow as pa

from data_pipeline.intake.arrow import pc
from data_pipeline.store.tables.feed_table import FeedTable
from data_pipeline.store.tables.row_files import RowFile, all_whole
from data_pipeline.store.tables.schema import identity

log = logging.getLogger(__name__)
OPEN_DAYS = 1  # before the newest: late files and corrections come then
MOST = 8  # days of a feed at a time: who sends waits for no more


def due(files: Collection[RowFile]) -> Iterator[list[RowFile]]:
    """Of each closed day that lies in more than one file these, the earliest day first."""
    by_day: defaultdict[date, list[RowFile]] = defaultdict(list)
    for file in files:
        if file.day is not None:
            by_day[file.day].append(file)
    if by_day:
        closed = max(by_day) - timedelta(days=OPEN_DAYS)
        yield from (by_day[day] for day in sorted(by_day) if day < closed and len(by_day[day]) > 1)


def seal(table: FeedTable, tokens: Collection[str]) -> int:
    """`tokens`: those that lines of the ledger name. Gives how many days were sealed. Only under the lock."""
    some = list(due(table.files()))[:MOST]
    for files in some:
        if all_whole(files):  # nothing is built on a flipped bit
            rows = pa.concat_tables([table.cast(file.read()) for file in files])
            named = rows.filter(pc.is_in(rows.column("token"), pa.array(list(tokens), pa.string())))
            order = [(name, "ascending") for name in (*identity(table.feed), "token", "row_no")]
            table.replace(files, named.sort_by(order))
    if some:
        log.info("store: %d days of %s are sealed", len(some), table.feed.id)
        table.vacuum()
    return len(some)
