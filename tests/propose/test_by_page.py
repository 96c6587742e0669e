"""The page of a new operation: the same pack as `pack new` by hand, a look that keeps nothing, its authority."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from data_pipeline.access.permission import NOBODY, Person
from data_pipeline.board.board import Board
from data_pipeline.cli import main
from data_pipeline.cli.exits import Exits
from data_pipeline.core.errors import BoardError
from data_pipeline.core.settings import own_pack, own_store
from data_pipeline.declare import load_pack
from data_pipeline.propose import guarded
from data_pipeline.propose.answers import Answers
from data_pipeline.propose.guarded import TRIED, GuardedOperations
from data_pipeline.propose.worker import JOBS
from data_pipeline.words import LANGUAGES, Places, calling, say
from pages.app.operation.form import Given
from pages.app.operation.scene import drawn
from pages.components.theme import THEMES
from tests.support.drawn import components, script, words_of

SHEET = (
    b"ward,date,time,due,done,note\n"
    b"North,2025-03-01,08:00,100,20,\nSouth,2025-03-01,08:00,50,25,\n"
    b"North,2025-03-01,10:00,100,60,\nSouth,2025-03-01,10:00,50,50,\n"
)
FILES = (("wards.csv", SHEET),)
CHIEF = Person("Wang", "analyst")
TYPED = {"title": "病区|Wards", "deadline": "20:00", "slots": "8,10,12", "meetings": "9", "zone": "Europe/Rome"}


class InPlace:
    """The jobs of the process that reads sheets, without it."""

    starts = 0

    def call(self, job: str, *given: object) -> object:
        return JOBS[job](None, *given)


@pytest.fixture(autouse=True)
def _own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setenv("BOARD_OWN", str(tmp_path / "own"))
    monkeypatch.setattr(guarded, "READS", InPlace())
    yield
    TRIED.clear()


def _state(store: Path, pack: Path) -> str:
    with closing(Board(load_pack(pack), store)) as of:
        return of.state_hash()


def _pictures(store: Path, pack: Path) -> list[str]:
    """The command page and its figures in each language and theme, as the browser gets them."""
    with closing(Board(load_pack(pack), store)) as of:
        looks = [SimpleNamespace(lang=lang, theme=theme) for lang in LANGUAGES for theme in THEMES]
        pages = [drawn(of, "replay:2025-03-01T10:05@0", look)[1] for look in looks]  # type: ignore[arg-type]
    return [part for page in pages for part in (str(page.html), json.dumps(page.specs, default=str))]


def _files(folder: Path) -> dict[str, bytes]:
    return {str(f.relative_to(folder)): f.read_bytes() for f in folder.rglob("*") if f.is_file()}


def test_the_page_and_the_command_line_make_the_same_operation(tmp_path: Path) -> None:
    """Every file of the pack, byte by byte, the state hash of the store, and every picture of the command page."""
    sheet = tmp_path / "wards.csv"
    sheet.write_bytes(SHEET)
    by_hand = tmp_path / "hand"
    options = [x for q, text in TYPED.items() for x in (f"--{q}", text)]
    to = ["--to", str(by_hand / "pack"), "--store", str(by_hand / "store")]
    options += ["--column", "due=skip", "--plan", "done=300"]
    assert main(["pack", "new", "wards", str(sheet), *options, *to]) == Exits.DONE
    given = Given("wards", TYPED, {"due": "skip"}, {"done": "300"})
    kept = GuardedOperations(CHIEF).keep("wards", FILES, given.answers("", 2025))
    assert (kept.folder, kept.store) == (own_pack("wards"), own_store("wards"))
    assert _files(kept.folder) == _files(by_hand / "pack")
    assert _state(kept.store, kept.folder) == _state(by_hand / "store", by_hand / "pack")
    pictures = _pictures(kept.store, kept.folder)
    assert pictures == _pictures(by_hand / "store", by_hand / "pack")
    assert all("matrix" in page for page in pictures[::2])


def test_a_look_keeps_nothing_and_what_it_made_goes(tmp_path: Path) -> None:
    tried = GuardedOperations(CHIEF).trial("wards", FILES, Answers(year=2025))
    assert tried.board is not None
    assert tried.of.made is not None
    assert tried.of.made.rows == 4
    roles = {c.header: c.role for c in tried.of.sheets[0].columns}
    assert roles == {"ward": "area", "date": "day", "time": "moment", "due": "due", "done": "done", "note": "skip"}
    assert not (tmp_path / "own").exists()
    tried.over()
    assert not tried.folder.exists()


@pytest.mark.parametrize(
    ("text", "code", "column"),
    [
        ("date,done\n2025-03-01,4\n2025-03-02,5\n", "sheet_no_area", "date"),
        ("ward,due,done\nA,4,2\nB,5,1\n", "sheet_no_day", "ward"),
    ],
)
def test_where_no_board_can_be_made_the_columns_can_still_be_named(text: str, code: str, column: str) -> None:
    tried = GuardedOperations(CHIEF).trial("x", (("a.csv", text.encode()),), Answers(year=2025))
    assert tried.board is None
    assert tried.of.why is not None
    assert tried.of.why[0] == code
    assert column in {c.header for c in tried.of.sheets[0].columns}
    assert all(BoardError(code, **tried.of.why[1]).sentence(lang) for lang in LANGUAGES)


@pytest.mark.parametrize("person", [NOBODY, NOBODY.named("x"), Person("e", "analyst", None, frozenset({"A"})),
                                    Person("f", "analyst", frozenset({"counts"}))])  # fmt: skip
def test_who_may_not_make_an_operation_makes_none(person: Person, tmp_path: Path) -> None:
    of = GuardedOperations(person)
    for do in (of.trial, of.keep, lambda *_: of.train(Path("wards"))):
        with pytest.raises(BoardError) as why:
            do("wards", FILES, Answers(year=2025))
        assert why.value.code in ("may_viewer", "may_operation")
    assert not (tmp_path / "own").exists()


def test_a_name_that_is_taken_is_never_written_over() -> None:
    of = GuardedOperations(CHIEF)
    kept = of.keep("wards", FILES, Answers(year=2025))
    before = _files(kept.folder)
    for name, code in (("wards", "pack_there"), ("../wards", "pack_name"), ("shanghai-2022", "pack_there")):
        with pytest.raises(BoardError) as why:
            of.keep(name, FILES, Answers(year=2025))
        assert why.value.code == code
    assert _files(kept.folder) == before


def test_words_for_places_hold_within_a_look_and_not_beyond_it() -> None:
    own = Places("乡镇", "township", "townships", "全县", "the county")
    with calling(own):
        assert "no township has" in say("en", "command.empty_lead", clock="")
        assert "乡镇" in say("zh", "command.empty_lead", clock="")
    assert "no district has" in say("en", "command.empty_lead", clock="")


def _page(monkeypatch: pytest.MonkeyPatch, lang: str, file: str = "wards.csv", data: bytes = SHEET) -> AppTest:
    from pages.app import person

    monkeypatch.setattr(person, "_peer", lambda: person.LOOPBACK)
    at = script("desk/operation.py")
    at.query_params["lang"] = lang
    at.run()
    at.text_input(key="name_typed").set_value("Wang").run()
    at.file_uploader[0].set_value((file, data, "text/csv")).run()
    assert not at.exception, at.exception[0].message
    return at


def test_who_may_only_look_has_nothing_to_drop_sheets_on(empty_board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    from pages.app import person

    monkeypatch.setattr(person, "_peer", lambda: "10.0.0.7")
    at = script("desk/operation.py").run()
    assert not at.exception
    assert len(at.file_uploader) == 0
    assert len(at.button) == 0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_from_drop_to_kept_by_the_page(
    empty_board: Board, monkeypatch: pytest.MonkeyPatch, lang: str, tmp_path: Path
) -> None:
    at = _page(monkeypatch, lang)
    tried = next(c for c in components(at, "board") if c["part"] == "trial-board")
    assert "110" in words_of(tried["html"])  # done of 150 due, before anything is kept
    assert not (tmp_path / "own").exists()
    at.text_input(key=next(k for x in at.text_input if (k := str(x.key)).endswith("-deadline"))).set_value("20:00")
    next(b for b in at.button if str(b.key).endswith("-show")).click().run()
    at.button(key="keep").click().run()
    assert not at.exception
    assert "make run OPERATION=wards" in " ".join(c.value for c in at.code)
    assert load_pack(own_pack("wards")).lines["done"].deadline == "20:00"
    assert len(at.text_input) <= 12, "questions, the name of the person included"
