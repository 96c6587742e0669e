"""What would change it: a line as it is and with other rates, on the same draws."""

from dataclasses import dataclass, replace

from data_pipeline.forecast.fan import Fan, fan
from data_pipeline.forecast.whatif import Change, Comparison, apply, compare
from data_pipeline.outlook.service import Outlook, by_clock


@dataclass(frozen=True)
class Wish:
    """`pace`, `arrivals`: per cent more (or fewer) everywhere; `plus`: items an hour more in `area`."""

    pace: int = 0
    arrivals: int = 0
    plus: int = 0
    area: str = ""

    def change(self) -> Change:
        plus = {self.area: float(self.plus)} if self.area and self.plus else None
        return Change(times=1 + self.pace / 100, arrivals=1 + self.arrivals / 100, plus=plus)


@dataclass(frozen=True)
class Tried:
    comparison: Comparison
    fan: Fan


def tried(said: Outlook, line: str, wish: Wish) -> Tried | None:
    """None where the line's figure may not be shown."""
    whole = said.past.rules.whole
    if said.of(line, whole) is None:
        return None
    ready = said.now.cases[said.part(line, whole)]
    compared = compare(ready, wish.change(), method=said.past.rules)
    before, after = (by_clock(side, said.moment.now) for side in (compared.before, compared.after))
    return Tried(replace(compared, before=before, after=after), fan(apply(ready.case, wish.change())))
