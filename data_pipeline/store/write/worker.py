"""The process that writes for a server: `python -m data_pipeline.store.write.worker`, spoken to by pickles over pipes.

A file that exhausts memory, hangs the parser or meets a full disk takes this process down, and no viewer with it.
"""

import contextlib
import os
import pickle
import resource
import sys
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from data_pipeline.core import logs
from data_pipeline.core.errors import BoardError
from data_pipeline.core.settings import settings
from data_pipeline.store.write.jobs import JOBS
from data_pipeline.store.write.writer import Writer

NICE = 5  # viewers come first
MEMORY_BYTES = 8 << 30  # of data a job may hold; DuckDB's own limit is far below
RESTART_ABOVE = 1 << 30  # resident bytes that are not worth keeping until the next file
STATM = Path("/proc/self/statm")


@dataclass(frozen=True)
class Work:
    """`opened`: of what the first message says, the first argument of all jobs and the time zone of the log."""

    opened: Callable[..., tuple[Any, str]]
    jobs: Mapping[str, Callable[..., Any]]


def serve(requests: BinaryIO, answers: BinaryIO, work: Work) -> None:
    """First message: what a Writer is made of. Then (job, arguments), each answered by (kind, value, does it stay),
    until this process has grown too large or the pipe closes."""
    of, zone = work.opened(*pickle.load(requests))
    logs.set_up(settings().log, None, None, zone)
    stays = True
    while stays:
        try:
            job, args = pickle.load(requests)
        except EOFError:
            return
        kind, value = _answer(partial(work.jobs[job], of, *args))
        stays = _resident() < RESTART_ABOVE
        pickle.dump((kind, value, stays), answers)
        answers.flush()


def _resident() -> int:
    """Bytes this process holds now. Not getrusage's peak: a child begins with its parent's, so under a large server no
    worker would ever do a job. 0 where the system does not tell."""
    try:
        return int(STATM.read_text("ascii").split()[1]) * resource.getpagesize()
    except OSError:
        return 0


def _answer(do: Callable[[], object]) -> tuple[str, object]:
    try:
        return "done", do()
    except BoardError as why:
        return "refused", (why.code, why.facts)
    except Exception:
        return "bug", traceback.format_exc()


def _writer(*made_of: Any) -> tuple[Writer, str]:
    writer = Writer(*made_of)
    return writer, writer.limits.timezone


WRITES = Work(_writer, JOBS)


def main(work: Work = WRITES) -> None:
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a print somewhere must not end up among the answers
    with contextlib.suppress(OSError, ValueError):
        os.nice(NICE)
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_BYTES, MEMORY_BYTES))
    serve(sys.stdin.buffer, answers, work)


if __name__ == "__main__":
    main()
