"""New operations as one person may make them: the page goes through this, never past it."""

import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from data_pipeline.access.permission import Person, may
from data_pipeline.board.board import Board, store_at
from data_pipeline.core.caches import Cache
from data_pipeline.core.errors import BoardError
from data_pipeline.core.logs import audited
from data_pipeline.declare import load_pack
from data_pipeline.propose.answers import Answers
from data_pipeline.propose.founded import Founded
from data_pipeline.propose.training import beside
from data_pipeline.propose.trial import Files, Trial
from data_pipeline.store.write.isolated import Isolated

WORKER = ("-m", "data_pipeline.propose.worker")
READS = Isolated(("UTC",), WORKER)  # one at a time; begins when it is first asked


@dataclass(frozen=True)
class Tried:
    """A trial with the board of its rows; None where there is none. Both go when nobody looks any more."""

    of: Trial
    folder: Path
    board: "Board | None"

    def over(self) -> None:
        if self.board:
            with suppress(Exception):
                self.board.close()
        shutil.rmtree(self.folder, ignore_errors=True)


TRIED = Cache("new operations looked at", 6, dropped=Tried.over)


class GuardedOperations:
    """Every method raises BoardError may_... where this person may not; nothing has happened then."""

    def __init__(self, person: Person) -> None:
        self.person = person

    def trial(self, name: str, files: Files, answers: Answers) -> Tried:
        """Nothing of it is kept. Raises BoardError for a file that cannot be read."""
        self._may()
        folder = Path(tempfile.mkdtemp(prefix="riqing-trial-"))
        try:
            of: Trial = READS.call("trial", name, files, answers, folder)
            board = Board(load_pack(of.made.folder), store_at(f"file:{of.made.store}")) if of.made else None
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return Tried(of, folder, board)

    def keep(self, name: str, files: Files, answers: Answers) -> Founded:
        """Raises BoardError `pack_there`, `pack_name` and what a trial raises."""
        self._may()
        found: Founded = READS.call("keep", name, files, answers)
        audited("operation_made", name, self.person.name, folder=str(found.folder))
        return found

    def train(self, pack: Path) -> Founded:
        """A simulated day of the operation in this folder, in a copy of its own. Raises what `keep` does."""
        self._may()
        found: Founded = READS.call("train", pack, *beside(pack))
        audited("training_made", pack.name, self.person.name, folder=str(found.folder))
        return found

    def _may(self) -> None:
        """Only who answers for all feeds and districts: an operation has its own."""
        may(self.person, "operation")
        if self.person.districts is not None or self.person.feeds is not None:
            raise BoardError("may_operation", name=self.person.name)
