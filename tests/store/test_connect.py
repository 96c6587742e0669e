"""Every connection is shut in before anything runs on it, and nothing run on it can open it again."""

from pathlib import Path

import duckdb
import pytest

from data_pipeline.core.errors import BoardError
from data_pipeline.query.connect import Limits, cursor, open_reader, open_scratch
from tests.store import tiny


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.duckdb"
    connection = duckdb.connect(str(path))
    connection.execute("create table t as select 1 as a")
    connection.close()
    return path


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_csv('/etc/hostname')",
        "select * from read_text('/etc/hostname')",
        "select * from '/etc/hostname'",
        "copy (select 1) to '/tmp/riqing-must-not-exist.csv'",
        "attach '/tmp/riqing-must-not-exist.duckdb'",
        "install httpfs",
        "load httpfs",
        "set enable_external_access = true",
        "set memory_limit = '900GB'",
        "set threads = 64",
        "set global TimeZone = 'UTC'",
        "set lock_configuration = false",
        "reset lock_configuration",
        "insert into t values (2)",
        "create table other (a int)",
    ],
)
def test_a_reader_reaches_no_file_no_network_and_no_setting(file: Path, sql: str) -> None:
    connection = open_reader(file, Limits())
    with pytest.raises(duckdb.Error), cursor(connection) as own:
        own.execute(sql)
    connection.close()


def test_the_settings_are_those_of_the_design(file: Path) -> None:
    connection = open_reader(file, Limits("300MB", 1, "Asia/Shanghai"))
    asked = (
        "autoinstall_known_extensions",
        "autoload_known_extensions",
        "allow_community_extensions",
        "enable_external_access",
        "lock_configuration",
        "threads",
        "TimeZone",
    )
    with cursor(connection) as own:
        found = [own.execute(f"select current_setting('{s}')").fetchone() for s in asked]
    assert found == [(False,), (False,), (False,), (False,), (True,), (1,), ("Asia/Shanghai",)]
    connection.close()


def test_a_file_open_twice_in_one_process_is_shut_in_both_times(file: Path) -> None:
    one, two = open_reader(file, Limits()), open_reader(file, Limits())
    one.close()
    with pytest.raises(duckdb.Error):
        two.execute("select * from read_text('/etc/hostname')")
    two.close()


def test_known_at_belongs_to_one_cursor(file: Path) -> None:
    connection = open_reader(file, Limits())
    with cursor(connection, tiny.at("18:00")) as early, cursor(connection) as now:
        assert early.execute("select getvariable('known_at')").fetchone() == (tiny.at("18:00"),)
        assert now.execute("select getvariable('known_at')").fetchone() == (None,)
    connection.close()


def test_what_is_unknownbase_is_a_sentence_not_a_crash(tmp_path: Path) -> None:
    (tmp_path / "b.duckdb").write_bytes(b"not a database" * 1000)
    with pytest.raises(BoardError, match=r"b\.duckdb does not open"):
        open_reader(tmp_path / "b.duckdb", Limits())


def test_scratch_is_shut_in_too() -> None:
    with open_scratch(Limits()) as connection, pytest.raises(duckdb.Error):
        connection.execute("select * from read_text('/etc/hostname')")
