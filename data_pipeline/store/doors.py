"""The doors of storage: where ledger, received bytes and rows lie, by what BOARD_STORE says. Nothing above them knows
more of it than this.

file:FOLDER                                               one machine: a folder, one file lock
lake:postgresql://USER@HOST/DB?data=s3://BUCKET&city=CODE  any number of hosts: PostgreSQL and an object store
"""

from functools import partial
from pathlib import Path

from data_pipeline.core.errors import BoardError
from data_pipeline.declare import Pack
from data_pipeline.store.door import Door, Parts
from data_pipeline.store.lake.address import KIND, Lake, lake_of
from data_pipeline.store.log.ledger import Ledger
from data_pipeline.store.log.lock import writing
from data_pipeline.store.log.notes import Files
from data_pipeline.store.log.received import Received
from data_pipeline.store.log.state import State
from data_pipeline.store.tables.home import Disk

FILE, BEFORE = "file:", "duckdb:"
Where = Path | Lake  # a folder, or a lake


def door(where: Where, pack: Pack) -> Door:
    """Raises BoardError store_city, store_extra."""
    if isinstance(where, Path):
        return Door(_file(where), pack)
    if where.city != pack.operation.city_code:
        raise BoardError("store_city", city=where.city, pack=pack.operation.city_code)
    return Door(_lake(where), pack)


def _lake(where: Lake) -> Parts:
    """Read by who names a lake alone: a folder's process starts a tenth sooner without it."""
    try:
        from data_pipeline.store.lake.parts import parts
    except ImportError as why:  # what only a lake needs is not installed (requirements-lake.txt)
        raise BoardError("store_extra") from why
    return parts(where)


def _file(root: Path) -> Parts:
    rows = (root / "tables").resolve()
    own = Ledger(root / "ledger.jsonl"), Received(root / "received"), Disk(rows), Files(rows), State(root)
    return Parts(root, *own, partial(writing, root))


def where_of(url: str, copies: Path, copies_bytes: int) -> Where:
    """`copies`: for copies of what lies elsewhere. Raises BoardError store_before, store_url, store_lake,
    store_password."""
    if url.startswith(KIND):
        return lake_of(url, copies, copies_bytes)
    if url.startswith(BEFORE):
        raise BoardError("store_before", folder=url.removeprefix(BEFORE))
    if not url.startswith(FILE):
        raise BoardError("store_url", url=url.rsplit("@", maxsplit=1)[-1])
    return Path(url.removeprefix(FILE))


def folder_of(where: Where) -> Path:
    """Of this machine."""
    return where if isinstance(where, Path) else where.root
