"""How a lake is named; no password is ever said again."""

import logging
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from data_pipeline.board.board import Board
from data_pipeline.core.errors import PASSING, BoardError
from data_pipeline.query.connect import Limits
from data_pipeline.store.doors import where_of
from data_pipeline.store.lake.address import Lake
from data_pipeline.words import LANGUAGES
from pages.server.answers import refused
from tests.store import tiny

WHOLE = "lake:postgresql://board@db.city:5433/riqing?sslmode=require&data=s3://bucket/pre/fix/&city=310000"
SECRET = "hunter2-of-the-city"


def lake(url: str = WHOLE) -> Lake:
    found = where_of(url, Path("/copies"), 10)
    assert isinstance(found, Lake)
    return found


def test_a_lake_names_its_database_its_objects_and_its_city() -> None:
    found = lake()
    assert (found.database, found.data, found.city) == (
        "postgresql://board@db.city:5433/riqing?sslmode=require", "s3://bucket/pre/fix", "310000",
    )  # fmt: skip
    assert found.root.parent == Path("/copies")
    assert lake(WHOLE.replace("310000", "320000")).root != found.root
    assert lake(WHOLE.replace("fix/", "other/")).root != found.root


@pytest.mark.parametrize(
    ("url", "code"),
    [
        (WHOLE.replace("board@", f"board:{SECRET}@"), "store_password"),
        (WHOLE + f"&password={SECRET}", "store_password"),
        (WHOLE.replace("&city=310000", ""), "store_lake"),
        (WHOLE.replace("310000", "31%27;drop"), "store_lake"),
        (WHOLE.replace("s3://", "ftp://"), "store_lake"),
        (WHOLE.replace("postgresql", "mysql"), "store_lake"),
    ],
)
def test_one_that_cannot_be_used_is_a_sentence_without_its_password(url: str, code: str) -> None:
    with pytest.raises(BoardError) as why:
        lake(url)
    assert why.value.code == code
    for lang in LANGUAGES:
        assert SECRET not in why.value.sentence(lang)


def test_where_what_a_lake_needs_is_not_installed_a_sentence_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "data_pipeline.store.lake.parts", None)
    pack = tiny.pack()
    own = replace(pack, operation=pack.operation.model_copy(update={"city_code": "310000"}))
    with pytest.raises(BoardError) as why:
        Board(own, lake(), Limits())
    assert why.value.code == "store_extra"


def test_another_citys_board_is_not_opened_on_it(tmp_path: Path) -> None:
    with pytest.raises(BoardError, match="320000"):
        Board(tiny.pack(), lake(WHOLE.replace("310000", "320000")), Limits())


def test_a_password_is_in_no_message_and_no_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    pytest.importorskip("psycopg")
    from data_pipeline.store.lake import database, objects

    for name in ("PGPASSWORD", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, SECRET)
    caplog.set_level(logging.DEBUG)
    for away in (database.away, objects.away):
        assert away(f"no entry for {SECRET}\nand more").facts == {"reason": "no entry for ***"}
    of = Lake("postgresql://board@127.0.0.1:9/riqing", f"file://{tmp_path}/objects", "310000", tmp_path / "copies", 10)
    with pytest.raises(BoardError) as why:
        Board(tiny.pack(), of, Limits()).loads()
    assert why.value.code == "store_away"
    assert SECRET not in f"{why.value.facts} {caplog.text}"
    (said,) = [r for r in caplog.records if r.levelname == "WARNING" and "PostgreSQL" in r.getMessage()]
    assert "refused" in said.getMessage(), "whoever mends it finds the driver's own words in the log"


@pytest.mark.parametrize("code", ["store_away", "objects_away", "ledger_moved"])
def test_what_is_away_answers_503_and_when_to_come_again(code: str) -> None:
    answer = refused(BoardError(code, reason="x"))
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, f"{PASSING[code]}")


@pytest.mark.parametrize("code", ["store_away", "objects_away"])
def test_what_is_away_is_said_in_the_house_s_words_and_not_in_the_driver_s(code: str) -> None:
    why = BoardError(code, reason="connection to server at 127.0.0.1 failed: Connection refused")
    assert not any("refused" in why.sentence(lang) for lang in ("zh", "en"))


def test_who_cannot_know_is_not_told_to_send_again_at_once() -> None:
    answer = refused(BoardError("store_unsure"))
    assert (answer.status_code, "Retry-After" in answer.headers) == (503, False)
