"""A total row of the file (合计, 小计) is not a record, but it can tell whether the rows above it are all there."""

from collections.abc import Iterable, Sequence

import numpy as np
import pyarrow as pa

from data_pipeline.declare import Feed
from data_pipeline.intake.arrow import pc
from data_pipeline.intake.aside import Aside
from data_pipeline.intake.cells.number import number_reader
from data_pipeline.intake.cells.place import WHOLE_CITY, WHOLE_DISTRICT
from data_pipeline.intake.cells.unit import ONE
from data_pipeline.intake.headers import Headers
from data_pipeline.intake.report import Problem
from data_pipeline.intake.say import labels
from data_pipeline.intake.texts import Texts
from data_pipeline.intake.typed import Typed

TOLERANCE = 0.005
MOST = 200  # total rows looked at


def near(said: float, added: float) -> bool:
    """Within half a percent, or within rounding."""
    return abs(said - added) <= max(TOLERANCE * max(abs(said), abs(added)), 0.5)


def check_totals(feed: Feed, headers: Headers, aside: Sequence[Aside], texts: Texts, typed: Typed) -> Iterable[Problem]:
    """A doubt for each figure of a total row that no sum of rows bears out."""
    totals = [a for a in aside if a.code == "total_row"][:MOST]
    if not totals or not len(texts):
        return
    parts = _parts(feed, typed)
    for i, name in enumerate(headers.columns):
        if name is None or not feed[name].adds_up:
            continue
        values = pc.cast(typed.table.column(name), pa.float64()).fill_null(0.0).to_numpy()
        read = number_reader(feed[name], factor=headers.factors.get(i, ONE))
        before = 0
        for total in totals:
            said = read(total.cells[i]).value if i < len(total.cells) else None
            if said is not None and not _borne_out(float(said), values, _spans(parts, texts.lines, before, total.line)):
                alone = typed.table.column(name).null_count == len(texts)
                facts = {"sum": f"{float(values[parts].sum()):g}"} | labels(feed, name)
                code = "total_alone" if alone and feed.has_area else "total_differs"
                yield Problem(total.line, name, total.cells[i].strip(), code, "confirm", facts)
            before = total.line


def _parts(feed: Feed, typed: Typed) -> np.ndarray:
    """Rows that are parts: control totals (全区, 全市) stand beside their parts and are not added."""
    town = next((c.name for c in feed.columns if c.type == "subdistrict"), None)
    if town is None:
        return np.ones(typed.table.num_rows, bool)
    names = typed.table.column(town)
    whole = pc.or_(pc.equal(names, WHOLE_DISTRICT), pc.equal(names, WHOLE_CITY)).fill_null(False).to_numpy()
    return ~whole if not whole.all() else np.ones(len(whole), bool)


def _spans(parts: np.ndarray, lines: np.ndarray, before: int, line: int) -> tuple[np.ndarray, ...]:
    """Of what a total at `line` may be the sum: the whole file, all rows above, those since the total before, or the
    ones below."""
    return parts, parts & (lines < line), parts & (lines < line) & (lines > before), parts & (lines > line)


def _borne_out(said: float, values: np.ndarray, spans: Iterable[np.ndarray]) -> bool:
    return any(near(said, float(values[span].sum())) for span in spans)
