"""The one table of traps: kind, file, feed, and what must come of it. A case is added here; docs/office.md follows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FILES = Path(__file__).parent / "files"
Doubts = frozenset[str]


@dataclass(frozen=True)
class Kind:
    """`what`: the trap as the office makes it; `outcome`: what the board does with it. One row of docs/office.md."""

    what: str
    outcome: str


@dataclass(frozen=True)
class Case:
    """`file`: a name in files/, or (name, how to make its bytes). `cells`: {(row accepted, column): value as kept}.

    Codes are of Problem and Change. `refuses`, `asks`: exactly these codes. `says`: at least these.
    `quotes`: stands in a doubt or a refusal, in both languages. `how`: further arguments of `examine`.
    """

    kind: str
    file: str | tuple[str, Callable[[], bytes]]
    feed: str
    counts: tuple[int, int, int] = (0, 0, 0)  # accepted, refused, set aside
    unreadable: str = ""  # the code for which the whole file is refused
    refuses: Doubts = frozenset()
    asks: Doubts = frozenset()
    says: Doubts = frozenset()
    cells: Mapping[tuple[int, str], Any] = field(default_factory=dict)
    quotes: tuple[str, ...] = ()
    how: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.file if isinstance(self.file, str) else self.file[0]

    def data(self) -> bytes:
        return (FILES / self.file).read_bytes() if isinstance(self.file, str) else self.file[1]()


def codes(*names: str) -> Doubts:
    return frozenset(names)
