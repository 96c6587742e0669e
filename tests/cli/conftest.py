"""Commands run in this process, on a store of their own."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from data_pipeline.board import board as board_module
from data_pipeline.board.board import Board
from data_pipeline.cli import main
from data_pipeline.declare.describe import sample_row
from data_pipeline.store.doors import folder_of
from tests.support.doors import Laid, told
from tests.support.samples import in_process, opened, pack, packed


@dataclass(frozen=True)
class Answer:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Answer]


@pytest.fixture
def store(laid: Laid, empty_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of this test's store, or of this machine's copies of it; nothing has been received yet."""
    where = laid.own(empty_store, pack(), tmp_path / "board")
    for name, said in told(where).items():
        monkeypatch.setenv(name, said)
    monkeypatch.setattr(board_module, "Board", in_process(Board))
    monkeypatch.setattr(board_module, "load_pack", packed)
    board_module.board.cache_clear()
    return folder_of(where)


@pytest.fixture
def run(store: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """run("load", …) as typed in a shell, in English unless the words say otherwise."""

    def run(*words: object, lang: str = "en") -> Answer:
        capsys.readouterr()
        code = main([*map(str, words), "--lang", lang])
        said = capsys.readouterr()
        return Answer(code, said.out, said.err)

    return run


@pytest.fixture
def state(store: Path) -> Callable[[], str]:
    """What the store knows, as one word. `verify` says it too, after checking all there is (test_store.py)."""
    return lambda: opened(board_module.store_of()).state_hash()


@pytest.fixture
def transfer(tmp_path: Path) -> Callable[..., Path]:
    """transfer(name, {column: value}, …): a CSV of the feed's example row, once per dict of differences."""

    def make(name: str = "transfer.csv", *differences: dict[str, str]) -> Path:
        feed = pack().feeds["transfer"]
        rows = [sample_row(feed, pack()) | d for d in differences or ({},)]
        path = tmp_path / name
        path.write_text(_csv([c.zh for c in feed.columns], [list(r.values()) for r in rows]), "utf-8")
        return path

    return make


def _csv(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows([header, *rows])
    return out.getvalue()
