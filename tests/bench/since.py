"""`python -m tests.bench.since COMMIT`: every page and the wall as an earlier commit draws them, and as this one does.

Each in a process of its own on its own store of the sample, asked turn by turn, so that a busy minute is shared;
processor milliseconds of the server's whole work, the kit's own included, the median of many: their ratio says
something.
`drawn`: the first viewer, nothing drawn yet in that language and colour; `again`: the next.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.bench.measure import ROOT

TURNS = 12
CLOCK = "2022-04-06T12:20@0"
MADE = "import sys; from pathlib import Path; from tests.support import samples; samples.full(Path(sys.argv[1]))"
# Told a page, it says what three first looks and three next ones cost. Only names that both commits have. Of the kit's
# trial of pages it counts what the server does too: the script's run, and each message brought into bytes and hashed.
ONE = """
import importlib, json, os, sys, time
new = os.path.exists("data_pipeline/core")
os.environ |= {"BOARD_STORE": ("file:" if new else "duckdb:") + sys.argv[1], "BOARD_CLOCK": "replay:" + sys.argv[2]}
from streamlit.runtime.forward_msg_cache import populate_hash_if_needed
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.testing.v1 import app_test, local_script_runner
from tests.bench import drawn
class Bare:  # in place of a mock, which makes a class for every name it is asked for
    def __init__(self, spec): pass
    def get_client(self, session): return None
spent, scripts = [0.0], ScriptCache()
ran, parsed = ScriptRunner._run_script, local_script_runner.parse_tree_from_messages
def timed(work, *given):
    begun = time.thread_time()
    try:
        return work(*given)
    finally:
        spent[0] += (time.thread_time() - begun) * 1000
def messages(sent):
    timed(lambda: [populate_hash_if_needed(m) for m in sent])
    return parsed(sent)
ScriptRunner._run_script = lambda *given: timed(ran, *given)
app_test.MagicMock, local_script_runner.ScriptCache = Bare, lambda: scripts
local_script_runner.parse_tree_from_messages = messages
drawn._foreseen()
live = importlib.import_module("pages.app.live" if new else "pages.live")
made = [live.DRAWINGS, getattr(live, "_still", live.still)] if new else [live.once]
if os.path.exists("pages/app/scenes.py"):  # what pages drew, as bytes
    made.append(importlib.import_module("pages.app.scenes").LOOKS)
pages = {id: script for id, script, _ in drawn.MENU if script.startswith("desk/")}
tests = {}
def clear():
    for cache in made:
        cache.clear()
def run(at, look):
    for name, value in look.items():
        at.query_params[name] = value
    spent[0] = 0.0
    at.run()
    assert not at.exception, at.exception[0].message
    return spent[0]
def ask(id):
    if id not in tests:
        tests[id] = app_test.AppTest.from_file(os.path.join(os.getcwd(), "pages", pages[id]), default_timeout=120)
        for name, value in drawn.ASKED.get(id, {}).items():
            tests[id].query_params[name] = value
    clear()
    run(tests[id], drawn.FIRST)
    first = [run(tests[id], look) for look in drawn.LOOKS]
    return [first, [run(tests[id], drawn.LOOKS[-1]) for _ in drawn.LOOKS]]
if __name__ == "__main__":
    print(json.dumps(list(pages)), flush=True)
    for id in map(str.strip, sys.stdin):
        print(json.dumps(ask(id)), flush=True)
"""

# What it said last, for docs/bench.md.
MEASURED = """\
Against the first version's drawing (3ba3805), both in one run, turn by turn, each on its own sample at 12:20:
processor milliseconds of the script's run and of its messages, the median of 24 looks
(`python -m tests.bench.since 3ba3805 --turns 8`); the machine was busy, so only the ratios say something. Forms of
figures had been read by the chart library before, as in a server that has drawn its pages once.

| page | first viewer: before | now | ratio | next: before | now | ratio |
|---|---:|---:|---:|---:|---:|---:|
| command | 22.2 | 17.1 | 0.77 | 2.8 | 2.1 | 0.76 |
| outlook | 30.8 | 25.4 | 0.83 | 14.6 | 6.8 | 0.47 |
| screening | 26.4 | 21.2 | 0.80 | 2.8 | 2.8 | 0.97 |
| transfer | 26.9 | 37.5 | 1.40 | 3.5 | 3.7 | 1.07 |
| capacity | 29.0 | 40.5 | 1.40 | 3.8 | 3.7 | 0.98 |
| supply | 31.4 | 27.3 | 0.87 | 2.2 | 2.0 | 0.89 |
| people | 29.9 | 33.0 | 1.10 | 3.9 | 3.1 | 0.79 |
| needs | 26.9 | 25.1 | 0.93 | 3.6 | 2.8 | 0.77 |
| outcome | 13.4 | 13.3 | 0.99 | 1.5 | 1.6 | 1.04 |
| district | 36.0 | 38.5 | 1.07 | 2.8 | 3.7 | 1.33 |
| number | 3.6 | 7.5 | 2.09 | 1.9 | 4.2 | 2.26 |
| upload | 11.7 | 7.1 | 0.60 | 11.7 | 5.2 | 0.44 |
| loads | 20.6 | 21.3 | 1.03 | 20.6 | 20.1 | 0.97 |
| targets | 24.6 | 11.5 | 0.47 | 26.7 | 8.7 | 0.32 |
| health | 4.1 | 25.2 | 6.20 | 1.8 | 5.0 | 2.77 |
| explore | 9.4 | 28.5 | 3.04 | 2.1 | 3.1 | 1.52 |
| definitions | 12.4 | 13.5 | 1.09 | 11.5 | 5.2 | 0.45 |
| wall | 62.6 | 27.9 | 0.45 | 4.4 | 4.5 | 1.03 |

What is above 1, and why. Transfer, capacity and district have a map that can be turned and a table of all sites, which
the first version did not have. Health, explore and number were one piece of HTML in the first version, and the
framework's own tables and charts when this was measured: it lays out a styled table cell by cell (5 to 8 ms each).
Since then all of these are the board's own tables (`sheet`), and what moves reaches an open page as a scene, without a
run of its script: these rows are to be measured anew. People and definitions have more rows and hints than before.
"""


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("commit")
    ask.add_argument("--pages", nargs="*", help="these alone")
    ask.add_argument("--turns", type=int, default=TURNS)
    ask.add_argument(
        "--work", type=Path, help="a folder that keeps the earlier commit and the stores for the next time"
    )
    given = ask.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="riqing-since-") as own,
        _trees(given.work or Path(own), given.commit) as at,
    ):
        drawers = {name: Drawer(tree, store) for name, (tree, store) in at.items()}
        pages = given.pages or [p for p in drawers["now"].pages if p in drawers["before"].pages]
        print("| page | first viewer: before | now | ratio | next: before | now | ratio |")
        print("|---|---:|---:|---:|---:|---:|---:|", flush=True)
        for page in pages:
            print(_row(page, _measured(page, drawers, given.turns)), flush=True)
        for drawer in drawers.values():
            drawer.end()


class Drawer:
    """A process that draws one commit's pages."""

    def __init__(self, tree: Path, store: Path) -> None:
        command = [sys.executable, "-c", ONE, str(store), CLOCK]
        pipe = subprocess.PIPE
        env = os.environ | {"PYTHONPATH": str(tree)}
        self._process = subprocess.Popen(command, cwd=tree, env=env, stdin=pipe, stdout=pipe, text=True)
        self.pages: list[str] = self._said()

    def ask(self, page: str) -> list[list[float]]:
        assert self._process.stdin
        self._process.stdin.write(page + "\n")
        self._process.stdin.flush()
        return self._said()

    def end(self) -> None:
        self._process.terminate()
        self._process.wait(20)

    def _said(self) -> list:
        assert self._process.stdout
        return json.loads(self._process.stdout.readline())


@contextmanager
def _trees(work: Path, commit: str) -> Iterator[dict[str, tuple[Path, Path]]]:
    """Both checkouts, each with its store."""
    tree = work / "tree"
    kept = tree.exists()
    if not kept:
        subprocess.run(["git", "worktree", "add", "--detach", str(tree), commit], cwd=ROOT, check=True)
    try:
        at = {"before": (tree, work / "store-before"), "now": (ROOT, work / "store-now")}
        for of, store in at.values():
            if not store.exists():
                env = os.environ | {"PYTHONPATH": str(of)}
                subprocess.run([sys.executable, "-c", MADE, str(store)], cwd=of, env=env, check=True)
        yield at
    finally:
        if work.name.startswith("riqing-since-"):
            subprocess.run(["git", "worktree", "remove", "--force", str(tree)], cwd=ROOT, check=True)


def _measured(page: str, drawers: dict[str, Drawer], turns: int) -> list[dict[str, float]]:
    """First and next viewer: the median by commit."""
    took: dict[str, list[list[float]]] = {name: [[], []] for name in drawers}
    for turn in range(turns + 1):
        for name, drawer in drawers.items():
            for kind, values in enumerate(drawer.ask(page)):
                took[name][kind] += values if turn else []  # the first turn warms
    return [{name: statistics.median(took[name][kind]) for name in drawers} for kind in (0, 1)]


def _row(page: str, found: Sequence[dict[str, float]]) -> str:
    cells = (f"{f['before']:.1f} | {f['now']:.1f} | {f['now'] / f['before']:.2f}" for f in found)
    return f"| {page} | {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
