"""`query`, `feeds`, `template`: what can be asked, what may be sent."""

import csv
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.support.samples import pack


def test_queries_are_listed_with_what_a_row_is_and_their_parameters(run) -> None:
    told = run("query", "--json").json["queries"]
    assert told
    assert all(q["row"].startswith("One row") for q in told)
    assert all(isinstance(q["params"], list) for q in told)


def test_a_query_answers_rows_and_its_own_sql(run) -> None:
    words = ("query", "page/day", "-p", "ops_day=2022-04-06", "-p", "moment=2022-04-06T14:00")
    answer = run(*words, "--json")
    assert (answer.code, answer.json["name"]) == (0, "page/day")
    assert isinstance(answer.json["rows"], list)
    assert run(*words, "--sql").out.startswith("-- One row")
    assert run(*words, "--csv").out.splitlines()[0].split(",") == answer.json["columns"]


def test_a_wrong_parameter_is_named(run) -> None:
    name = next(q["name"] for q in run("query", "--json").json["queries"] if q["params"])
    answer = run("query", name, "-p", "nonsense=1", "--json")
    assert answer.code == 1
    assert "nonsense" in answer.json["error"]["sentence"]


@pytest.mark.parametrize("words", [("-p", "day"), ("-p", "n:=not json")])
def test_a_parameter_that_is_none_is_a_usage_error(run, words) -> None:
    name = run("query", "--json").json["queries"][0]["name"]
    assert run("query", name, *words).code == 2


def test_an_unknown_query_is_a_sentence_and_a_name_never_leaves_the_folders(run) -> None:
    for name in ("page/nothing", "../README", "/etc/passwd"):
        answer = run("query", name, "--json")
        assert (answer.code, answer.json["error"]["code"]) == (1, "query_unknown")


def test_every_feed_of_the_pack_is_listed(run) -> None:
    assert [f["id"] for f in run("feeds", "--json").json["feeds"]] == list(pack().feeds)


@pytest.mark.parametrize("feed", sorted(pack().feeds))
def test_a_feed_tells_its_columns(run, feed: str) -> None:
    told = run("feeds", feed, "--json").json
    assert [c["name"] for c in told["columns"]] == list(pack().feeds[feed].names)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_template_has_the_feed_s_headers(run, tmp_path: Path, lang: str) -> None:
    headers = [c.name_in(lang) for c in pack().feeds["capacity"].columns]
    book, text = tmp_path / "c.xlsx", tmp_path / "c.csv"
    assert run("template", "capacity", "--to", book, lang=lang).code == 0
    assert run("template", "capacity", "--to", text, lang=lang).code == 0
    sheet = load_workbook(book).worksheets[0]
    assert [cell.value for cell in next(sheet.iter_rows(max_row=1))] == headers
    assert next(csv.reader(text.read_text("utf-8-sig").splitlines())) == headers


def test_a_template_never_writes_over_a_file_unasked(run, tmp_path: Path) -> None:
    mine = tmp_path / "mine.csv"
    mine.write_text("mine")
    assert run("template", "capacity", "--to", mine).code == 3
    assert mine.read_text() == "mine"
    assert run("template", "capacity", "--to", mine, "--confirm").code == 0
    assert mine.read_text("utf-8-sig") != "mine"


def test_a_template_of_another_kind_is_refused(run, tmp_path: Path) -> None:
    assert run("template", "capacity", "--to", tmp_path / "c.pdf").code == 1
