"""The same over an object store: a local server that speaks S3."""

import urllib.request
from collections.abc import Iterator

import pytest

from data_pipeline.backup import place_of
from data_pipeline.board.board import Board
from data_pipeline.core.errors import BoardError
from tests.store import tiny

pytest.importorskip("obstore")
moto = pytest.importorskip("moto.server")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    running = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture
def bucket(server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    told = {
        "ENDPOINT_URL": server,
        "ACCESS_KEY_ID": "one",
        "SECRET_ACCESS_KEY": "two",
        "REGION": "local",
        "ALLOW_HTTP": "true",
    }
    for name, value in told.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    urllib.request.urlopen(urllib.request.Request(f"{server}/riqing", method="PUT"), timeout=10)
    return "s3://riqing/board"


def test_a_store_made_from_a_bucket_is_the_same(board: Board, bucket: str, back_up, made_from) -> None:
    place = place_of(bucket)
    assert (back_up(to=place, state=True).lines, back_up(to=place).lines) == (5, 0)
    tiny.send(board, tiny.counts(("16:00", tiny.EAST, "A", 9, 1)), "16:10")
    again = back_up(to=place, state=True)
    assert (again.lines, again.files) == (1, 1)
    made = made_from(of=place)
    assert (made.line, made.same, made.state) == (6, True, board.state_hash())


def test_a_bucket_that_is_not_there_is_a_sentence(board: Board, bucket: str, back_up, made_from) -> None:
    with pytest.raises(BoardError, match="cannot be used"):
        back_up(to=place_of("s3://nobody-made-this/board"))
    with pytest.raises(BoardError, match="no complete backup"):
        made_from(of=place_of("s3://riqing/empty"))
