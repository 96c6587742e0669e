"""What to decide now: moves that change the city's finish or remainder by what counts, each with its cause, how many of
what, from where and by when; and once a deadline is past, who is left."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

import numpy as np
import pandas as pd

from data_pipeline.core.clock import AsOf
from data_pipeline.declare import Line, Pack
from data_pipeline.forecast.companion import Companion
from data_pipeline.forecast.moves import distances
from data_pipeline.forecast.rebalance import Move, Problem, rebalance
from data_pipeline.outlook.bought import Bought, bought
from data_pipeline.outlook.leftover import LeftOver, left_over
from data_pipeline.outlook.means import Means, Readings, Ready, stage
from data_pipeline.outlook.service import Outlook
from data_pipeline.outlook.sides import Side, side

MOST, OF_A_LINE = 6, 2  # matters told, in all and of one line
LEAST = 0.5  # items an hour: less is not worth asking for
PART = 0.1  # of a unit, that is not another one
GIVES = 0.3  # of what a district has, the most it may be asked for: the rest is its reserve
LEAD = HALF_HOUR = timedelta(minutes=30)  # so long an order takes, where the next slot is the deadline
FAR_KM = 60.0  # no unit is asked to go further
STRONGER = 0.3  # of what a district has, the most that is brought in: more could not be put to work in a day


@dataclass(frozen=True)
class Order:
    """`units` more of a resource in the area: `moves` of it from other districts, the rest found by the city; or units
    that stand `ready` there. `each`: items an hour that one of them does; `held`: what the area has. `plus`: items an
    hour more, or fewer where the units come from, by area."""

    gauge: str
    units: int
    held: float
    each: float
    plus: Mapping[str, float]
    moves: Sequence[Move] = ()
    ready: Ready | None = None

    @property
    def from_city(self) -> int:
        return 0 if self.ready else self.units - sum(m.amount for m in self.moves)


@dataclass(frozen=True)
class Matter:
    """`part`: the line whose ledger it is, where `line` speaks for the worst of several. `by`: when it must be in
    place; what it buys is reckoned from then. `left`, `possibly`: there at the deadline, without it."""

    line: str
    part: str
    area: str
    left: float
    possibly: float
    order: Order
    by: datetime
    deadline: datetime
    bought: Bought
    pace: float  # of the whole city
    stage: str = ""  # the bottleneck there, of a line that has stages
    companion: Companion | None = None

    @property
    def worth_h(self) -> float:
        """Hours by which the city is further on: its finish, or what is not left over, in hours of its pace."""
        return max(self.bought.earlier / timedelta(hours=1), self.bought.fewer / self.pace if self.pace else 0.0)


@dataclass(frozen=True)
class Situation:
    """All that is looked at: the newest rows of page/day as judged, the gauges, the outlook where there is one."""

    pack: Pack
    moment: AsOf
    rows: pd.DataFrame
    readings: Readings
    said: Outlook | None

    @property
    def whole(self) -> str:
        return self.pack.operation.city_code

    def in_place(self, deadline: datetime) -> datetime | None:
        """The hour by which an order is carried out: the next slot; where that is the deadline, the first half hour
        that leaves LEAD. None where neither comes before it. It cannot pass while this board is shown."""
        now, midnight = self.moment.now, datetime.combine(self.moment.ops_day, time.min)
        slots = (midnight + timedelta(hours=h) for h in self.pack.operation.slots)
        half = midnight + -(-(now + LEAD - midnight) // HALF_HOUR) * HALF_HOUR
        return next((t for t in (next((s for s in slots if s > now), half), half) if t < deadline), None)


def to_decide(
    pack: Pack, moment: AsOf, rows: pd.DataFrame, gauges: pd.DataFrame, said: Outlook | None
) -> list[Matter | LeftOver]:
    """Of the headline lines. `rows` of page/day as judged, `gauges` of page/gauges. What brings the city furthest comes
    first, then those who were left after a deadline."""
    if rows.empty:
        return []
    at = Situation(pack, moment, pd.DataFrame(rows[rows["is_latest"]]), Readings(pack, gauges), said)
    lines = [x for x in pack.lines.values() if x.tier == "headline"]
    found = [m for x in lines for m in sorted(_matters(at, x), key=lambda m: -m.worth_h)[:OF_A_LINE]]
    found = sorted(found, key=lambda m: -m.worth_h)
    left = [x for line in lines if (x := left_over(pack, moment, at.rows, line))]
    return [*found[:MOST], *left]


def _matters(at: Situation, line: Line) -> Iterator[Matter]:
    """Districts with most left come first, and what one takes from another is not there for the next."""
    of = side(at.said, at.rows, line.id, at.whole)
    by = at.in_place(of.deadline) if of else None
    if of is None or by is None:
        return
    now, taken = of.now(), np.zeros(len(of.areas))
    for area in sorted(of.first(), key=lambda a: -of.left(a)[0]):
        held_up = stage(at.pack, line, at.rows, area)
        if held_up is not None and held_up.unit != line.unit:
            continue  # what comes in is too little: more hands at the end have nothing to do
        for order in _orders(at, of, area, by, taken):
            if buys := bought(now, of.tried(order.plus, by), of.deadline):
                low, high = of.left(area)
                facts = {"stage": held_up.id if held_up else "", "companion": of.companion(area)}
                yield Matter(line.id, of.line, area, low, high, order, by, of.deadline, buys, of.pace.sum(), **facts)
                for m in order.moves:
                    taken[of.areas.index(m.source)] += m.amount
                break


def _orders(at: Situation, of: Side, area: str, by: datetime, taken: np.ndarray) -> Iterator[Order]:
    """The least that may do, first: what stands ready there; what other districts spare; and the rest from the city."""
    more = of.more(area, by)
    if more < LEAST:
        return
    hours = (of.deadline - by).total_seconds() / 3600
    if ready := at.readings.ready(of.line, area):
        units = int(min(ready.units, np.ceil(more * hours - PART)))
        yield Order(ready.gauge.id, units, ready.units, 1 / hours, {area: units / hours}, ready=ready)
    city = at.rows[(at.rows["line"] == of.line) & (at.rows["area_code"] == at.whole)]
    means = at.readings.means(of.line, of.areas, of.pace)
    if means is None or city.empty or not at.readings.admitted(of.line, float(city.iloc[0]["open"])):
        return
    yield from _of_means(at, of, means, (area, more), taken)


def _of_means(at: Situation, of: Side, means: Means, gap: tuple[str, float], taken: np.ndarray) -> Iterator[Order]:
    area, more = gap
    i = of.areas.index(area)
    held, each = float(means.held[i]), float(means.each[i])
    units = int(min(np.ceil(more / each), np.floor(STRONGER * held))) if each > 0 else 0
    if units < 1:
        return
    need = np.zeros(len(of.areas))
    need[i] = units
    moves = _moves(at, of, means, need, taken)
    some = sum(m.amount for m in moves)
    fewer = {m.source: -m.amount * float(means.each[of.areas.index(m.source)]) for m in moves}
    for n in dict.fromkeys((some, units)):
        if n:
            yield Order(means.gauge.id, n, held, each, {area: n * each, **fewer}, moves)


def _moves(at: Situation, of: Side, means: Means, need: np.ndarray, taken: np.ndarray) -> tuple[Move, ...]:
    """From the nearest districts that stay on track without them."""
    spare = np.where(need > 0, 0, np.maximum(of.spare(means.each, GIVES * means.held) - taken, 0))
    places = [at.pack.area[a] for a in of.areas]
    lon, lat = (np.array([getattr(p, n) or 0.0 for p in places]) for n in ("lon", "lat"))
    far = distances(lon, lat)
    return rebalance(Problem(means.gauge.id, of.areas, spare, need, far, scope=far <= FAR_KM)).moves
