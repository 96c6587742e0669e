"""What is too big, too wide or no table at all is turned away before it costs anything."""

import sys
import tracemalloc

import pytest

from data_pipeline.intake import layout, peek, shape
from tests.intake.sheets import ZH, look, rows, sheet, unreadable
from tests.support.samples import pack

MB = 1 << 20


def refused(data: bytes) -> str:
    found = look(data)
    assert found.report.balanced
    return unreadable(found)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\n\n  \n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"PAR1" + b"x" * 100, "foreign"),
        (b"\x1f\x8b\x08" + b"x" * 100, "foreign"),
        (b"%PDF-1.7", "foreign"),
        (b"\x89PNG\r\n", "foreign"),
        (b"<html><table><tr><td>1</td></tr></table>", "web_page"),
        (b"SQLite format 3\x00", "foreign"),
        (b"x" * (2 * MB), "line_too_long"),
        (b"a,b\n" + b"1," * MB, "line_too_long"),
        (b",".join(b"c%d" % i for i in range(100_000)), "too_many_columns"),
        (b"hello world\n", "no_header"),
        (b'"' * 5000 + b"\n", "no_header"),
        (b"1,2,3\n4,5,6\n", "no_header"),
    ],
)
def test_what_is_no_table_is_refused_with_its_reason(data: bytes, code: str) -> None:
    assert refused(data) == code


def test_a_long_line_is_refused_without_a_copy_of_the_file() -> None:
    data = bytes(64 * MB).replace(b"\0", b"x")
    tracemalloc.start()
    assert refused(data) == "line_too_long"
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8 * MB


def test_a_file_beyond_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shape, "MAX_BYTES", 1000)
    assert refused(sheet(rows(), ZH).encode() * 3) == "too_big"


def test_a_header_as_wide_as_may_be_is_looked_at_once_for_all_feeds() -> None:
    """Two thousand columns on fifty rows: each feed used to read them anew, cell against cell, for a minute."""
    wide = sheet([["甲"] * 1990] * 60, [f"列{i}" for i in range(1990)]).encode()
    calls = []

    def counted(rows: list, width: int, of=layout.combine) -> tuple:
        calls.append(width)
        return of(rows, width)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(layout, "combine", counted)
        assert peek(pack(), wide).feed is None
    assert len(calls) <= layout.HEADER_WITHIN * layout.HEADER_ROWS


def test_wide_garbage_under_a_good_header_stays_within_its_rows() -> None:
    found = look(sheet([*rows(), ["x"] * 1900, ["y" * 20_000]]))
    assert (found.report.accepted, found.report.refused) == (5, 2)


def test_many_problems_are_counted_when_they_are_too_many_to_list(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("examine", "parse"):
        monkeypatch.setattr(sys.modules[f"data_pipeline.intake.{module}"], "LISTED", 10)
    body = [[*r[:5], *["x"] * 16] for r in rows()]
    report = look(sheet(body)).report
    assert len(report.problems) + report.unlisted >= 5 * 16
    assert report.refused == 5
