"""Records: legal corners read exactly, polluted files never silently wrong, the short way the same as the long one."""

import csv
import io
import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from data_pipeline.intake.aside import set_aside
from data_pipeline.intake.encoding import decode
from data_pipeline.intake.fast import read_fast
from data_pipeline.intake.headers import Matcher
from data_pipeline.intake.layout import Layout, find_layout
from data_pipeline.intake.records import Records, read_records
from data_pipeline.intake.refusal import Refusal
from data_pipeline.intake.shape import kind_of
from data_pipeline.intake.texts import Texts
from tests.intake.sheets import any_feed
from tests.support.real import shared_data

POLLOCK = ["DATE", "TIME", "Qty", "PRODUCTID", "Price", "ProductType", "ProductDescription", "URL", "Comments"]


def read(data: bytes, names: list[str]) -> tuple[Layout, Records]:
    kind_of(data)
    text = decode(data).data
    layout = find_layout(text, Matcher(any_feed(names)))
    return layout, read_records(text, layout)


@pytest.mark.parametrize(
    "name", [p.stem for p in Path(__file__).parents[3].glob("shared/data/messy/csv-spectrum/csvs/*")]
)
def test_the_legal_corners_are_read_exactly(name: str) -> None:
    folder = shared_data("messy", "csv-spectrum")
    wanted = json.loads((folder / "json" / f"{name}.json").read_bytes().decode("utf-8", "replace"))
    wanted = [wanted] if isinstance(wanted, dict) else wanted
    data = (folder / "csvs" / f"{name}.csv").read_bytes()
    if name == "utf8":  # a single ʤ is just as well a GBK character: refused, not guessed
        with pytest.raises(Refusal, match="encoding"):
            read(data, list(wanted[0]))
        return
    layout, records = read(data, list(wanted[0]))
    if name == "location_coordinates":  # a bare quote inside a cell: the row is refused, not guessed
        assert [b.code for b in records.broken] == ["quote"]
        return
    assert [dict(zip(layout.headers.sent, r.values(), strict=True)) for r in records.table.to_pylist()] == wanted
    assert not records.broken


def test_no_polluted_file_is_silently_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    """122 files with one pollution each, beside their clean twins. Right, or said to be wrong: nothing between."""
    folder = shared_data("messy", "pollock")
    score: Counter[str] = Counter()
    silently: list[str] = []
    for file in sorted((folder / "csv").iterdir()):
        with (folder / "clean" / file.name).open(encoding="utf-8", newline="") as f:
            clean = list(csv.reader(f))[1:]
        score[verdict := _pollock(file.read_bytes(), clean)] += 1
        if verdict == "silently wrong":
            silently.append(file.name)
    with capsys.disabled():
        print(f"\n  pollock: {dict(score)}")
    assert sum(score.values()) == 122
    assert silently == []
    assert score["only the polluted row refused"] > 90


def _pollock(data: bytes, clean: list[list[str]]) -> str:
    matcher = Matcher(any_feed(POLLOCK))
    try:
        layout, records = read(data, POLLOCK)
        texts, aside = set_aside(Texts(records.table, records.lines.to_numpy()), layout.headers, matcher)
    except Refusal:
        return "refused"
    got = [list(r.values()) for r in texts.table.to_pylist()]
    if got == clean:
        return "right"
    if records.broken and all(r in clean for r in got):
        return "only the polluted row refused" if len(clean) - len(got) == 1 else "some rows refused"
    if any(a.code == "header_again" and a.line > layout.header_line + 1 for a in aside):
        return "asks: several tables in one"
    return "asks: rows refused" if len(records.broken) * 4 > len(clean) else "silently wrong"


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r", exclude_categories=["Cs"]), max_size=8)
PLAIN = st.text(st.sampled_from('abc 12浦东;|"'), max_size=6)


@given(
    st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=6),
    st.sampled_from(",;\t|"),
    st.sampled_from(["\n", "\r\n"]),
)
def test_what_a_writer_writes_is_what_is_read(body: list[list[str]], delimiter: str, end: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows([["alpha", "beta", "gamma"], *body])
    layout, records = read(out.getvalue().encode("utf-8-sig"), ["alpha", "beta", "gamma"])
    assert layout.delimiter == delimiter
    assert [list(r.values()) for r in records.table.to_pylist()] == body
    assert (records.count, records.broken) == (len(body), ())


@given(
    st.lists(st.lists(PLAIN, min_size=1, max_size=4), max_size=8),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.integers(0, 2),
    st.booleans(),
)
@example([[""], ["a", "b", "c"]], "\n", 1, False)
@example([["a", "b", "c"], [""], ["a", "b", "c"]], "\r\n", 1, False)
@example([["a", '"b', "c"], ["a", 'b"', "c"]], "\n", 1, False)
def test_the_short_way_gives_what_the_long_way_gives(body: list[list[str]], end: str, last: int, lead: bool) -> None:
    lines = ["title"] * lead + ["alpha,beta,gamma", *(",".join(r) for r in body)]
    text = (end.join(lines) + end * last).encode()
    layout = find_layout(text, Matcher(any_feed(["alpha", "beta", "gamma"])))
    quick = read_fast(text, layout)
    slow = read_records(text, layout)
    if quick is not None:
        assert quick.table.combine_chunks().equals(slow.table.combine_chunks())
        assert quick.lines.equals(slow.lines)
        assert (quick.count, quick.broken) == (slow.count, slow.broken)
    elif body and all(len(r) == 3 and any(c.strip() for c in r) for r in body):
        assert any(x in c for x in ';|"' for r in body for c in r) or last == 2 or lead


def test_a_clean_file_takes_the_short_way() -> None:
    text = b"alpha,beta\n" + b"1,2\n" * 1000
    found = read_fast(text, find_layout(text, Matcher(any_feed(["alpha", "beta"]))))
    assert found is not None
    assert found.count == 1000


LINES = st.lists(st.text(st.sampled_from('ab,"\n'), max_size=12), max_size=10)


@given(LINES)
@settings(max_examples=200)
def test_every_line_is_in_a_record_or_in_a_reason(lines: list[str]) -> None:
    text = "\n".join(["alpha,beta", *lines]).encode()
    layout = find_layout(text, Matcher(any_feed(["alpha", "beta"])))
    if layout.header_line != 1:
        return
    records = read_records(text, layout)
    assert records.count == records.table.num_rows + len(records.broken)
    told = sum(c.count("a") + c.count("b") for r in records.table.to_pylist() for c in r.values())
    told += sum(c.count("a") + c.count("b") for b in records.broken for c in b.raw)
    body = text.decode().split("\n", layout.first_line - 1)
    assert told == sum(body[layout.first_line - 1].count(x) for x in "ab") if len(body) >= layout.first_line else True


def test_an_open_quote_spoils_its_own_line_only() -> None:
    body = "1,2\n" * 5 + '3,"4\n' + "5,6\n" * 200
    _, records = read(f"alpha,beta\n{body}".encode(), ["alpha", "beta"])
    assert records.table.num_rows == 205
    assert [(b.line, b.code) for b in records.broken] == [(7, "quote")]


def test_a_missing_or_surplus_delimiter_is_a_problem_of_its_line() -> None:
    _, records = read(b"alpha,beta\n1,2\n3\n4,5,\n6,7\n", ["alpha", "beta"])
    assert [(b.line, b.code) for b in records.broken] == [(3, "ragged"), (4, "ragged")]
    assert records.table.num_rows == 2


def test_a_delimiter_at_the_end_of_every_line_is_no_surplus() -> None:
    layout, records = read(b"alpha,beta\n1,2,\n3,4,\n", ["alpha", "beta"])
    assert (layout.width, records.table.num_rows, len(records.broken)) == (3, 2, 0)


def test_blank_lines_keep_the_line_numbers_true() -> None:
    _, records = read(b"alpha,beta\n\n1,2\n\n\n3,4\n\n", ["alpha", "beta"])
    assert records.lines.to_pylist() == [3, 6]
    assert records.count == 2
