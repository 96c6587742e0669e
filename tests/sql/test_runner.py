"""The runner: a query is found by file, its parameters match exactly, and it cannot run for ever."""

from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest

from data_pipeline.core.errors import BoardError
from data_pipeline.query import names, run, tables


@pytest.fixture
def queries(tmp_path: Path) -> Path:
    (tmp_path / "page").mkdir()
    (tmp_path / "page" / "two.sql").write_text(
        "-- One row per x.\nselect $day::date as day, $n::int as n, 'a' as name, null::timestamp as seen\n", "utf-8"
    )
    (tmp_path / "page" / "slow.sql").write_text(
        "-- One row.\nselect count(*) as n from range(1000000000) a, range(1000000000) b where a.range + b.range = 7\n"
    )
    return tmp_path


def test_a_query_is_found_by_its_file_and_run_with_its_parameters(queries: Path) -> None:
    with duckdb.connect() as con:
        rows = run(con, [queries], "page/two", {"day": date(2022, 4, 6), "n": 3})
    assert rows.to_dict("records")[0] | {"seen": None} == {"day": date(2022, 4, 6), "n": 3, "name": "a", "seen": None}
    assert names([queries], "page") == ("page/slow", "page/two")


@pytest.mark.parametrize(
    ("given", "said"),
    [({"day": date(2022, 4, 6)}, "n"), ({"day": date(2022, 4, 6), "n": 1, "city": "x"}, "city"), ({}, "day")],
)
def test_a_parameter_too_few_or_too_many_is_refused_by_name(queries: Path, given: dict, said: str) -> None:
    with duckdb.connect() as con, pytest.raises(BoardError) as caught:
        run(con, [queries], "page/two", given)
    assert caught.value.code == "query_params"
    assert said in caught.value.sentence("zh")
    assert said in caught.value.sentence("en")


@pytest.mark.parametrize("name", ["page/none", "../pyproject", "page/../page/two", "/etc/passwd", "page/two.sql"])
def test_a_name_that_is_no_query_is_refused(queries: Path, name: str) -> None:
    with duckdb.connect() as con, pytest.raises(BoardError) as caught:
        run(con, [queries / "page", queries], name, {})
    assert caught.value.code == "query_unknown"


def test_a_query_that_runs_too_long_is_stopped_and_said_so(queries: Path) -> None:
    started = datetime.now()
    with duckdb.connect() as con, pytest.raises(BoardError) as caught:
        run(con, [queries], "page/slow", {}, limit_s=0.2)
    assert caught.value.code == "query_slow"
    assert (datetime.now() - started).total_seconds() < 8


def test_the_tables_of_a_query_are_those_it_reads_and_not_its_own_ctes() -> None:
    sql = "with a as (select * from clean.x where n = $n), b as (select * from a join ref.areas using (code)) from b"
    assert tables(sql) == {"clean.x", "ref.areas"}
    assert tables("select (select max(n) from mart.y) as n from line.z where k in (select k from mart.w)") == {
        "mart.y",
        "line.z",
        "mart.w",
    }


@pytest.mark.parametrize("sql", ["select 1; select 2", "drop table x", "create view v as select 1", ""])
def test_what_is_not_exactly_one_select_is_no_query(sql: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        tables(sql)
