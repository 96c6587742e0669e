"""A store moved from a folder into a lake, or out of one: every line and file as it is, rows made of them there, and
their state held against what it was. Nothing of the first is changed."""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from data_pipeline.backup.archive import BESIDE
from data_pipeline.backup.make import digests
from data_pipeline.backup.recover import NO_HINDRANCE, Unsound
from data_pipeline.board.board import Board
from data_pipeline.core import durable
from data_pipeline.core.errors import BoardError
from data_pipeline.declare import Pack
from data_pipeline.query.connect import Limits
from data_pipeline.store.door import Door
from data_pipeline.store.doors import Where, door, folder_of
from data_pipeline.store.log import secret
from data_pipeline.store.log.entry import GENESIS


def move(pack: Pack, limits: Limits, of: Where, to: Where) -> tuple[int, int, str]:
    """(lines, files, state). Raises BoardError migrate_none, migrate_there, migrate_differs."""
    with closing(Board(pack, of, limits)) as board:
        was = board.state_hash()
    with _opened(of, pack) as source:
        if source.ledger.head() == GENESIS:
            raise BoardError("migrate_none", folder=_named(of))
        _bring_key(source, folder_of(to))
        with _opened(to, pack) as target, source.writing(), target.writing():
            source.ledger.freshen()
            if target.ledger.head() != GENESIS:
                raise BoardError("migrate_there", folder=_named(to))
            files = _copy(source, target)
    with closing(Board(pack, to, limits)) as board:
        state, lines = board.state_hash(), board.ledger_head()
        for finding in board.verify():
            if finding.code not in NO_HINDRANCE:
                raise Unsound(finding)
    if state != was:
        raise BoardError("migrate_differs", folder=_named(to), made=state, was=was)
    return lines, files, state


def _copy(source: Door, target: Door) -> int:
    """Received files first, the ledger last."""
    entries = list(source.ledger.entries())
    named = digests(entries)
    for digest in named:
        target.received.keep(source.received.read(digest))
    target.received.settle()
    target.state.lay(source.state.rows())
    for folder in BESIDE:
        if (source.root / folder).is_dir():
            shutil.copytree(source.root / folder, target.root / folder, dirs_exist_ok=True)
    target.ledger.append(entries)
    return len(named)


def _bring_key(source: Door, to: Path) -> None:
    """Before the other is opened: a lake takes the key that lies there for its own."""
    own = source.root / secret.NAME
    if own.exists() and not (to / secret.NAME).exists():
        durable.make_folder(to)
        durable.write(to / secret.NAME, own.read_bytes(), secret.OWN)


@contextmanager
def _opened(where: Where, pack: Pack) -> Iterator[Door]:
    found = door(where, pack)
    try:
        found.follows.begin()
        yield found
    finally:
        found.follows.close()
        with suppress(BoardError):
            found.state.close()


def _named(where: Where) -> str:
    return str(where) if isinstance(where, Path) else where.url
