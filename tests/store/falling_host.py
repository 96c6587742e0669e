"""A host of a lake that issues and delivers what is due, and is killed (-9) at a step: a life for each line it is told.

python -m tests.store.falling_host DATABASE DATA FOLDER HOOK < lines, each `step|moment|seconds of its clock`
"""

import os
import signal
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from data_pipeline.board.board import Board
from data_pipeline.brief.issue import Issuer, Made
from data_pipeline.core import clock
from data_pipeline.declare.brief import BriefForm, BriefPart
from data_pipeline.outbox.channels import Channel, Channels
from data_pipeline.outbox.deliver import deliver
from data_pipeline.outbox.kept import Outbox
from data_pipeline.store.lake.address import Lake
from data_pipeline.store.lake.ledger import SharedLedger
from data_pipeline.store.lake.objects import Objects
from data_pipeline.store.log.issued import Kept
from data_pipeline.store.log.received import sha256
from tests.store import tiny
from tests.support.lakes import ENOUGH

FIRST = date(2022, 4, 6)
PART = BriefPart(name="situation", blocks=("overview",))
FORM = BriefForm(id="city", zh="简报", en="Brief", at=("18:00",), first=FIRST, files=("zh.pdf",), part=(PART,))
DOORS: dict[str, tuple[Any, str]] = {
    "its file is kept": (Objects, "new"), "its line is written": (SharedLedger, "_put"),
    "it is entered": (Board, "issue"), "it is handed over": (Outbox, "put"), "it is claimed": (Outbox, "claim"),
    "it is noted": (Outbox, "sent"),
}  # fmt: skip
STEPS = ["while it is made", *(f"{when} {step}" for step in DOORS for when in ("before", "after"))]
TITLE = {"zh": "简报", "en": "Brief"}


def main() -> None:
    database, data, folder, url = sys.argv[1:]
    lake = Lake(database, data, tiny.pack().operation.city_code, Path(folder), ENOUGH)
    for line in sys.stdin:
        step, moment, seconds = line.strip().split("|")
        pid = os.fork()
        if not pid:
            live(lake, step, datetime.fromisoformat(moment), float(seconds), url)
            os._exit(0)
        print(-os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)


def live(lake: Lake, step: str, now: datetime, seconds: float, url: str) -> None:
    clock._machine = lambda: seconds
    fall_at(step)
    with closing(issuing(lake)) as board:
        turn(board, now, "a", url, die if step == STEPS[0] else None)


def issuing(lake: Lake) -> Board:
    board = tiny.opened(lake)
    board.pack = replace(board.pack, briefs=(FORM,))
    return board


def turn(board: Board, now: datetime, name: str, url: str, making: Callable[[], object] | None = None) -> None:
    """What a host does again and again: it issues what is due, and delivers."""

    def made(due: Any, at: str, renew: Callable[[], object]) -> Made:
        if making:
            making()
        data = f"{due.key} {at}".encode()
        return Made([(Kept("b.pdf", "pdf", "zh", "application/pdf", sha256(data), len(data)), data)], TITLE, TITLE)

    hook = Channels(channel=(Channel(id="hook", kind="webhook", to=(url,)),))
    Issuer(board, made, hook, name).look(now)
    deliver(Outbox(board.state, name), hook, lambda file: board.kept_file(file.sha256))


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def fall_at(step: str) -> None:
    """Where a line is written the transaction is open still, and ends with its process."""
    when, _, what = step.partition(" ")
    if what not in DOORS:
        return
    where, name = DOORS[what]
    real = getattr(where, name)

    def falling(*how: Any, **more: Any) -> Any:
        if when == "before":
            die()
        found = real(*how, **more)
        die()
        return found

    setattr(where, name, falling)


if __name__ == "__main__":
    main()
