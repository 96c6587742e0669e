"""Opened figures, for the page and for its export."""

from dataclasses import dataclass, replace

from data_pipeline.access.sight import PLACES, Sight
from data_pipeline.board.board import board
from data_pipeline.core.clock import AsOf, moment_at
from data_pipeline.core.errors import BoardError
from data_pipeline.declare import Gauge, Line
from data_pipeline.publish.provenance import notes
from data_pipeline.trace import Trace, table, trace, values
from pages.components.opened.number import Opened, sentence


@dataclass(frozen=True)
class Wanted:
    """A figure of an area at a moment, and which of the rows under it has its line of a file shown."""

    of: Line | Gauge
    area: str
    moment: AsOf
    row: int | None


def figure_of(id: str | None) -> Line | Gauge:
    """The line or gauge asked for; the first line where the address names none."""
    pack = board().pack
    found = pack.lines.get(id or "") or pack.gauges.get(id or "")
    return found or next(iter((*pack.lines.values(), *pack.gauges.values())))


def opened_figure(moment: AsOf, of: Line | Gauge, area: str, lang: str, sight: Sight) -> Opened | None:
    """None where the board shows no such figure at that moment; raises BoardError `not_your_district`."""
    t = traced(moment, of, area, sight)
    return None if t is None else opened(t, moment, lang, sight)


def traced(moment: AsOf, of: Line | Gauge, area: str, sight: Sight) -> Trace | None:
    """The same in every language. Raises BoardError `not_your_district`."""
    if not sight.sees(board().pack, area):
        raise BoardError("not_your_district")
    t = trace(board(), moment, of.id, area)
    return t if t is None or sight.is_whole else _own(t, sight)


def opened(t: Trace, moment: AsOf, lang: str, sight: Sight) -> Opened:
    of, area, shown = t.figure.of, t.figure.area, values(t)
    noted = notes(board(), moment, sentence(board().pack, t, shown, lang), lang, sight)
    name = f"{of.id}_{area}_{t.figure.as_of:%Y%m%d_%H%M}"
    asked = {"id": of.id, "area": area, "lang": lang, "clock": frozen(moment)}
    return Opened(t, table(board().pack, t, name, noted, lang), shown, asked)


def _own(t: Trace, sight: Sight) -> Trace:
    """The rows of districts in sight alone; none where rows do not say whose they are."""
    named = any(place in t.rows for place in PLACES)
    rows = sight.rows(board().pack, t.rows) if named else t.rows.iloc[:0]
    return t if len(rows) == len(t.rows) else replace(t, rows=rows, made_of=len(t.rows))


def frozen(moment: AsOf) -> str:
    """The clock that stands still at this moment: what is exported is what was shown."""
    still = f"{moment.known_at:%Y-%m-%dT%H:%M:%S}@0"
    own = moment_at(moment.known_at, board().pack.operation)
    return still if own.as_of == moment.as_of else f"{still};asof={moment.as_of:%Y-%m-%dT%H:%M}"
