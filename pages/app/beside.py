"""The boards of operations that were made here, each served by a process of its own beside this one: for the person who
sits at this machine. They end with this process."""

import subprocess
import sys
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from socket import create_connection, create_server
from threading import Event, Lock

from data_pipeline.core.errors import BoardError
from data_pipeline.core.settings import ROOT, environment

HERE = "localhost"
MOST = 2  # boards beside this one; the one opened first makes room
WAIT_S, LOOK_S = 60.0, 0.25
_guard, PAUSE = Lock(), Event()


@dataclass(frozen=True)
class Beside:
    port: int
    process: subprocess.Popen[bytes]

    @property
    def runs(self) -> bool:
        return self.process.poll() is None

    def end(self) -> None:
        self.process.terminate()
        self.process.wait()


SERVED: OrderedDict[str, Beside] = OrderedDict()


def serve(name: str, own: Mapping[str, str]) -> int:
    """The port at which the board of this operation answers; `own`: its settings. Raises BoardError `beside_failed`
    where it does not."""
    with _guard:
        found = SERVED.get(name)
        if found is None or not found.runs:
            found = SERVED[name] = _begun(own)
            while len(SERVED) > MOST:
                SERVED.popitem(last=False)[1].end()
    _ready(found)
    return found.port


def end_all() -> None:
    with _guard:
        while SERVED:
            SERVED.popitem()[1].end()


def running() -> int:
    return sum(one.runs for one in SERVED.values())


def _begun(own: Mapping[str, str]) -> Beside:
    with create_server((HERE, 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    command += ["--server.address", HERE, "--server.headless", "true"]
    return Beside(port, subprocess.Popen(command, cwd=ROOT, env=environment(own), stdin=subprocess.DEVNULL))


def _ready(of: Beside) -> None:
    """Until it answers."""
    for _ in range(int(WAIT_S / LOOK_S)):
        if not of.runs:
            break
        try:
            create_connection((HERE, of.port), timeout=1).close()
        except OSError:
            PAUSE.wait(LOOK_S)
        else:
            return
    raise BoardError("beside_failed")
