"""What each column of a sheet was taken for, so that a person can say otherwise."""

from collections.abc import Iterator
from dataclasses import dataclass

from data_pipeline.propose.figures import Figures
from data_pipeline.propose.shape import ROLES as KEYS

LEFT_OUT = "skip"
SAMPLES = 3


@dataclass(frozen=True)
class ReadAs:
    """`role`: one of ROLES; `why`: of a column left out, the key of the sentence that says so (`propose.left_…`)."""

    header: str
    samples: tuple[str, ...]
    role: str
    why: str = ""


@dataclass(frozen=True)
class SheetRead:
    file: str
    rows: int
    columns: tuple[ReadAs, ...]


def sheet_read(of: Figures) -> SheetRead:
    roles, left = dict(_roles(of)), {column.i: why for column, why in of.left}
    columns = (
        ReadAs(head.sent, _samples(of.table.cells(i)), roles.get(i, LEFT_OUT), left.get(i, ""))
        for i, head in enumerate(of.table.heads)
        if head.sent.strip()
    )
    return SheetRead(of.table.file, len(of.table.rows), tuple(columns))


def _roles(of: Figures) -> Iterator[tuple[int, str]]:
    for part in KEYS:
        if column := getattr(of.keys, part):
            yield column.i, part
    for duty in of.duties:
        if duty.due and not duty.after:
            yield duty.due.i, "due"
        yield from ((column.i, role) for role, column in {"done": duty.done, **duty.beside}.items())
    yield from ((column.i, "level") for column in of.levels)


def _samples(cells: list[str]) -> tuple[str, ...]:
    filled = (c.strip() for c in cells if c.strip())
    return tuple(dict.fromkeys(filled))[:SAMPLES]
