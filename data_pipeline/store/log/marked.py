"""Tables kept beside the store (forecasts, scores), each with the start of its own hash in its name.

A damaged one is not read: it is moved aside, as if it had never been kept, so that whoever asks makes it again.
"""

import hashlib
import io
import os
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pyarrow as pa

from data_pipeline.core import durable
from data_pipeline.store.log import aside

ENDING = ".parquet"
LENGTH = 16


def write(place: Path, rows: pd.DataFrame) -> Path:
    """`place` is the name without hash and ending. Whole, on the disk, or not at all (BoardError store_full)."""
    data = io.BytesIO()
    rows.to_parquet(data, index=False)
    file = place.with_name(f"{place.name}.{_digest(data.getvalue())}{ENDING}")
    with durable.disk():
        for folder in (place.parent.parent, place.parent):
            durable.make_folder(folder)
        part = place.with_name(f"{durable.token()}.part")
        durable.write(part, data.getvalue())
        os.replace(part, file)
        durable.sync(place.parent)
    return file


def find(place: Path) -> Path | None:
    """The file kept there, by its name alone; the first of several."""
    return min(place.parent.glob(f"{place.name}.*{ENDING}"), key=_age, default=None) or _unmarked(place)


def read(file: Path) -> pd.DataFrame | None:
    """None, and moved aside, where it is not what was written."""
    if not is_whole(file):
        aside.put(file)
        return None
    return pd.read_parquet(file)


def is_whole(file: Path) -> bool:
    """Of one without a hash (an earlier version's): whether it can be read."""
    marked = file.name.removesuffix(ENDING).rpartition(".")[2]
    if len(marked) == LENGTH and "." in file.name.removesuffix(ENDING):
        return _digest(file.read_bytes()) == marked
    try:
        pd.read_parquet(file)
    except (OSError, pa.ArrowException):
        return False
    return True


def files(folder: Path) -> Iterator[Path]:
    """All that is kept in a folder and those below it, oldest first."""
    yield from sorted(folder.rglob(f"*{ENDING}"), key=_age)


def _unmarked(place: Path) -> Path | None:
    file = place.with_name(place.name + ENDING)
    return file if file.is_file() else None


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:LENGTH]


def _age(file: Path) -> tuple[int, str]:
    return file.stat().st_mtime_ns, file.name
