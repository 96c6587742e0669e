"""The newcomer's walk of CONTRIBUTING: how many files lie between a tile and the file line, and how many one writes for
a line of work, a feed and a page. A language and an operation are one folder each: tests/pages/test_anywhere.py."""

import json
import os
import shutil
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import pytest

from data_pipeline.board.board import Board
from data_pipeline.core.clock import AsOf
from data_pipeline.declare import load_pack
from data_pipeline.trace import trace
from tests.store import tiny

ROOT = Path(__file__).parents[1]
BOARD, SQL = "page/", "queries/generated/"  # what the number page itself asks; what follows from declarations
OPENS = 6
PAGE_FILES = 4
LINE = """[[line]]
id = "visits"
zh = "走访"
en = "Visits"
feed = "counts"
sql = "visits"
unit = "household"
tier = "headline"
"""
LEDGER = """-- One row per district and slot: visits made, of 20 that are due every day.
select
    '' as item,
    ops_day,
    as_of,
    district_code,
    area_code,
    0 as carry_in,
    20 as new_due,
    done_today as done,
    0 as cancelled,
    20 - done_today as open,
    null::double as oldest_h,
    null::timestamp as deadline_at,
    received_at,
    told_at
from clean.counts
where kind = 'A'
"""
CLEAN = """-- One row per district and slot, as it stands there.
select s.*
from in_force.sandbags as s
"""

HOUSE = ("pages", "data_pipeline", "queries", ".streamlit")
PAGE = '''"""Rides: which districts still wait for a vehicle?"""

from data_pipeline.words import say
from pages.app.shell import desk
from pages.components.districts import districts
from pages.components.html import html
from pages.components.panel import Drawn
from pages.model.scene import Scene


def rides(scene: Scene) -> Drawn:
    return Drawn(html("<h1>{}</h1>{}", say(scene.lang, "rides.title"), districts(scene, scene.pack.lines["transfer"])))


desk("rides", rides)
'''
NEXT = '    ("outlook", "desk/outlook.py", False),\n'
PAGE_WORDS = {
    "zh": ("车次", "哪些区仍待派车？"),
    "en": ("Rides", "Which districts still wait for a vehicle?"),
}
LOOK = """
import json, os
from streamlit.testing.v1 import AppTest
from pages.app import person
from tests.support.drawn import component
person._peer = lambda: person.LOOPBACK
drawn = {}
for lang in ("zh", "en"):
    at = AppTest.from_file(os.path.abspath("pages/frame.py"), default_timeout=120)
    at.query_params["clock"], at.query_params["lang"] = "2022-04-06T16:45@0", lang
    at.switch_page("desk/rides.py").run()
    assert not at.exception, at.exception[0].stack_trace
    drawn[lang] = [component(at, name)["html"] for name in ("bar", "board")]
print(json.dumps(drawn))
"""


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """An operation of one feed, which counts households already."""
    own = Path(shutil.copytree(ROOT / "tests" / "packs" / "tiny", tmp_path / "pack"))
    with (own / "vocab.csv").open("a", encoding="utf-8") as vocab:
        vocab.write("unit,household,户,households\n")
    return own


def _write(pack: Path, files: dict[str, str]) -> int:
    for name, text in files.items():
        assert not (pack / name).exists()
        (pack / name).parent.mkdir(parents=True, exist_ok=True)
        (pack / name).write_text(text, "utf-8")
    return len(files)


@pytest.mark.parametrize("id", ["screening", "transfer", "quarantine", "issues", "key_hardship", "last100m"])
def test_from_a_tile_to_the_file_a_newcomer_opens_six_files_that_somebody_wrote(sample_board: Board, id: str) -> None:
    """The number page names them; those that are generated say of which declaration, and need not be read."""
    found = trace(
        sample_board, AsOf(date(2022, 4, 6), datetime(2022, 4, 6, 16), datetime(2022, 4, 6, 16, 45)), id, "310000"
    )
    assert found is not None
    written = [s.origin for s in found.chain if not s.origin.startswith(SQL)]
    assert len(written) <= OPENS, written
    assert all((ROOT / o).exists() or (sample_board.pack.root / o).exists() for o in written)


def test_a_line_of_work_is_two_files(pack: Path, tmp_path: Path) -> None:
    files = {"lines.toml": LINE, "queries/clean/counts.sql": CLEAN.replace("sandbags", "counts")}
    written = _write(pack, files | {"queries/line/visits.sql": LEDGER})
    of = Board(load_pack(pack), tmp_path / "board", isolated=False)
    tiny.send(of, tiny.counts(("14:00", tiny.EAST, "A", 5, 1), ("14:00", tiny.WEST, "A", 8, 1)), "14:10")
    rows = of.rows("page/day", tiny.at("14:20"), ops_day=date(2022, 4, 6), moment=tiny.at("14:20"))
    city = rows.loc[(rows["line"] == "visits") & (rows["level"] == "city")]
    assert city[["due", "done", "open"]].to_numpy().tolist() == [[40, 13, 27]]
    assert written - len(["the feed's own"]) == 2
    of.close()


def test_a_feed_is_two_files(pack: Path, tmp_path: Path) -> None:
    declared = (pack / "feeds" / "counts.toml").read_text("utf-8").replace('id = "counts"', 'id = "sandbags"')
    assert _write(pack, {"feeds/sandbags.toml": declared, "queries/clean/sandbags.sql": CLEAN}) == 2
    of = Board(load_pack(pack), tmp_path / "board", isolated=False)
    receipt = tiny.send(of, tiny.counts(("14:00", tiny.EAST, "A", 5, 1)), "14:10", feed="sandbags")
    assert receipt.status == "loaded"
    assert tiny.known(of, "select done_today from clean.sandbags") == [(5,)]
    of.close()


def _held(folder: Path) -> dict[str, bytes]:
    return {str(f.relative_to(folder)): f.read_bytes() for f in folder.rglob("*") if f.is_file() and f.suffix != ".pyc"}


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """The code alone, where a newcomer may write."""
    for name in HOUSE:
        shutil.copytree(ROOT / name, tmp_path / "house" / name, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "house"


def _drawn(house: Path, store: Path) -> dict[str, tuple[str, str]]:
    """Language -> the bar and the new page, in a process of its own that knows no other code."""
    own = {"BOARD_STORE": f"file:{store}", "PYTHONPATH": f"{house}{os.pathsep}{ROOT}"}
    done = subprocess.run(
        [sys.executable, "-c", LOOK], cwd=house, env=os.environ | own, capture_output=True, text=True, timeout=240
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.in_folder
def test_a_page_is_four_files_two_of_them_words(own_board: Board, house: Path) -> None:
    """Its script, its entry in the menu, and its words in two languages; it is drawn from these, in its frame."""
    before = _held(house)
    (house / "pages" / "desk" / "rides.py").write_text(PAGE, "utf-8")
    menu = house / "pages" / "model" / "menu.py"
    menu.write_text(menu.read_text("utf-8").replace(NEXT, f'    ("rides", "desk/rides.py", False),\n{NEXT}'), "utf-8")
    for lang, (name, title) in PAGE_WORDS.items():
        said = f'[page_name]\nrides = "{name}"\n\n[rides]\ntitle = "{title}"\n'
        (house / "data_pipeline" / "words" / lang / "rides.toml").write_text(said, "utf-8")
    drawn = _drawn(house, own_board.root)
    for lang, (name, title) in PAGE_WORDS.items():
        bar, board = drawn[lang]
        assert f">{name}<" in bar
        assert f"<h1>{title}</h1>" in board
        assert board.count("<tr data-key=") == len(own_board.pack.districts)
    written = {f for f, text in _held(house).items() if before.get(f) != text}
    assert len(written) == PAGE_FILES, written
