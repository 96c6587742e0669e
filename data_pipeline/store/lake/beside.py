"""What is kept beside a store (forecasts as they were shown, their scores) is the same on every host of a city: what
one wrote the others fetch. Each file carries its own sum in its name, and is never changed. Of several the first
counts, so its age is that of the object everywhere."""

import os
from collections.abc import Sequence
from pathlib import Path

from data_pipeline.core import durable
from data_pipeline.store.lake.objects import Objects
from data_pipeline.store.log import marked

BELOW = "beside/"
FOLDERS = ("forecasts", "scores")


def share(root: Path, objects: Objects, city: str, folders: Sequence[str] = FOLDERS) -> tuple[int, int]:
    """How many files were given, and taken."""
    below = f"{BELOW}{city}/"
    there = {name.removeprefix(below): age for name, age in objects.ages(below).items()}
    here = {p.relative_to(root).as_posix() for folder in folders for p in marked.files(root / folder)}
    for name in sorted(here - there.keys()):
        if marked.is_whole(root / name):
            objects.new(f"{below}{name}", (root / name).read_bytes())
    for name in sorted(there.keys() - here):
        _lay(root / name, objects.read(f"{below}{name}") or b"")
    for name, age in there.items():
        if (root / name).exists() and (root / name).stat().st_mtime != age:
            os.utime(root / name, (age, age))
    return len(here - there.keys()), len(there.keys() - here)


def _lay(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    staged = file.with_name(f".{durable.token()}.part")
    with durable.disk():
        staged.write_bytes(data)
        os.replace(staged, file)
