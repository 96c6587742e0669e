"""What every test stands on: a store of its own, a still clock, nobody's settings, a browser or a reason to skip."""

from __future__ import annotations

import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Generator
from pathlib import Path

import pytest
from filelock import FileLock

from tests.support import samples
from tests.support.browser import chromium
from tests.support.one_server import end_all
from tests.support.secret import fixed_key

pytest_plugins = ["tests.support.doors"]
ROOT = Path(__file__).parents[1]
HOME = Path(tempfile.mkdtemp(prefix="riqing-tests-"))
# tests of what is shown
LOOKING = {"actions", "alarm", "authority", "brief", "cli", "disclosure", "doubts", "pages", "reader"}
# One counts what is made while the days before are still being worked out; one holds a store made anew against the old.
ALONE = {"test_made_once", "test_backup"}
SELDOM = (20_000, 20, 20)  # nearly all that a drawing makes goes by itself: half of the collector's time
touched: list[str] = []  # writes seen below the user's own data/


def pytest_configure() -> None:
    """Before anything is imported: no test, nor any process it starts, can reach the user's data."""
    for name in [n for n in os.environ if n.startswith("BOARD_")]:
        del os.environ[name]
    os.environ |= {
        "BOARD_STORE": f"file:{HOME / 'board'}",
        "BOARD_COPIES": str(HOME / "copies"),
        "BOARD_CLOCK": "replay:2022-04-06T14:00@0",
        "BOARD_SECRET": str(fixed_key(HOME)),
        "BOARD_THREADS": "1",  # as many tests run side by side as there are cores
    }
    sys.addaudithook(_watch)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is read here lives as long as the process: no collection of garbage need walk it, neither now nor later."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.set_threshold(*SELDOM)
        gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    reason = "no chromium on this machine, and none could be installed"
    if any("browser" in item.keywords for item in items) and not chromium():
        for item in items:
            if "browser" in item.keywords:
                item.add_marker(pytest.mark.skip(reason=reason))


def pytest_sessionfinish(session: pytest.Session) -> None:
    if not os.environ.get("PYTEST_XDIST_WORKER"):
        end_all(session.config._tmp_path_factory.getbasetemp())  # type: ignore[attr-defined]
    shutil.rmtree(HOME, ignore_errors=True)
    if touched:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        sys.stderr.write(f"A test wrote below the user's data/: {touched[:5]}\n")


@pytest.fixture(autouse=True)
def one_shelf(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where tests look at boards, what one board worked out of a day is there for the next."""
    if request.path.parent.name in LOOKING and request.path.stem not in ALONE:
        from tests.support.one_shelf import share

        share(monkeypatch)


@pytest.fixture(scope="session")
def shared_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all workers of this run."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base


@pytest.fixture(scope="session")
def made_once(shared_root: Path) -> Callable[[str, samples.Make], Path]:
    """made_once("name", make): the folder that `make` filled, once for all workers. Who writes to it copies it."""
    return lambda name, make: _made_once(shared_root, name, make)


def _made_once(root: Path, name: str, make: samples.Make) -> Path:
    """The first worker to ask makes what is asked for; the others wait for it and take the same folder."""
    folder = root / name
    with FileLock(root / f"{name}.lock"):
        if not folder.exists():
            part = root / f"{name}.part"
            shutil.rmtree(part, ignore_errors=True)
            make(part)
            part.rename(folder)
    return folder


def _watch(event: str, args: tuple[object, ...]) -> None:
    """Python's own opening for writing below data/ of this checkout."""
    if event != "open" or not isinstance(args[0], str | bytes | os.PathLike):
        return
    flags = args[2] if isinstance(args[2], int) else 0
    if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) and os.fsdecode(args[0]).startswith(f"{ROOT / 'data'}{os.sep}"):
        touched.append(os.fsdecode(args[0]))
