"""A store of two small feeds for each test: behind both doors where a test is marked so."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from data_pipeline.board.board import Board
from tests.store import tiny
from tests.support.services import lacks

if TYPE_CHECKING:
    from tests.support.lakes import Lakes


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "board" not in metafunc.fixturenames:
        return
    marked = metafunc.definition.get_closest_marker
    if metafunc.config.getoption("lake") and not marked("in_folder"):
        metafunc.parametrize("board", ["lake"], indirect=True)
    elif marked("both_doors"):
        metafunc.parametrize("board", ["file", "lake"], indirect=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("lake"):
        items[:] = [i for i in items if {"lake", "lakes"} & {*getattr(i, "fixturenames", ()), *_params(i)}]


def _params(item: pytest.Item) -> list[object]:
    of = getattr(item, "callspec", None)
    return [of.params["board"]] if of and "board" in of.params else []


@pytest.fixture(scope="session")
def lakes(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Lakes"]:
    if why := lacks():
        pytest.skip(why)
    from tests.support import lakes

    with lakes.lakes(tmp_path_factory.mktemp("lakes")) as found:
        yield found


@pytest.fixture
def board(request: pytest.FixtureRequest, tiny_store: Path, tmp_path: Path) -> Iterator[Board]:
    if getattr(request, "param", "file") == "lake":
        from tests.support.lakes import opened

        of = opened(request.getfixturevalue("lakes").empty(tmp_path / "board"))
    else:
        shutil.copytree(tiny_store, tmp_path / "board")
        of = tiny.board(tmp_path)
    yield of
    of.close()
