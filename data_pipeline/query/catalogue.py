"""Named queries: queries/page/day.sql is 'page/day'. The first folder that has a file wins; a pack may add its own."""

import re
from collections.abc import Sequence
from pathlib import Path

from data_pipeline.core.caches import remembered
from data_pipeline.core.errors import BoardError

PROJECT = Path(__file__).parents[2] / "queries"
NAME = re.compile(r"[a-z0-9_]+(/[a-z0-9_]+)*")


def folders(pack_queries: Sequence[Path] = ()) -> tuple[Path, ...]:
    """The query folders in order of search: the project's own, then the pack's."""
    return (PROJECT, *pack_queries)


def find(query_dirs: Sequence[Path], name: str) -> Path:
    """The file of a named query; raises BoardError 'query_unknown'. A name never leaves the folders."""
    if NAME.fullmatch(name):
        for folder in query_dirs:
            file = folder / f"{name}.sql"
            if file.is_file():
                return file
    raise BoardError("query_unknown", name=name)


def names(query_dirs: Sequence[Path], layer: str = "") -> tuple[str, ...]:
    """Every query name below `layer` ('page'), sorted; a name held by two folders is listed once."""
    found = (f.relative_to(d).with_suffix("").as_posix() for d in query_dirs for f in (d / layer).rglob("*.sql"))
    return tuple(sorted(set(found)))


def text(query_dirs: Sequence[Path], name: str) -> str:
    """The SQL behind a name, as shown to a reader who opens a number."""
    file = find(query_dirs, name)
    return _read(file, file.stat().st_mtime_ns)


def house(name: str) -> str:
    """The SQL behind a name of the project's own: what the store asks of itself is no pack's to change."""
    return text((PROJECT,), name)


@remembered("sql files", 256)
def _read(file: Path, _changed_ns: int) -> str:
    return file.read_text("utf-8")
