"""The sums of a table's own log: the open format has none, so that a bit could flip there in a harmless place and
nobody would know. Beside each file of the log stands the start of its hash; other readers of the table pass it over."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from data_pipeline.core import durable

LENGTH = 16
ENDING = ".sum"
LAST = "_last_checkpoint"


def of_version(version: int) -> tuple[str, ...]:
    """What a commit may have written."""
    return f"{version:020}.json", f"{version:020}.checkpoint.parquet"


def note(log: Path, names: Iterable[str]) -> None:
    """Of these that are there. One that is not noted is not held against anything."""
    for name in names:
        file = log / name
        if file.is_file():
            staged = log / f".{durable.token()}"
            staged.write_text(_sum(file), "ascii")
            os.replace(staged, _beside(file))
            if name.endswith(".checkpoint.parquet"):
                note(log, [LAST])


def damaged(log: Path) -> Iterator[Path]:
    """Files of the log that are not what was written; raises OSError where one cannot be read."""
    for noted in sorted(log.glob(f"*{ENDING}")):
        file = noted.with_name(noted.name.removesuffix(ENDING))
        told = noted.read_text("ascii", "replace")
        if file.is_file() and len(told) >= LENGTH and _sum(file) != told:  # a shorter one was cut in writing
            yield file


def sweep(log: Path) -> None:
    """Sums of what the library has cleared away, and what a killed writer left. Only under the lock."""
    for left in log.glob(f".{'[0-9a-f]' * 12}"):
        left.unlink(missing_ok=True)
    for noted in log.glob(f"*{ENDING}"):
        if not noted.with_name(noted.name.removesuffix(ENDING)).exists():
            noted.unlink(missing_ok=True)


def _beside(file: Path) -> Path:
    return file.with_name(file.name + ENDING)


def _sum(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:LENGTH]
