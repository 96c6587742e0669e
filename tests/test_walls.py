"""The walls of the house, by machine and without exceptions: who may import whom, and which table a query may read."""

import re
from pathlib import Path

import pytest

from data_pipeline.query.tables import tables
from data_pipeline.words import catalogue
from tests.support.walls import CJK, ROOT, SQL, imports, literals, modules, name, names_used, reaches

QUERIES = sorted((ROOT / "queries").glob("*/*.sql"))
HAND_WRITTEN = [f for f in QUERIES if f.parent.name != "raw"]
FORBIDDEN = re.compile(
    r"\basof\s+join\b|\btime_bucket\b|\bpivot\b|\bfrom\s+generate_series\b|\bmode\s*\(|\bas\s+at\b", re.I
)
MAY_READ = {
    "clean": {"known", "standing", "ref"},
    "line": {"clean", "ref"},
    "gauge": {"clean", "line", "gauge", "ref"},
    "mart": {"clean", "mart", "ref", "meta"},
    "page": {"mart", "ref"},
    "check": {"raw", "known", "clean", "mart", "ref", "meta"},
}
# rooms of the intake that read what people type in Chinese
READS_CHINESE = ("data_pipeline/intake/", "data_pipeline/sample/", "data_pipeline/pack/")


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


def test_parts_draw_without_the_framework_and_without_a_page() -> None:
    parts = modules("pages/parts")
    assert parts
    assert _offenders(parts, "streamlit") == []
    assert [name(f) for f in parts if any(i.split(".")[:2] == ["pages", "desk"] for i in imports(f))] == []


@pytest.mark.parametrize("file", HAND_WRITTEN, ids=lambda f: f"{f.parent.name}/{f.stem}")
def test_a_query_reads_only_the_layer_below(file: Path) -> None:
    layer, read = file.parent.name, tables(file.read_text("utf-8"))
    assert {t for t in read if t.split(".")[0] not in MAY_READ[layer]} == set()
    if layer == "clean":  # its own feed: clean/transfer.sql, clean/transfer_outcome.sql
        (feed,) = {t.split(".")[1] for t in read if not t.startswith("ref.")}
        assert file.stem.startswith(feed)


@pytest.mark.parametrize("file", HAND_WRITTEN, ids=lambda f: f"{f.parent.name}/{f.stem}")
def test_a_query_is_one_select_that_says_what_a_row_is(file: Path) -> None:
    text = file.read_text("utf-8")
    assert text.startswith("-- One row ")
    assert not FORBIDDEN.search(text)
    tables(text)  # raises unless it is exactly one SELECT
    if file.parent.name == "page":
        assert re.search(r"^order by ", text, re.M), "rows of a page have an order of their own"


def test_only_these_open_a_database() -> None:
    opening = {name(f) for f in modules("data_pipeline", "pages", "app.py") if "duckdb.connect" in names_used(f)}
    assert opening <= {
        "data_pipeline/store/connect.py",
        "data_pipeline/intake/engine.py",
        "data_pipeline/query/tables.py",
    }


def test_only_one_module_begins_threads() -> None:
    begin = {"threading.Thread", "threading.Timer", "concurrent.futures.ThreadPoolExecutor"}
    ours = modules("data_pipeline", "pages", "app.py")
    assert {name(f) for f in ours if begin & (imports(f) | names_used(f))} == {"data_pipeline/threads.py"}


def test_one_reader_of_the_environment() -> None:
    reading = [
        name(f) for f in modules("data_pipeline", "pages", "app.py") if {"os.environ", "os.getenv"} & names_used(f)
    ]
    assert reading == ["data_pipeline/settings.py"]


def test_one_clock() -> None:
    told = {"time.time", "datetime.now", "datetime.today", "date.today", "datetime.utcnow"}
    reading = [name(f) for f in modules("data_pipeline", "pages", "app.py") if told & names_used(f)]
    assert reading == ["data_pipeline/clock.py"]


def test_both_languages_have_the_same_sentences() -> None:
    assert catalogue("zh").keys() == catalogue("en").keys()


def test_no_chinese_sentence_stands_outside_the_catalogue() -> None:
    outside = [f for f in modules("data_pipeline", "pages", "app.py") if not name(f).startswith(READS_CHINESE)]
    assert [(name(f), line, text) for f in outside for line, text in literals(f) if CJK.search(text)] == []


def test_declarations_are_inert() -> None:
    held = {f.suffix for f in (ROOT / "data_pipeline" / "pack").rglob("*") if f.is_file()}
    assert held <= {".toml", ".csv", ".geojson", ".md", ".sql"}
