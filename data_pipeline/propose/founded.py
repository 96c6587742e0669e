"""An operation made of sheets, with a store that holds their rows: for the command line, and for a look beforehand."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from data_pipeline.board.board import Board, store_at
from data_pipeline.core.errors import BoardError
from data_pipeline.declare import Pack
from data_pipeline.intake import Problem, Receipt
from data_pipeline.propose.made import Made, kept

FEW = 5  # faults of a file that are told


@dataclass(frozen=True)
class Founded:
    """`clock`: at which its board shows these rows."""

    folder: Path
    store: Path
    clock: str
    receipts: Sequence[Receipt]

    @property
    def rows(self) -> int:
        return sum(r.report.accepted for r in self.receipts)

    @property
    def refused(self) -> list[Receipt]:
        return [r for r in self.receipts if r.status != "loaded"]

    @property
    def problems(self) -> list[Problem]:
        """Why files were not taken."""
        return [p for r in self.refused for p in [q for q in (r.report.unreadable, *r.report.problems) if q][:FEW]]

    @property
    def settings(self) -> dict[str, str]:
        """Of the environment that opens its board."""
        return {"BOARD_PACK": str(self.folder), "BOARD_STORE": f"file:{self.store}", "BOARD_CLOCK": self.clock}


def founded(made: Made, folder: Path, store: Path) -> Founded:
    """Raises BoardError `pack_there` where either folder holds anything: another's rows would stand among these."""
    if store.exists() and any(store.iterdir()):
        raise BoardError("pack_there", folder=store)
    return Founded(folder, store, made.clock, _filled(made, kept(made, folder), store))


def _filled(made: Made, pack: Pack, store: Path) -> Sequence[Receipt]:
    with closing(Board(pack, store_at(f"file:{store}"))) as of:
        return [
            of.receive(feed, file, data, made.proposal.name, made.received_at, confirm=True)
            for feed, file, data in made.files
        ]
