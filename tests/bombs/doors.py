"""The four doors, as a sender meets them: each gives the seconds it took and the sentence of the answer."""

import hashlib
import http.client
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.support.server import ROOT

FEED, TOKEN = "transfer", "rq_bomb"
MB = 1 << 20
WAIT_S = 90.0
# the page's own sentence, or the one under the uploader when the browser itself turned the file away
SAID = """(document.querySelector('.dk.say.bad p')?.innerText ?? (document.querySelector('[aria-invalid=true]') ?
    getComputedStyle(document.querySelector('[data-testid=stFileUploader]'), '::after').content : ''))"""


@dataclass(frozen=True)
class Answer:
    seconds: float
    sentence: str


def tokens(folder: Path) -> Path:
    path = folder / "tokens.toml"
    path.write_text(f'[[token]]\nsender = "bomb"\nsha256 = "{hashlib.sha256(TOKEN.encode()).hexdigest()}"\n')
    return path


def cli(path: Path) -> Answer:
    begun = time.monotonic()
    command = [sys.executable, "-m", "data_pipeline", "--lang", "en", "check", "--feed", FEED, str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    return Answer(time.monotonic() - begun, _last(done.stdout + done.stderr))


def post(address: str, path: Path, *, told_its_length: bool = True) -> Answer:
    begun = time.monotonic()
    to = http.client.HTTPConnection(urlsplit(address).netloc, timeout=WAIT_S)
    headers = {"Content-Type": "application/octet-stream", "Authorization": f"Bearer {TOKEN}"}
    headers |= {"Content-Length": str(path.stat().st_size)} if told_its_length else {"Transfer-Encoding": "chunked"}
    try:
        to.putrequest("POST", f"/api/feeds/{FEED}?confirm=1&lang=en")
        for name, value in headers.items():
            to.putheader(name, value)
        to.endheaders()
        try:
            for block in _blocks(path):
                to.send(block if told_its_length else b"%x\r\n%b\r\n" % (len(block), block))
            to.send(b"" if told_its_length else b"0\r\n\r\n")
        except OSError:
            pass  # answered and hung up before all was said
        told = to.getresponse()
        body = json.loads(told.read())
    except (OSError, http.client.HTTPException) as why:
        return Answer(time.monotonic() - begun, f"hung up: {type(why).__name__}")
    finally:
        to.close()
    return Answer(time.monotonic() - begun, f"{told.status} {_sentence(body)}")


def _sentence(body: dict) -> str:
    """In English: why the file cannot be read, else why it was not taken."""
    unreadable = (body.get("report") or {}).get("unreadable") or {}
    told = unreadable.get("sentence") or body.get("sentence") or body
    return str(told["en"] if isinstance(told, dict) and "en" in told else told)


def drop(inbox: Path, path: Path) -> Answer:
    """Whole at once; its answer lies beside it. The watcher waits until a file has stopped growing."""
    begun = time.monotonic()
    target = inbox / FEED / path.name
    target.hardlink_to(path)
    while time.monotonic() - begun < WAIT_S:
        if (failed := inbox / "failed" / FEED / path.name).exists():
            body = json.loads(failed.with_name(f"{path.name}.report.json").read_text("utf-8"))
            unreadable = (body.get("report") or {}).get("unreadable") or {}
            return Answer(
                time.monotonic() - begun, str(body.get("sentence") or unreadable.get("sentence") or body)[:160]
            )
        time.sleep(0.05)
    return Answer(WAIT_S, "no answer")


def page(tab: Page, address: str, path: Path, lang: str) -> Answer:
    """Dropped on the upload page; the sentence that stands there then."""
    tab.goto(f"{address}/upload?lang={lang}")
    tab.wait_for_selector("[data-testid=stFileUploader]")
    tab.wait_for_timeout(800)
    begun = time.monotonic()
    tab.set_input_files("input[type=file]", str(path))
    tab.wait_for_function(f"{SAID} !== ''", timeout=WAIT_S * 1000)
    return Answer(time.monotonic() - begun, tab.evaluate(SAID))


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(MB):
            yield block


def _last(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1][:160] if lines else "-"
