"""What to decide now: the districts whose gaps cost the city most, each with its cause, a move and what that buys."""

from dataclasses import dataclass

from data_pipeline.forecast import City, Projection
from data_pipeline.forecast.companion import Companion
from data_pipeline.forecast.types import P90
from data_pipeline.forecast.whatif import Change, compare
from data_pipeline.outlook.service import Outlook
from data_pipeline.outlook.why import gain
from data_pipeline.status import UNLIKELY

HOLDERS = 2  # districts tried for each line
LEAST = 0.5  # items an hour: less is not worth asking for
MOST = 6  # matters told


@dataclass(frozen=True)
class Matter:
    """`part`: the line whose ledger it is, where `line` speaks for the worst of several. `more`: items an hour that
    close the gap in this district, at the middle case or, where that is closed, at the bad one. `gain_h`: hours by
    which the city then clears earlier, mean; `before` and `after`: the city without and with it."""

    line: str
    part: str
    area: str
    left: float
    possibly: float
    more: float
    companion: Companion | None
    gain_h: float
    before: City
    after: City

    @property
    def fewer_left(self) -> float:
        return (self.before.left_p50 or 0.0) - (self.after.left_p50 or 0.0)

    @property
    def worth_h(self) -> float:
        """Hours by which the city is further on: its finish, or where that is out of reach the hours of its present
        pace that are not left over at the deadline."""
        rate = self.before.rate_done
        return max(self.gain_h, self.fewer_left / rate if rate else 0.0)


def matters(said: Outlook, lines: list[str]) -> list[Matter]:
    """Of the lines given, judged by projection; the one that brings the city furthest comes first."""
    found = []
    for line in lines:
        city = said.of(line, said.past.rules.whole)
        if not isinstance(city, City) or (city.p_overdue or 0.0) < UNLIKELY or not city.hours_left:
            continue
        found += [m for area, _ in city.holders[:HOLDERS] if (m := _matter(said, city, line, area))]
    return sorted(found, key=lambda m: -m.worth_h)[:MOST]


def _matter(said: Outlook, city: City, line: str, area: str) -> Matter | None:
    here = said.any(city.part or line, area)
    more = _more(here) if here else 0.0
    if here is None or more < LEAST:
        return None
    change = Change(plus={area: more})
    tried = compare(said.now.cases[city.part or line], change, whole=said.past.rules.whole)
    return Matter(
        line=line,
        part=city.part or line,
        area=area,
        left=here.left_p50 or 0.0,
        possibly=here.left_p90 or 0.0,
        more=more,
        companion=said.companion(city.part or line, area),
        gain_h=gain(said.now.cases[city.part or line].case, change).hours,
        before=tried.before,
        after=tried.after,
    )


def _more(here: Projection) -> float:
    middle = here.more_needed() or 0.0
    return middle if middle >= LEAST else here.more_needed(P90) or 0.0
