"""What is damaged and can be made again is set aside and made again: rows, notes of the ledger's end, forecasts and
scores. What cannot (received files, the ledger, a key) is told, with what to do."""

import logging
import time

from data_pipeline.core.errors import BoardError
from data_pipeline.store.log import aside, marked
from data_pipeline.store.tables.feed_table import FeedTable
from data_pipeline.store.write.writer import Writer

log = logging.getLogger(__name__)
BESIDE = ("forecasts", "scores")  # folders of tables that carry their own hash
NEWEST = 40  # files of a feed
TWICE_S = 0.3  # a publication takes a moment


def is_hurt(writer: Writer, *, newest: bool = False) -> bool:
    """Whether a note of the ledger's end is damaged, or a file of rows is gone or cut. `newest`: of the rows that are
    looked at first every bit is read; of others when they are."""
    if any(anchor.is_damaged() for anchor in writer.anchors):
        return True
    return any(_hurt(table, newest=newest) for table in writer.door.tables.values())


def _hurt(table: FeedTable, *, newest: bool) -> bool:
    try:
        files = table.files()
    except BoardError as why:
        return _is_verdict(why)
    looked = sorted(files, key=lambda f: f.last)[-NEWEST:] if newest else []
    try:
        return not all(f.is_there for f in files) or not all(f.is_whole for f in looked)
    except BoardError as why:
        return _is_verdict(why)


def _is_verdict(why: BoardError) -> bool:
    """A file that cannot be read just now is not for that damaged: whoever needs it is told."""
    if why.code not in ("table_damaged", "table_unreadable", "rows_unreadable"):
        raise why
    log.warning("store: %s", why)
    return why.code == "table_damaged"


def is_behind(writer: Writer) -> bool:
    """Whether readers see less than the ledger holds, for longer than a publication takes."""
    for look in range(2):
        if writer.up_to_date():
            return False
        if not look:
            time.sleep(TWICE_S)
    return True


def mend(writer: Writer) -> None:
    """Raises BoardError where the ledger is not the one that was acknowledged: from that nothing is made."""
    writer.hold(whole=True)
    for anchor in writer.anchors:
        if anchor.is_damaged():
            aside.put(anchor.path)
            anchor.keep(writer.ledger.head())
    for folder in BESIDE:
        for file in marked.files(writer.root / folder):
            if not marked.is_whole(file):
                aside.put(file)
    writer.mend()
