"""Opened figures, for the page and for its export."""

from data_pipeline.board import board
from data_pipeline.clock import Moment, moment_at
from data_pipeline.declare import Gauge, Line
from data_pipeline.provenance import notes
from data_pipeline.trace import table, trace, values
from pages.parts.number import Opened, sentence


def figure_of(id: str | None) -> Line | Gauge:
    """The line or gauge asked for; the first line where the address names none."""
    pack = board().pack
    found = pack.lines.get(id or "") or pack.gauges.get(id or "")
    return found or next(iter((*pack.lines.values(), *pack.gauges.values())))


def opened_figure(moment: Moment, of: Line | Gauge, area: str, lang: str) -> Opened | None:
    """None where the board shows no such figure at that moment."""
    t = trace(board(), moment, of.id, area)
    if t is None:
        return None
    shown = values(t)
    told = notes(board(), moment, sentence(board().pack, t, shown, lang), lang)
    name = f"{of.id}_{area}_{t.figure.as_of:%Y%m%d_%H%M}"
    asked = {"id": of.id, "area": area, "lang": lang, "clock": frozen(moment)}
    return Opened(t, table(board().pack, t, name, told, lang), shown, asked)


def frozen(moment: Moment) -> str:
    """The clock that stands still at this moment: what is exported is what was shown."""
    still = f"{moment.known_at:%Y-%m-%dT%H:%M:%S}@0"
    own = moment_at(moment.known_at, board().pack.operation)
    return still if own.as_of == moment.as_of else f"{still};asof={moment.as_of:%Y-%m-%dT%H:%M}"
