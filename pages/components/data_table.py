"""A table before it is drawn: its rows as a typed frame, and of each column what kind of value it holds. `sheet` draws
it as HTML (pages/components/sheet.py); where it stands among what a person fills in, the kit does
(pages/app/data_table.py)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from typing import Any, Literal

import orjson
import pandas as pd
import pyarrow as pa

from data_pipeline.sentences.states import GLYPHS
from data_pipeline.words.numbers import BLANK
from pages.components.html import Markup

# figure: as text, to the last digit. share: 0 to 1. fill: the same, with a bar. moment: naive local time.
# state: text that begins with the glyph of its state. link: an address.
Kind = Literal["text", "figure", "number", "share", "fill", "moment", "day", "state", "link"]
Width = Literal["small", "medium", "large"] | int | None
NUMBER, TIME = "Float64", "datetime64[ns]"
TYPES = {"number": NUMBER, "share": NUMBER, "fill": NUMBER, "moment": TIME, "day": TIME}
STATES = {glyph: state for state, glyph in GLYPHS.items()}
STATES |= {"◐": "at_risk", "…": "unknown", "·": "unknown"}  # of what is on its way or half there
TO_THE_RIGHT = frozenset({"figure", "number", "share", "fill"})


@dataclass(frozen=True)
class TableColumn:
    """`word`: what stands in the place of a link's address. `hint`: shown at the header."""

    name: str
    title: str
    kind: Kind = "text"
    width: Width = None
    word: str = ""
    hint: str = ""


@dataclass(frozen=True)
class DataTable:
    """`alt`: what the table holds, for who cannot see it. `nothing`: told in place of a table without rows. `lines`:
    lines of text that a row has room for. `chosen`: the row that is marked. `presses`: what a press on each row asks
    for. `ways`: links at the end of its head."""

    title: str
    columns: tuple[TableColumn, ...]
    frame: pd.DataFrame
    alt: str
    note: str = ""
    nothing: str = ""
    lines: int = 1
    chosen: int | None = None
    presses: tuple[str, ...] = ()
    ways: Markup | str = ""
    serial: int = field(init=False, default_factory=count().__next__)  # of two tables never the same

    @staticmethod
    def of(title: str, columns: Sequence[TableColumn], rows: Iterable[Mapping[str, Any]], **more: Any) -> "DataTable":
        """`rows`: a value for each column by name. `more`: the rest; `alt` is the title where not given."""
        own = [*rows]
        frame = pd.DataFrame({c.name: _typed([row[c.name] for row in own], c.kind) for c in columns})
        return DataTable(title, tuple(columns), frame, alt=more.pop("alt", title), **more)

    @cached_property
    def written(self) -> pa.Table:
        """As the browser reads it."""
        return pa.Table.from_pandas(self.frame)

    @cached_property
    def printed(self) -> bytes:
        """All rows as text for paper, where nothing scrolls, in JSON; what only a press opens is left out."""
        columns = [c for c in self.columns if c.kind != "link"]
        rows = zip(*([as_text(v, c.kind) for v in self.frame[c.name]] for c in columns), strict=True)
        ends = [c.kind in TO_THE_RIGHT for c in columns]
        head = [c.title for c in columns]
        return orjson.dumps({"name": "" if self.title else self.alt, "head": head, "ends": ends, "rows": [*rows]})


def _typed(values: list[Any], kind: Kind) -> Any:
    """A column of that kind. What is short of the whole is never told as the whole."""
    if kind in ("share", "fill"):
        values = [None if v is None or pd.isna(v) else (v * 1000 + 1e-9) // 1 / 1000 for v in values]
    return pd.array(values, dtype=TYPES.get(kind, "string"))


def as_text(value: Any, kind: Kind) -> str:
    """A value as the kit's column of that kind tells it."""
    if value is None or pd.isna(value):
        return BLANK
    match kind:
        case "number":
            return f"{value:,.3f}".rstrip("0").rstrip(".")
        case "share" | "fill":
            return f"{value * 100:.1f}".removesuffix(".0") + "%"
        case "moment":
            return f"{value:%m-%d %H:%M}"
        case "day":
            return f"{value:%Y-%m-%d}"
    return str(value)
