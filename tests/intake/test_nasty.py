"""The nastiest names and cells, and files gone wrong byte by byte: no failure, no loss, nothing that could act."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_pipeline.intake import examine, peek
from tests.intake.sheets import COLUMNS, ZH, look, row, rows, sheet
from tests.support.samples import pack

NASTY = [
    "=cmd|'/C calc'!A0", "=HYPERLINK(\"http://x.example\",\"a\")", "+1+1", "-1+1", "@SUM(A1)", "\t=1",
    "<script>alert(1)</script>",
    "<img src=http://x.example/a.png>", "![a](http://x.example/a.png)", "[a](javascript:alert(1))",
    "../../etc/passwd", "..\\..\\x",
    "/etc/passwd", "C:\\con", "a\x00b", "a\u202eb", "\u200b", "\ufeff", "浦东\u200b新区", "a\nb", "a\rb",
    "\x1b[31m", "'; drop table x; --",
    "\" or 1=1 --", "${jndi:ldap://x.example}", "{{7*7}}", "{label}", "%s%n", "nan", "NULL", "None", "true",
    "1e309", "-0", "0x10",
    "1/0", "٣", "Ⅷ", "①", "𝟙", "x" * 10_000, "\ud7ff", "💉", "é́́́", "'", '"', '""', ",", ";;;;", "#DIV/0!",
    "2022-02-30", "9999-12-31",
]  # fmt: skip

ONE_OF_EACH = ("report_date", "as_of", "district_code", "subdistrict", "person_class", "carry_in", "oldest_wait_h")


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_a_nasty_cell_is_refused_or_read_as_what_it_says(text: str) -> None:
    for name in ONE_OF_EACH:
        body = rows()
        body[2][COLUMNS.index(name)] = text
        found = look(sheet(body))
        report = found.report
        assert report.balanced
        if report.unreadable is None:
            assert report.accepted >= 4 or report.refused + report.set_aside <= 2, name
            for told in (*report.problems, *report.changes):
                assert told.sentence("zh") != told.sentence("en")
        for cell in found.table[name].to_pylist():
            assert not isinstance(cell, str) or not cell.startswith(("=", "+", "@", "<", "\t"))


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_a_nasty_header_or_file_name_does_no_harm(text: str) -> None:
    found = look(sheet([[*r, "1"] for r in rows()], [*ZH, text]))
    assert found.report.balanced
    named = examine(pack(), "transfer", text, sheet(rows()).encode())
    assert named.report.name == text
    assert named.report.accepted == 5


@given(st.randoms(use_true_random=False), st.sampled_from(["utf-8", "gb18030", "utf-16"]), st.integers(1, 12))
@settings(max_examples=150)
def test_a_file_gone_wrong_byte_by_byte_is_never_a_failure(rng: random.Random, encoding: str, times: int) -> None:
    data = bytearray(sheet(rows(), ZH).encode(encoding))
    for _ in range(times):
        _spoil(data, rng)
    found = look(bytes(data))
    assert found.report.balanced
    assert found.table.num_rows == found.report.accepted
    for told in (*found.report.problems, *found.report.changes):
        told.sentence("zh")
    peek(pack(), bytes(data))


def _spoil(data: bytearray, rng: random.Random) -> None:
    at = rng.randrange(len(data) + 1) if data else 0
    match rng.randrange(5):
        case 0:
            data[at:at] = bytes([rng.randrange(256)])
        case 1:
            del data[at : at + rng.randrange(1, 40)]
        case 2 if at < len(data):
            data[at] = rng.randrange(256)
        case 3:
            data[at:at] = data[max(0, at - 60) : at]
        case _:
            data[at:at] = rng.choice(
                [b'"', b",", b"\n", b"\r", b"\t", b"\x00", b'""', b"\xef\xbb\xbf", "合计".encode()]
            )


@given(st.binary(max_size=300))
def test_no_bytes_make_it_fail(data: bytes) -> None:
    assert look(data).report.balanced


def test_one_spoiled_figure_never_becomes_another_figure() -> None:
    """Each digit replaced in turn by something that is no digit: refused or said, never read as less."""
    text = sheet([row(0)])
    right = look(text).table.to_pylist()[0]
    for i in range(text.index("\n") + 1, len(text) - 1):
        if text[i].isdigit():
            found = look(f"{text[:i]}?{text[i + 1 :]}")
            assert not found.table.num_rows or found.table.to_pylist()[0] == right or found.report.problems
