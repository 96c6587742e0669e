"""Every package is pinned exactly, and what must agree agrees."""

import ast
import re
import sys
from importlib.metadata import packages_distributions, version
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PIN = re.compile(r"[A-Za-z0-9._-]+(\[[a-z]+\])?==[A-Za-z0-9.]+")
FILES = sorted(f.name for f in ROOT.glob("requirements*.txt"))
# imported only where somebody names a bucket, a lake or Spark
EXTRA = ("requirements-s3.txt", "requirements-lake.txt", "requirements-spark.txt")
OURS = {"app", "pages", "data_pipeline", "tests"}
# Come with streamlit, whose routes are written in it, and with pydantic, whose errors are made there.
THROUGH = {"starlette": "streamlit", "uvicorn": "streamlit", "pydantic_core": "pydantic"}
# Of the spreadsheet program, whose own Python runs tests/intake/office/through.py.
PROGRAMS = {"uno", "com"}


def requirements(name: str) -> list[str]:
    lines = (line.split("#")[0].strip() for line in (ROOT / name).read_text("utf-8").splitlines())
    return [line for line in lines if line]


def pinned(*names: str) -> dict[str, str]:
    lines = [line for name in names for line in requirements(name) if not line.startswith("-r ")]
    return dict(re.sub(r"\[.*\]", "", line.lower().replace("_", "-")).split("==") for line in lines)


@pytest.mark.parametrize("name", FILES)
def test_every_line_is_an_exact_pin(name: str) -> None:
    assert [x for x in requirements(name) if not x.startswith("-r ") and not PIN.fullmatch(x)] == []


@pytest.mark.parametrize("name", FILES)
def test_no_file_names_a_package_index(name: str) -> None:
    assert "://" not in (ROOT / name).read_text("utf-8")
    assert not any(line.startswith("-") and not line.startswith("-r ") for line in requirements(name))


def test_the_two_lines_of_the_engine_are_two() -> None:
    lines = [pinned(name)["duckdb"].split(".")[0] for name in ("requirements.txt", "requirements-engine.txt")]
    assert len({*lines}) == 2


def test_what_runs_is_what_is_pinned() -> None:
    """Of the engine, either of its two lines."""
    pins = pinned("requirements.txt", "requirements-dev.txt", *EXTRA)
    other = pins | pinned("requirements-engine.txt")
    assert {name: version(name) for name in pins} in (pins, other)


@pytest.mark.parametrize(
    ("folders", "files"),
    [
        (("app.py", "pages", "data_pipeline"), ("requirements.txt", *EXTRA)),
        (("tests",), ("requirements.txt", "requirements-dev.txt", "requirements-peers.txt", *EXTRA)),
    ],
)
def test_everything_imported_is_pinned(folders: tuple[str, ...], files: tuple[str, ...]) -> None:
    owners = packages_distributions()
    pins = pinned(*files)
    loose = set()
    for module in imports(folders) - OURS - PROGRAMS - sys.stdlib_module_names:
        names = {n.lower().replace("_", "-") for n in owners.get(module, [module])} | {THROUGH.get(module, "")}
        if not names & pins.keys():
            loose.add(module)
    assert loose == set()


def test_extras_are_asked_for_in_few_places() -> None:
    """Whoever names no bucket, no lake and not Spark never meets them."""
    found = {
        f.relative_to(ROOT / "data_pipeline").as_posix()
        for f in (ROOT / "data_pipeline").rglob("*.py")
        if re.search(r"^\s*(import|from) (obstore|psycopg|psycopg_pool|pyspark)\b", f.read_text("utf-8"), re.M)
    }
    assert list(pinned(*EXTRA)) == ["obstore", "psycopg", "psycopg-pool", "pyspark", "py4j"]
    assert {name for name in found if not name.startswith("store/lake/")} == {"backup/bucket.py", "nation/spark.py"}


def imports(folders: tuple[str, ...]) -> set[str]:
    """Top-level names imported by the Python files below these paths."""
    files = [f for name in folders for f in ([ROOT / name] if name.endswith(".py") else (ROOT / name).rglob("*.py"))]
    names: set[str] = set()
    for file in files:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.split(".")[0])
    return names
