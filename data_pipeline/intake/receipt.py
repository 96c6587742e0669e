"""What receiving a file did: the answer every way in gives."""

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from data_pipeline.core.clock_jumps import Jump
from data_pipeline.intake.report import Report

Status = Literal["loaded", "already", "refused", "unconfirmed", "waits"]  # waits: for a second person


@dataclass(frozen=True)
class RestatedCell:
    """One cell whose value differs from what was known for the same key."""

    row_no: int
    column: str
    before: str | None
    after: str | None
    key: tuple[str, ...] = ()


@dataclass(frozen=True)
class Effect:
    """Rows by what they do to what is known."""

    new: int = 0
    restated: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    renamed: int = 0
    raised: int = 0  # restated cells whose figure grew, fell, and the median share by which they moved
    lowered: int = 0
    change: float | None = None
    taken: int = 0  # figures that were known and no longer are
    cells: tuple[RestatedCell, ...] = ()
    gone: tuple[tuple[str, ...], ...] = ()  # keys of withdrawn rows
    moved: tuple[tuple[tuple[str, ...], ...], ...] = ()  # (key before, key now) of renamed rows

    @property
    def rows(self) -> int:
        """Rows of the file: withdrawn ones are not in it."""
        return self.new + self.restated + self.unchanged + self.renamed


@dataclass(frozen=True)
class Receipt:
    status: Status
    load_id: int | None
    report: Report
    effect: Effect = field(default_factory=Effect)
    jump: Jump | None = None  # since the line of the ledger before it

    def as_dict(self, lang: str | None = None) -> dict[str, Any]:
        return {
            "status": self.status,
            "load_id": self.load_id,
            "report": self.report.as_dict(lang),
            "effect": asdict(self.effect),
            "jump": self.jump.as_dict(lang) if self.jump else None,
        }
