"""The rows of a file as tables: those the store takes, and those that go back to be mended."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from data_pipeline.declare import Feed
from data_pipeline.intake.cells.column import ARROW
from data_pipeline.intake.headers import Headers
from data_pipeline.intake.lines import numbers_of
from data_pipeline.intake.private import masked, private_kind
from data_pipeline.intake.records import Broken
from data_pipeline.intake.say import LISTED
from data_pipeline.intake.texts import Texts
from data_pipeline.intake.typed import Typed


def accepted_rows(feed: Feed, typed: Typed, texts: Texts, good: np.ndarray) -> pa.Table:
    """The accepted rows as the store takes them."""
    table = typed.table
    day = table.column(feed.day_column)
    table = table.append_column("ops_day", day.cast(pa.date32()) if day.type != pa.date32() else day)
    if typed.area_code is not None:
        table = table.append_column("area_code", typed.area_code)
    table = table.append_column("row_no", pa.array(numbers_of(texts.lines, texts.parts), pa.int32()))
    return table if good.all() else table.filter(pa.array(good))


def no_rows(feed: Feed) -> pa.Table:
    fields = [(c.name, ARROW[c.type]) for c in feed.columns] + [("ops_day", pa.date32())]
    fields += [("area_code", pa.string())] if feed.has_area else []
    return pa.schema([*fields, ("row_no", pa.int32())]).empty_table()


def returned_rows(headers: Headers, texts: Texts, refused: np.ndarray, broken: Sequence[Broken]) -> pa.Table:
    """The refused rows as they were sent, private cells masked, to be mended."""
    rows = [(int(texts.lines[at]), texts.row(at)) for at in np.flatnonzero(refused)[:LISTED]]
    rows += [(b.line, list(b.raw)) for b in broken]
    rows.sort(key=lambda r: r[0])
    width = len(headers.sent)
    names = [h or f"({i + 1})" for i, h in enumerate(headers.sent)]
    names = [n if names.index(n) == i else f"{n} ({i + 1})" for i, n in enumerate(names)]
    cells = [[masked(c) if private_kind(c) else c for c in _fitted(r, width)] for _, r in rows]
    columns = [pa.array([r[i] for r in cells], pa.string()) for i in range(width)]
    return pa.table([*columns, pa.array([n for n, _ in rows], pa.int64())], names=[*names, "line"])


def _fitted(cells: list[str], width: int) -> list[str]:
    """A ragged row in as many cells as the header has; what is over stands in the last one."""
    if len(cells) > width:
        return [*cells[: width - 1], " | ".join(cells[width - 1 :])]
    return cells + [""] * (width - len(cells))
