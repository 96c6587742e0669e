"""What a query answers holds about as much memory as it has rows."""

import ctypes
import subprocess
import sys

import pytest

from data_pipeline.query.connect import Limits, open_scratch
from data_pipeline.query.fetched import fetched
from tests.support.walls import ROOT, imports, modules, name

ROWS = "select range as i, range * 1.5 as f, 'abc' || range as s, timestamp '2022-04-06' as t from range(700)"


class Heap(ctypes.Structure):
    _fields_ = [
        (n, ctypes.c_size_t)
        for n in (
            "arena",
            "ordblks",
            "smblks",
            "hblks",
            "hblkhd",
            "usmblks",
            "fsmblks",
            "uordblks",
            "fordblks",
            "keepcost",
        )
    ]


def taken_mb() -> float:
    """By the C library's own count, whether it was touched or not."""
    libc = ctypes.CDLL(None)
    if not hasattr(libc, "mallinfo2"):
        pytest.skip("only glibc counts what it gave out")
    libc.mallinfo2.restype = Heap
    heap = libc.mallinfo2()
    return (heap.uordblks + heap.hblkhd) / 1e6


@pytest.mark.skipif(sys.platform != "linux", reason="only glibc counts what it gave out")
def test_rows_that_are_kept_take_no_more_room_than_they_need() -> None:
    connection = open_scratch(Limits(threads=1))
    fetched(connection.execute(ROWS)).to_pandas()
    before = taken_mb()
    kept = [fetched(connection.execute(ROWS)).to_pandas() for _ in range(20)]
    assert len(kept[0]) == 700
    assert (taken_mb() - before) / len(kept) < 2  # 36 each by the database's own measure


def test_an_answer_is_fetched_without_a_word() -> None:
    """DuckDB 2 warns of a copy; where a server's messages go, that would stand first."""
    parts = "from data_pipeline.query import connect, fetched"
    asked = f"{parts}; fetched.fetched(connect.open_scratch(connect.Limits()).execute('select 1'))"
    done = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_nobody_fetches_but_through_it() -> None:
    ours = [f for f in modules("data_pipeline", "pages", "app.py") if f != ROOT / "data_pipeline/query/fetched.py"]
    assert [name(f) for f in ours if ".to_arrow_table(" in f.read_text("utf-8")] == []


def test_no_answer_is_left_half_read() -> None:
    """DuckDB 2 refuses what is asked next of a connection whose last answer was not read to its end."""
    of_others = {"sqlite3", "psycopg", "psycopg_pool"}  # databases of their own
    ours = [f for f in modules("data_pipeline", "pages") if not of_others & {i.split(".")[0] for i in imports(f)}]
    assert [name(f) for f in ours if "fetchone" in f.read_text("utf-8")] == []
