"""The process that writes for a server: `python -m data_pipeline.store.worker`, spoken to by pickles over its pipes.

A file that exhausts memory, hangs the parser or meets a full disk takes this process down, and no viewer with it.
"""

import contextlib
import os
import pickle
import resource
import sys
import traceback
from typing import BinaryIO

from data_pipeline.errors import BoardError
from data_pipeline.store.jobs import JOBS
from data_pipeline.store.writer import Writer

NICE = 5  # viewers come first
MEMORY_BYTES = 8 << 30  # of data a job may hold; DuckDB's own limit is far below
RESTART_ABOVE_KB = 1 << 20  # resident memory that is not worth keeping until the next file


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """First message: what a Writer is made of. Then (job, arguments), until the pipe closes."""
    writer = Writer(*pickle.load(requests))
    while resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < RESTART_ABOVE_KB:
        try:
            job, args = pickle.load(requests)
        except EOFError:
            return
        pickle.dump(_answer(writer, job, args), answers)
        answers.flush()


def _answer(writer: Writer, job: str, args: tuple[object, ...]) -> tuple[str, object]:
    try:
        return "done", JOBS[job](writer, *args)
    except BoardError as why:
        return "refused", (why.code, why.facts)
    except Exception:
        return "bug", traceback.format_exc()


def main() -> None:
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a print somewhere must not end up among the answers
    with contextlib.suppress(OSError, ValueError):
        os.nice(NICE)
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_BYTES, MEMORY_BYTES))
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
