"""Two small cities and what they published, made once."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from data_pipeline.nation.anew import Stored
from data_pipeline.nation.rollups import Rollups
from tests.support import cities
from tests.support.samples import Make

ONE, OTHER = "330000", "340000"
Stores = dict[str, Stored]


def stored(home: Path) -> Stores:
    return {code: Stored(home / f"pack-{code}", f"file:{home / code}") for code in (ONE, OTHER)}


@pytest.fixture(scope="session")
def home(made_once: Callable[[str, Make], Path]) -> Path:
    def make(folder: Path) -> None:
        own = [cities.city(folder, code, done) for code, done in ((ONE, 4), (OTHER, 7))]
        cities.publish_all(Rollups(folder / "nation"), own)

    return made_once("two-cities", make)


@pytest.fixture
def stores(home: Path) -> Stores:
    """To read: where each city's rows lie."""
    return stored(home)


@pytest.fixture
def published(home: Path, tmp_path: Path) -> Rollups:
    """A copy of what both published, to change."""
    return Rollups(Path(shutil.copytree(home / "nation", tmp_path / "nation")))
