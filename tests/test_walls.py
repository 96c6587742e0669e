"""The walls of the house, by machine and without exceptions: who may import whom, and which table a query may read."""

import re
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from data_pipeline.query.tables import tables
from data_pipeline.words import catalogue
from tests.support.walls import (
    CJK,
    ROOT,
    SQL,
    functions,
    identifiers,
    imports,
    literals,
    modules,
    name,
    names_used,
    reaches,
    runs_on,
    statements,
)

QUERIES = sorted((ROOT / "queries").glob("*/*.sql"))
HAND_WRITTEN = [f for f in QUERIES if f.parent.name not in ("raw", "generated")]
FORBIDDEN = re.compile(
    r"\basof\s+join\b|\btime_bucket\b|\bpivot\b|\bfrom\s+generate_series\b|\bmode\s*\(|\bas\s+at\b", re.I
)
LONGEST = 80  # lines of a query
RULE = "in_force.rule"  # the operation's own rules, which every layer goes by
MAY_READ = {
    "in_force": {"ref"},
    "ref": {"ref", "meta"},
    "meta": {"meta"},
    "store": {"raw", "known", "meta"},
    "clean": {"known", "in_force", "ref"},
    "line": {"clean", "ref"},
    "gauge": {"clean", "line", "gauge", "ref"},
    "beside": {"clean", "ref"},
    "mart": {"clean", "mart", "ref", "meta"},
    "page": {"mart", "ref"},
    "nation": {"rollups", "standing", "published", "worked_out"},
    "check": {"raw", "known", "clean", "mart", "ref", "meta"},
}
# what these write from the declarations is held to queries/generated/ and queries/raw/
GENERATES = {
    "data_pipeline/store/diff/steps.py",
    "data_pipeline/trace/past.py",
    "data_pipeline/trace/sources.py",
    "data_pipeline/store/tables/checked.py",
    "data_pipeline/store/tables/engine.py",
    "data_pipeline/store/tables/in_force.py",
    "data_pipeline/store/tables/schema.py",
    "data_pipeline/store/tables/shapes.py",
}
# lines of SQL that stand in other modules: tables made, rows put in, settings, and questions about columns that a file
# or a feed has. It only ever gets less: a question that can be written down is a file of its own.
SQL_LINES = {
    "data_pipeline/board/reader.py": 1,
    "data_pipeline/intake/history.py": 1,
    "data_pipeline/intake/judge.py": 4,
    "data_pipeline/outbox/kept.py": 13,
    "data_pipeline/query/connect.py": 1,
    "data_pipeline/query/tables.py": 1,
    "data_pipeline/store/audit/state_hash.py": 2,
    "data_pipeline/store/diff/effect.py": 15,
    "data_pipeline/store/diff/trail.py": 6,
    "data_pipeline/store/lake/database.py": 4,
    "data_pipeline/store/lake/ledger.py": 9,
    "data_pipeline/store/lake/notes.py": 2,
    "data_pipeline/store/lake/turn.py": 4,
    "data_pipeline/store/lake/state.py": 1,
    "data_pipeline/store/log/downloads.py": 3,
    "data_pipeline/store/log/duties.py": 5,
    "data_pipeline/store/log/state.py": 14,
    "data_pipeline/store/snapshot/copied.py": 6,
    "data_pipeline/store/snapshot/entered.py": 6,
    "data_pipeline/store/snapshot/parts.py": 1,
    "data_pipeline/store/snapshot/worked_out.py": 1,
    "data_pipeline/store/snapshot/table_cache.py": 4,
    "data_pipeline/store/tables/apply.py": 1,
    "data_pipeline/store/tables/checks.py": 3,
    "data_pipeline/store/tables/draft.py": 1,
    "data_pipeline/store/tables/load.py": 2,
    "data_pipeline/store/tables/reference.py": 1,
    "data_pipeline/store/tables/targets.py": 9,
    "data_pipeline/store/tables/views.py": 1,
    "data_pipeline/trace/bench.py": 23,
    "data_pipeline/trace/make.py": 2,
    "data_pipeline/trace/rows.py": 6,
}
CODE_WORDS = {"told", "pulse"}
MOST = 5  # parameters of a function
# what is still above it. It only ever gets less
ABOVE = {
    ("data_pipeline/store/log/undo.py", "_change"),
    ("data_pipeline/store/snapshot/snapshots.py", "cut"),
}
# each room stands on those before it
COMPUTING = (
    "words",
    "core",
    "declare",
    "query",
    "intake",
    "forecast",
    "judge",
    "store",
    "access",
    "board",
    "propose",
    "outlook",
    "actions",
    "doubts",
    "nation",
    "publish",
    "sentences",
    "trace",
    "targets",
    "outbox",
    "brief",
    "sample",
    "channels",
    "alarm",
    "backup",
    "cli",
)
DRAWING = ("model", "components", "views", "app", "offline", "desk", "wall", "server")
# rooms of the intake that read what people type in Chinese
READS_CHINESE = (
    "data_pipeline/intake/",
    "data_pipeline/propose/",
    "data_pipeline/sample/",
    "data_pipeline/pack/",
    "data_pipeline/words/places.py",
)


def _offenders(files: list[Path], package: str) -> list[str]:
    return [name(f) for f in files if reaches(f, package)]


@pytest.mark.parametrize("package", ["streamlit", "plotly", "pydeck", "pages", "app"])
def test_what_computes_never_imports_what_draws(package: str) -> None:
    assert _offenders(modules("data_pipeline"), package) == []


def test_what_draws_never_imports_duckdb_and_holds_no_sql() -> None:
    drawing = modules("pages", "app.py")
    assert _offenders(drawing, "duckdb") == []
    assert [(name(f), line) for f in drawing for line, text in literals(f) if SQL.match(text)] == []


def test_pages_never_import_each_other() -> None:
    for room in ("pages.desk", "pages.wall"):
        assert _offenders(modules("pages", "app.py", "data_pipeline"), room) == []


def test_only_the_kits_room_and_page_scripts_meet_the_framework() -> None:
    drawing = modules("pages/model", "pages/components", "pages/views")
    assert drawing
    assert _offenders(drawing, "streamlit") == []


def test_views_know_nothing_of_one_another() -> None:
    views = modules("pages/views")
    others = [
        (name(f), i)
        for f in views
        for i in imports(f)
        if i.startswith("pages.views.") and i.split(".")[2] != f.relative_to(ROOT / "pages" / "views").parts[0]
    ]
    assert others == []


@pytest.mark.parametrize("rooms", [COMPUTING, DRAWING], ids=["data_pipeline", "pages"])
def test_imports_run_downward(rooms: tuple[str, ...]) -> None:
    """A room stands on those named before it, and on no other."""
    home = "data_pipeline" if rooms is COMPUTING else "pages"
    held = {f.stem if f.is_file() else f.name for f in (ROOT / home).iterdir() if (f / "__init__.py").exists()}
    assert held == set(rooms), "every room has its place in the order"
    place = {room: n for n, room in enumerate(rooms)}
    upward = [
        (name(f), i)
        for room in rooms
        for f in modules(f"{home}/{room}")
        for i in runs_on(f)
        if i.startswith(f"{home}.") and place.get(i.split(".")[1], -1) > place[room]
    ]
    assert upward == []


def test_no_two_modules_need_each_other() -> None:
    """Packages gather what they hold, and are left out."""
    files = [f for f in modules("data_pipeline", "pages") if f.stem != "__init__"]
    named = {name(f).removesuffix(".py").replace("/", "."): f for f in files}
    needs = {of: {i for i in runs_on(f) if i in named and i != of} for of, f in named.items()}
    tuple(TopologicalSorter(needs).static_order())  # raises CycleError, and names the circle


@pytest.mark.parametrize("file", HAND_WRITTEN, ids=lambda f: f"{f.parent.name}/{f.stem}")
def test_a_query_reads_only_the_layer_below(file: Path) -> None:
    layer, read = file.parent.name, tables(file.read_text("utf-8"))
    assert {t for t in read if t.split(".")[0] not in MAY_READ[layer] and t != RULE} == set()
    if layer == "clean":  # its own feed: clean/transfer.sql, clean/transfer_outcome.sql
        (feed,) = {t.split(".")[1] for t in read if not t.startswith("ref.")}
        assert file.stem.startswith(feed)


@pytest.mark.parametrize("file", HAND_WRITTEN, ids=lambda f: f"{f.parent.name}/{f.stem}")
def test_a_query_is_one_select_that_says_what_a_row_is(file: Path) -> None:
    text = file.read_text("utf-8")
    assert text.startswith("-- One row ")
    assert not FORBIDDEN.search(text)
    assert len(text.splitlines()) <= LONGEST
    tables(text)  # raises unless it is exactly one SELECT
    if file.parent.name == "page":
        assert re.search(r"^order by ", text, re.M), "rows of a page have an order of their own"


def test_no_more_sql_stands_in_python_than_is_counted() -> None:
    held = {name(f): sum(lines for lines, _ in statements(f)) for f in modules("data_pipeline")}
    others = {module: lines for module, lines in held.items() if lines and module not in GENERATES}
    assert others == SQL_LINES


def test_only_these_open_a_database() -> None:
    opening = {name(f) for f in modules("data_pipeline", "pages", "app.py") if "duckdb.connect" in names_used(f)}
    assert opening <= {
        "data_pipeline/query/connect.py",
        "data_pipeline/intake/engine.py",
        "data_pipeline/query/tables.py",
    }


def test_only_one_module_begins_threads() -> None:
    begin = {"threading.Thread", "threading.Timer", "concurrent.futures.ThreadPoolExecutor"}
    ours = modules("data_pipeline", "pages", "app.py")
    assert {name(f) for f in ours if begin & (imports(f) | names_used(f))} == {"data_pipeline/core/threads.py"}


def test_one_reader_of_the_environment() -> None:
    reading = [
        name(f) for f in modules("data_pipeline", "pages", "app.py") if {"os.environ", "os.getenv"} & names_used(f)
    ]
    below = "data_pipeline/words/language.py"  # sentences are needed before there are settings
    assert reading == ["data_pipeline/core/settings.py", below]


def test_one_clock() -> None:
    told = {"time.time", "datetime.now", "datetime.today", "date.today", "datetime.utcnow"}
    reading = [name(f) for f in modules("data_pipeline", "pages", "app.py") if told & names_used(f)]
    assert reading == ["data_pipeline/core/clock.py"]


def test_both_languages_have_the_same_sentences() -> None:
    assert catalogue("zh").keys() == catalogue("en").keys()


def test_no_chinese_sentence_stands_outside_the_catalogue() -> None:
    outside = [f for f in modules("data_pipeline", "pages", "app.py") if not name(f).startswith(READS_CHINESE)]
    assert [(name(f), line, text) for f in outside for line, text in literals(f) if CJK.search(text)] == []


def test_declarations_are_inert() -> None:
    held = {f.suffix for f in (ROOT / "data_pipeline" / "pack").rglob("*") if f.is_file()}
    assert held <= {".toml", ".csv", ".geojson", ".md", ".sql"}


def test_tables_of_the_kit_are_drawn_in_one_place() -> None:
    """A number, a share, a time, a state and a link look alike on every page."""
    drawing = {"st.dataframe", "st.data_editor", "st.table", "st.column_config"}
    using = {name(f) for f in modules("pages", "app.py") if drawing & names_used(f)}
    assert using == {"pages/app/data_table.py"}


def test_no_function_has_a_sixth_parameter() -> None:
    """What belongs together is one value. A command of the command line is its options, and hands them on."""
    above = {
        (name(f), of)
        for f in modules("data_pipeline", "pages", "app.py")
        for of, given in functions(f)
        if len(given) > MOST and not (given[0].arg == "ctx" and name(f).startswith("data_pipeline/cli/"))
    }
    assert above == ABOVE


def test_words_of_the_code_alone_are_no_names() -> None:
    """A name says what a thing is: a report, a sentence, the data version."""
    rooms = [f"data_pipeline/{room}" for room in COMPUTING if room != "store"]
    named = {name(f) for f in modules(*rooms, "pages") if identifiers(f) & CODE_WORDS}
    assert named <= {"data_pipeline/alarm/memory.py"}  # a column of the state that every store has
