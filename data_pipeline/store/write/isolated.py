"""The server's side of the worker process: started when first needed, kept warm, replaced when it falls."""

import pickle
import subprocess
import sys
import threading
from contextlib import suppress
from typing import Any

from data_pipeline.core.errors import BoardError
from data_pipeline.core.settings import ROOT
from data_pipeline.core.threads import DEADLINES

PATIENCE_S = 600.0
WORKER = ("-m", "data_pipeline.store.write.worker")


class Isolated:
    """`made_of`: what the worker makes the first argument of all its jobs from; `command`: of the interpreter
    that runs it, another than the writer's."""

    def __init__(self, made_of: tuple[object, ...], command: tuple[str, ...] = ()) -> None:
        self._made_of, self._command = made_of, command
        self._mutex = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self.starts = 0

    def call(self, job: str, *args: object) -> Any:
        """Run a job in the worker. Raises its BoardError; BoardError `worker_fell` when it died or did not answer."""
        with self._mutex:
            kind, value = self._ask(job, args)
        if kind == "refused":
            code, facts = value
            raise BoardError(code, **facts)
        if kind == "bug":
            raise RuntimeError(f"in the worker:\n{value}")
        return value

    def _ask(self, job: str, args: tuple[object, ...]) -> tuple[str, Any]:
        process = self._ready()
        asked = pickle.dumps((job, args))  # whole before it is sent: half a message would spoil every later one
        try:
            assert process.stdin is not None
            assert process.stdout is not None
            with DEADLINES.within(PATIENCE_S, process.kill):
                process.stdin.write(asked)
                process.stdin.flush()
                kind, value, stays = pickle.load(process.stdout)
        except (EOFError, BrokenPipeError, pickle.UnpicklingError):
            self._stop()
            raise BoardError("worker_fell", job=job) from None
        if not stays:
            self._stop()  # now, so that the next job cannot be sent to a process on its way out
        return kind, value

    def _ready(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._stop()
            made_of = pickle.dumps(self._made_of)
            self.starts += 1
            self._process = subprocess.Popen(
                [sys.executable, *(self._command or WORKER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
            )
            assert self._process.stdin is not None
            self._process.stdin.write(made_of)
        return self._process

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                # what the dead process never read is sent again on closing: nobody is there
                with suppress(BrokenPipeError):
                    pipe.close()

    def close(self) -> None:
        with self._mutex:
            self._stop()
