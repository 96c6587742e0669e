"""`drill`: a backup is only one once a store was made from it. Made elsewhere, compared, and thrown away."""

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from data_pipeline.backup.make import Backed, backup
from data_pipeline.backup.place import Folder, Place
from data_pipeline.backup.recover import Cut, Recovered, recover
from data_pipeline.store.write.writer import Writer


@dataclass(frozen=True)
class Drilled:
    backed: Backed
    recovered: Recovered
    backup_s: float
    recover_s: float


def drill(writer: Writer, key: Path, place: Place | None) -> Drilled:
    """Back up (into `place`, or into a folder of its own), recover in a folder of its own, compare the states. Raises
    what backup and recover raise."""
    with tempfile.TemporaryDirectory(prefix="riqing-drill-") as own:
        began = time.monotonic()
        to = place or Folder(Path(own) / "backup")
        backed = backup(writer, key, to, state=True)
        done = time.monotonic()
        line = Cut(line=backed.point.seq)  # another may have gone on meanwhile
        recovered = recover(writer.pack, writer.limits, to, Path(own) / "board", line)
        return Drilled(backed, recovered, done - began, time.monotonic() - done)
