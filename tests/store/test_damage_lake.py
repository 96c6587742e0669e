"""What is damaged in PostgreSQL or in the object store is found by every host, and what can be made again is."""

from pathlib import Path

import pytest

from data_pipeline.store.audit import verify as checking
from tests.support.services import lacks

if why := lacks():
    pytest.skip(why, allow_module_level=True)

from tests.store import damage_lake
from tests.support.lakes import Lakes

GRAVEST = (
    ("the newest commit of a table", "torn"),
    ("the first commit of a table", "flipped"),
    ("the ledger", "emptied"),
    ("the key of the bands", "flipped"),
)


def test_the_matrix_of_damage_to_a_lake(lakes: Lakes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The gravest of it; the committed page says what came of each image, and of all the others."""
    monkeypatch.setattr(checking, "checked", lambda *_: ())
    found = list(damage_lake.images(lakes, tmp_path, GRAVEST))
    assert [(kind, how, host, of.raw) for kind, how, host, of in found if of.raw or of.is_silent] == []
    page = damage_lake.PAGE.read_text("utf-8")
    assert [damage_lake.row(image) for image in found if damage_lake.row(image) not in page] == []
    assert " 0 in a shorter history" in page
