"""An older store opens and goes on; one of a later edition is refused with a sentence, and nothing of it is touched."""

from pathlib import Path

import pytest

from data_pipeline.board.board import Board
from data_pipeline.core.errors import BoardError
from data_pipeline.store.log.edition import EDITION, FILE
from data_pipeline.words import LANGUAGES
from tests.store import tiny


def contents(root: Path) -> dict[str, bytes]:
    """But the lock's own file."""
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file() and p.name != ".lock"}


@pytest.mark.in_folder
def test_a_store_from_before_editions_opens_and_is_marked_by_its_next_load(board: Board) -> None:
    tiny.send(board, tiny.counts(("14:00", tiny.EAST, "A", 5, 1)))
    (board.root / FILE).unlink()
    again = tiny.board(board.root.parent)
    assert len(again.loads()) == 1
    tiny.send(again, tiny.counts(("16:00", tiny.EAST, "A", 5, 1)))
    assert (board.root / FILE).read_text() == f"{EDITION}\n"


@pytest.mark.parametrize(("text", "code"), [(str(EDITION + 1), "store_newer"), ("", "store_edition")])
def test_a_later_edition_is_refused_and_not_touched(board: Board, text: str, code: str) -> None:
    tiny.send(board, tiny.counts(("14:00", tiny.EAST, "A", 5, 1)))
    board.close()
    with (board.root / "ledger.jsonl").open("ab") as f:
        f.write(b"a line that is being written")
    (board.root / FILE).write_text(text)
    before = contents(board.root)
    again = tiny.board(board.root.parent)
    for ask in (again.loads, again.rebuild, lambda: tiny.send(again, tiny.counts(("16:00", tiny.EAST, "A", 5, 1)))):
        with pytest.raises(BoardError) as why:
            ask()
        assert why.value.code == code
        assert all(why.value.sentence(lang) for lang in LANGUAGES)
    assert contents(board.root) == before
    again._writer.ledger.mend()
    assert code in [f.code for f in again.verify()]
