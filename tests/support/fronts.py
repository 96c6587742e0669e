"""The proxies of docs/deploy as an administrator starts them: the real programs and the files as they are, but for
ports, folders and the certificate."""

import os
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.support.server import ROOT, free_port

DEPLOY = ROOT / "docs" / "deploy"
READY_S = 20
NGINX = """daemon off; pid {home}/pid; error_log {home}/log; {user}
events {{}}
http {{ access_log off; client_body_temp_path {home}/body; proxy_temp_path {home}/temp; fastcgi_temp_path {home}/fcgi;
  uwsgi_temp_path {home}/uwsgi; scgi_temp_path {home}/scgi; include {home}/board.conf; }}
"""


def program(name: str) -> str | None:
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")


def lacks(*names: str) -> str:
    """Why tests of them are skipped; "" where they are not."""
    missing = [name for name in names if not program(name)]
    return f"not installed: {', '.join(missing)} (Debian: nginx-light, caddy, openssl)" if missing else ""


@contextmanager
def nginx(board: int, home: Path) -> Iterator[str]:
    """Gives its address; `board`: the port that it stands before."""
    port = free_port()
    _certificate(home)
    text = (DEPLOY / "nginx.conf").read_text("utf-8")
    for told, own in (
        ("listen 80;", f"listen 127.0.0.1:{free_port()};"),
        ("listen 443 ", f"listen 127.0.0.1:{port} "),
        ("/etc/riqing/", f"{home}/"),
        ("/var/cache/nginx/", f"{home}/"),
        ("127.0.0.1:8501", f"127.0.0.1:{board}"),
    ):
        assert told in text
        text = text.replace(told, own)
    (home / "board.conf").write_text(text)
    user = "user root;" if os.geteuid() == 0 else ""
    (home / "nginx.conf").write_text(NGINX.format(home=home, user=user))
    with _running([str(program("nginx")), "-p", str(home), "-c", str(home / "nginx.conf")], port, home):
        yield f"https://localhost:{port}"


@contextmanager
def caddy(board: int, home: Path) -> Iterator[str]:
    """The same; it takes its name and the board's port from the environment, and no certificate for a plain name."""
    port = free_port()
    own = {"BOARD_NAME": f"http://localhost:{port}", "BOARD_UPSTREAM": f"127.0.0.1:{board}", "HOME": str(home)}
    own |= {"XDG_DATA_HOME": str(home), "XDG_CONFIG_HOME": str(home), "CADDY_ADMIN": f"localhost:{free_port()}"}
    command = [str(program("caddy")), "run", "--config", str(DEPLOY / "Caddyfile"), "--adapter", "caddyfile"]
    with _running(command, port, home, **own):
        yield f"http://localhost:{port}"


def _certificate(home: Path) -> None:
    asked = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=localhost"
    files = ["-keyout", str(home / "key.pem"), "-out", str(home / "cert.pem")]
    subprocess.run([str(program("openssl")), *asked.split(), *files], check=True, capture_output=True)


@contextmanager
def _running(command: Sequence[str], port: int, home: Path, **env: str) -> Iterator[None]:
    with (home / "said").open("wb") as said:
        process = subprocess.Popen(command, env=os.environ | env, stdout=said, stderr=subprocess.STDOUT)
    try:
        _await(port, process, home / "said")
        yield
    finally:
        process.terminate()
        process.wait(20)


def _await(port: int, process: subprocess.Popen, said: Path) -> None:
    until = time.monotonic() + READY_S
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(f"http://localhost:{port}/healthz", timeout=5).close()
        except urllib.error.HTTPError:  # nginx says that it wants TLS
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"it did not start:\n{said.read_text(errors='replace')[-2000:]}")
