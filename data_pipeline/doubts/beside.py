"""Second figures: what they confirm of what is reported as done, and whether both contradict each other."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from data_pipeline.core.records import records
from data_pipeline.declare.doubt import Beside, DoubtRules
from data_pipeline.doubts.signs import Doubt, Sign
from data_pipeline.query.rows import BesideRow

Z = 1.96  # of a 95 % interval


@dataclass(frozen=True)
class Second:
    """The newest word of one second figure. `share`: what it confirms of what is reported, at most 1. `upper`: as much
    as that may be, by chance: of a sample the upper end of its 95 % interval, of a count the count itself."""

    source: Beside
    line: str
    area: str
    as_of: datetime
    reported: float
    confirmed: float

    @property
    def share(self) -> float:
        return min(self.confirmed / self.reported, 1.0)

    @property
    def upper(self) -> float:
        return wilson_upper(self.confirmed, self.reported) if self.source.of == "sample" else self.share

    def contradicts(self, rules: DoubtRules) -> bool:
        if self.source.of == "sample":
            return self.upper < 1 - rules.missing
        missing = self.reported - self.confirmed
        return missing >= rules.least and missing > self.source.within * self.reported

    def doubt(self) -> Doubt:
        return Doubt(Sign.BESIDE, self.line, self.area, self.as_of, self.reported, self.confirmed, other=self.source.id)


def seconds(rows: pd.DataFrame, rules: DoubtRules) -> list[Second]:
    """`rows` of page/beside. Of each source, line and area the newest, in the order of the rows."""
    sources = {x.id: x for x in rules.beside}
    newest: dict[tuple[str, str, str], Second] = {}
    for row in records(rows, BesideRow):
        key = row["source"], row["line"], row["area_code"]
        if row["reported"] > 0:
            newest[key] = Second(sources[key[0]], *key[1:], row["as_of"], row["reported"], row["confirmed"])
    return list(newest.values())


def contradicted(of: Iterable[Second], rules: DoubtRules) -> list[Doubt]:
    return [s.doubt() for s in of if s.contradicts(rules)]


def wilson_upper(good: float, of: float) -> float:
    """The upper end of Wilson's interval (E. B. Wilson, JASA 22, 1927) for a share, at 95 %."""
    p, z2 = good / of, Z * Z
    middle, half = p + z2 / (2 * of), Z * ((p * (1 - p) + z2 / (4 * of)) / of) ** 0.5
    return (middle + half) / (1 + z2 / of)
