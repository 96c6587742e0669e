"""Behind which door of storage a test's board stands: a folder, or with `--lake` a lake. What a lake holds at first is
moved there from the folder that all others copy."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest

from data_pipeline.declare import Pack
from data_pipeline.store.doors import Where
from tests.support import samples
from tests.support.services import lacks

if TYPE_CHECKING:
    from data_pipeline.board.board import Board
    from tests.support.lakes import Lakes

# Of these folders every test of a board is asked over a lake with `--lake`. The others have none, but for tests/reader,
# which reads what pages say of many days, wherever they came from.
ASKED = ("alarm", "authority", "backup", "brief", "cli", "disclosure", "nation", "outbox", "pages", "propose", "sql",
         "store", "tests", "trace")  # fmt: skip


class Laid(Protocol):
    """A store like that of a folder: `shared` to read, or one's own at `to`, to change."""

    def shared(self, of: Path, pack: Pack) -> Where: ...

    def own(self, of: Path, pack: Pack, to: Path) -> Where: ...


class InFolders:
    def shared(self, of: Path, pack: Pack) -> Where:
        return of

    def own(self, of: Path, pack: Pack, to: Path) -> Where:
        return Path(shutil.copytree(of, to))


FOLDER = InFolders()


def is_shared(where: Where, shared_root: Path) -> bool:
    return where.parent == shared_root if isinstance(where, Path) else "/shared-" in where.database


def told(where: Where) -> dict[str, str]:
    """What the environment of a process says whose board is this one: the same machine's."""
    if isinstance(where, Path):
        return {"BOARD_STORE": f"file:{where}"}
    from tests.support.lakes import url_of

    return {"BOARD_STORE": url_of(where), "BOARD_COPIES": str(where.root.parent)}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--lake", action="store_true", help="tests of a board alone, over a lake; those of a folder not")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if metafunc.definition.get_closest_marker("both_doors") and not metafunc.config.getoption("lake"):
        metafunc.parametrize("board", ["file", "lake"], indirect=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("lake"):
        items[:] = [i for i in items if i.path.parent.name in ASKED and _in_a_lake(i)]


def _in_a_lake(item: pytest.Item) -> bool:
    """Not those of the one server of all workers: a lake is a worker's own, and tests/store has servers over one."""
    fixtures = {*getattr(item, "fixturenames", ())}
    return bool({"laid", "lakes"} & fixtures) and "address" not in fixtures and not item.get_closest_marker("in_folder")


@pytest.fixture(scope="session")
def lakes(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Lakes"]:
    if why := lacks():
        pytest.skip(why)
    from tests.support import lakes

    with lakes.lakes(tmp_path_factory.mktemp("lakes")) as found:
        yield found


@pytest.fixture(scope="session")
def laid(request: pytest.FixtureRequest) -> Laid:
    return request.getfixturevalue("lakes") if request.config.getoption("lake") else FOLDER


@pytest.fixture(scope="session")
def sample_board(laid: Laid, made_once: Callable[[str, samples.Make], Path]) -> "Board":
    """One day of the sample, slots every 8 h. Shared: read it, never load into it (see own_board)."""
    return samples.opened(laid.shared(made_once("sample-short", samples.short), samples.pack()))


@pytest.fixture(scope="session")
def full_board(laid: Laid, made_once: Callable[[str, samples.Make], Path]) -> "Board":
    """The sample as `make run` shows it, all days and slots. Shared: read only."""
    return samples.opened(laid.shared(made_once("sample-full", samples.full), samples.pack()))


@pytest.fixture
def own_board(laid: Laid, made_once: Callable[[str, samples.Make], Path], tmp_path: Path) -> Iterator["Board"]:
    """A copy of the short sample that a test may load into, withdraw from and rebuild."""
    made = made_once("sample-short", samples.short)
    with closing(samples.opened(laid.own(made, samples.pack(), tmp_path / "board"))) as board:
        yield board


@pytest.fixture(scope="session")
def empty_store(made_once: Callable[[str, samples.Make], Path]) -> Path:
    """The folder of a store that holds nothing yet but its tables. Copy it: making one takes a second."""
    return made_once("empty", lambda folder: samples.opened(folder).loads())


@pytest.fixture
def empty_board(laid: Laid, empty_store: Path, tmp_path: Path) -> Iterator["Board"]:
    with closing(samples.opened(laid.own(empty_store, samples.pack(), tmp_path / "board"))) as board:
        yield board


@pytest.fixture(scope="session")
def tiny_store(made_once: Callable[[str, samples.Make], Path]) -> Path:
    """The same of a store of two small feeds (tests/store/tiny.py)."""
    from tests.store import tiny

    return made_once("tiny", lambda folder: tiny.board(folder).loads()) / "board"


@pytest.fixture
def board(request: pytest.FixtureRequest, laid: Laid, tiny_store: Path, tmp_path: Path) -> Iterator["Board"]:
    """Of two small feeds, empty, of one's own."""
    from tests.store import tiny

    if laid is FOLDER and getattr(request, "param", "") != "lake":
        where = laid.own(tiny_store, tiny.pack(), tmp_path / "board")
    else:
        where = request.getfixturevalue("lakes").empty(tmp_path / "board")
    with closing(tiny.opened(where)) as of:
        yield of
