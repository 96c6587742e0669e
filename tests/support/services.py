"""PostgreSQL and a server that speaks S3 for tests: found, or installed if they can be had
(`python -m tests.support.services`), started on free ports and stopped with the process."""

import json
import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from tests.support.browser import may_install, run

DEBIAN = Path("/usr/lib/postgresql")
PACKAGE, JAVA, USER = "postgresql", "default-jre-headless", "riqing"
QUICK = "-c fsync=off -c full_page_writes=off"  # no plug is pulled: what was written outlives its process
KEYS = {"ACCESS_KEY_ID": "one", "SECRET_ACCESS_KEY": "two-of-the-tests", "REGION": "local", "ALLOW_HTTP": "true"}


def programs() -> Path | None:
    """The folder of initdb and pg_ctl; None where there is no PostgreSQL."""
    found = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]), reverse=True)
    path = shutil.which("initdb")
    return found[0].parent if found else Path(path).parent if path else None


def lacks() -> str:
    """Why tests of a lake are skipped; "" where they are not."""
    if not programs():
        return "no PostgreSQL on this machine, and none could be installed"
    return next((f"{name} is not installed" for name in ("psycopg", "obstore", "moto") if not find_spec(name)), "")


def install() -> None:
    """Debian's PostgreSQL and Java, as root. Never fails: tests then skip with a reason. No server of the system's is
    begun."""
    wanted = [name for name, there in ((PACKAGE, programs()), (JAVA, shutil.which("java"))) if not there]
    if wanted and may_install() and run("apt-get", "update", "-qq"):
        for name in wanted:
            run("apt-get", "install", "-y", "-qq", "--no-install-recommends", name)


class Postgres:
    """A server of one's own in a folder of its own. As root it runs as the system's own user for it."""

    def __init__(self, settings: str = QUICK) -> None:
        self._programs, self.settings, self.port = programs(), settings, free_port()
        self._as: Sequence[str] = ("runuser", "-u", "postgres", "--") if os.geteuid() == 0 else ()
        self.folder = Path(tempfile.mkdtemp(prefix="riqing-pg-"))
        if self._as:
            shutil.chown(self.folder, "postgres")
        self._run("initdb", "-D", f"{self.folder}/data", "-A", "trust", "-U", USER, "--no-sync", "-E", "UTF8",
                  "--locale=C")  # fmt: skip
        self.start()

    def start(self) -> None:
        told = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c max_connections=60 {self.settings}"
        self._run("pg_ctl", "-D", f"{self.folder}/data", "-w", "-l", f"{self.folder}/log", "-o", told, "start")

    def stop(self, how: str = "immediate") -> None:
        self._run("pg_ctl", "-D", f"{self.folder}/data", "-w", "-m", how, "stop")

    def pause(self) -> None:
        """It answers nobody, and closes no connection."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        self._signal(signal.SIGCONT)

    def remove(self) -> None:
        self.resume()
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def database(self, name: str) -> str:
        """The address of a new one."""
        import psycopg

        with psycopg.connect(self.address("postgres"), autocommit=True) as own:
            own.execute(f'create database "{name}"'.encode())
        return self.address(name)

    def address(self, name: str) -> str:
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{name}"

    def _signal(self, how: signal.Signals) -> None:
        import psutil

        first = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        of = psutil.Process(first)
        for one in (of, *of.children(recursive=True)):
            one.send_signal(how)

    def _run(self, program: str, *given: str) -> None:
        done = subprocess.run(
            [*self._as, f"{self._programs}/{program}", *given], cwd=self.folder, text=True, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=60,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr.strip()}")


@contextmanager
def postgres(settings: str = QUICK) -> Iterator[Postgres]:
    running = Postgres(settings)
    try:
        yield running
    finally:
        running.remove()


@contextmanager
def s3() -> Iterator[dict[str, str]]:
    """What the environment must say of it. Its bucket is `riqing`."""
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # each request is a line otherwise
    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    url = f"http://{host}:{port}"
    urllib.request.urlopen(urllib.request.Request(f"{url}/riqing", method="PUT"), timeout=10)
    try:
        yield {f"AWS_{name}": value for name, value in {**KEYS, "ENDPOINT_URL": url}.items()}
    finally:
        running.stop()


class Weed:
    """SeaweedFS: an object store whose conditional put holds among many who write at once."""

    def __init__(self) -> None:
        self.folder, self.ports = Path(tempfile.mkdtemp(prefix="riqing-weed-")), [free_port() for _ in range(8)]
        who = {"credentials": [{"accessKey": KEYS["ACCESS_KEY_ID"], "secretKey": KEYS["SECRET_ACCESS_KEY"]}]}
        told = {"identities": [{"name": "tests", "actions": ["Admin", "Read", "Write", "List"], **who}]}
        (self.folder / "s3.json").write_text(json.dumps(told))
        self.env = {**KEYS, "ENDPOINT_URL": f"http://127.0.0.1:{self.ports[3]}"}
        self.env = {f"AWS_{name}": value for name, value in self.env.items()}
        self.start()
        self._make_bucket()

    def start(self) -> None:
        program = shutil.which("weed") or f"{Path(sys.executable).parent}/weed"
        parts = ("master", "volume", "filer", "s3")
        ports = [f"-{part}.port={port}" for part, port in zip(parts, self.ports, strict=False)]
        grpc = [f"-{part}.port.grpc={port}" for part, port in zip(parts, self.ports[4:], strict=True)]
        told = [f"-dir={self.folder}", "-ip=127.0.0.1", f"-s3.config={self.folder}/s3.json",
                "-master.volumeSizeLimitMB=64", "-volume.max=20"]  # fmt: skip
        with (self.folder / "log").open("ab") as out:
            command = [program, "server", "-filer", "-s3", *ports, *grpc, *told]
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out)

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()

    def pause(self) -> None:
        self._process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        self._process.send_signal(signal.SIGCONT)

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _make_bucket(self) -> None:
        import boto3

        keys = {"aws_access_key_id": KEYS["ACCESS_KEY_ID"], "aws_secret_access_key": KEYS["SECRET_ACCESS_KEY"]}
        client = boto3.client("s3", endpoint_url=self.env["AWS_ENDPOINT_URL"], region_name="local", **keys)
        until = time.monotonic() + 30
        while time.monotonic() < until:
            try:
                client.create_bucket(Bucket="riqing")
                client.put_object(Bucket="riqing", Key="first", Body=b"")
                return
            except Exception:  # not up yet, in whichever way
                time.sleep(0.3)
        raise RuntimeError("the object store did not come up")


@contextmanager
def weed() -> Iterator[Weed]:
    running = Weed()
    try:
        yield running
    finally:
        running.remove()


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


if __name__ == "__main__":
    install()
    if why := lacks():
        print(f"Tests of the lake are skipped: {why}. 未测试共享存储。", file=sys.stderr)
