"""Received files: the very bytes, forever, or a loud error."""

from pathlib import Path

import pytest

from data_pipeline.core.errors import BoardError
from data_pipeline.store.log.received import Received, sha256


def test_bytes_come_back_as_they_came_and_cannot_be_written(tmp_path: Path) -> None:
    received = Received(tmp_path / "received")
    data = bytes(range(256)) * 100
    received.keep(data)
    received.keep(data)
    received.settle()
    assert received.read(sha256(data)) == data
    assert list(received.digests()) == [sha256(data)]
    assert received.path(sha256(data)).stat().st_mode & 0o222 == 0


def test_a_changed_or_missing_file_is_never_passed_on(tmp_path: Path) -> None:
    received = Received(tmp_path / "received")
    received.keep(b"a,b\n1,2\n")
    path = received.path(sha256(b"a,b\n1,2\n"))
    path.chmod(0o644)
    path.write_bytes(b"a,b\n1,3\n")
    with pytest.raises(BoardError, match="changed"):
        received.read(path.name)
    path.unlink()
    with pytest.raises(BoardError, match="missing"):
        received.read(path.name)


def test_half_a_file_is_swept_and_never_counts(tmp_path: Path) -> None:
    received = Received(tmp_path / "received")
    received.keep(b"whole")
    (received.folder / ".part-x").write_bytes(b"ha")
    assert list(received.digests()) == [sha256(b"whole")]
    received.sweep()
    assert [p.name for p in received.folder.iterdir()] == [sha256(b"whole")]
