"""What a what-if by pace starts from: tubes waiting at the laboratories, or the places that run out first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from data_pipeline.declare import Line, Pack
from data_pipeline.forecast.course import Stock
from data_pipeline.outlook.why import serial
from data_pipeline.query.rows import DayRow, GaugesRow

LAB = "TEST"  # the stage of screening that the laboratories are
RUNWAY = "runway"  # gauges of free places over their net inflow
KINDS = {"BEDS": "beds", "ROOMS": "rooms"}


@dataclass(frozen=True)
class Held:
    """`kind`: lab (tubes; gone is good), beds or rooms (free places; gone is not)."""

    kind: str
    as_of: datetime
    stock: Stock
    deadline: datetime | None = None


def lab_of(pack: Pack, line: Line) -> Line | None:
    """The stage of this line that is done in laboratories."""
    return next((x for x in serial(pack, line) if x.item == LAB), None)


def laboratory(row: DayRow | None) -> Held | None:
    """`row`: the newest of page/day for that stage in the whole city."""
    if row is None or not _known(row["open"], row["rate_done"], row["rate_new"]):
        return None
    stock = Stock(float(row["open"]), float(row["rate_new"]), float(row["rate_done"]))
    return Held("lab", row["as_of"], stock, row["deadline_at"])


def places(pack: Pack, line: Line, gauges: Iterable[GaugesRow]) -> Held | None:
    """Of beds and rooms those that run out first. `gauges`: rows of page/gauges of the whole city."""
    of_page = {g.id: KINDS[g.item] for g in pack.gauges.values() if g.sql == RUNWAY and g.item in KINDS}
    if line.page not in {pack.gauges[g].page for g in of_page} or line.tier != "headline":
        return None
    stated = [r for r in gauges if r["gauge"] in of_page and _known(r["numer"], r["denom"])]
    if not stated:
        return None
    first = min(stated, key=lambda r: r["numer"] / r["denom"] if r["denom"] > 0 else float("inf"))
    stock = Stock(max(0.0, float(first["numer"])), 0.0, float(first["denom"]))
    return Held(of_page[first["gauge"]], first["as_of"], stock)


def _known(*figures: float) -> bool:
    return all(n is not None and n == n for n in figures)
