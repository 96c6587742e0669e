"""How lines are projected: what is declared of them, at which places, and the spread that was fitted."""

from collections.abc import Mapping
from dataclasses import dataclass, field

CV = 0.12  # spread of the standing rate before a score has fitted it (domain 3.7)
Spread = float | Mapping[str | tuple[str, int], float]  # one for all, by line, or by (line, hour of the as_of)


@dataclass(frozen=True)
class Method:
    """`level`: of the areas that are projected; `whole`, `whole_level`: the area that finishes with the last of them.

    `worst_of`: lines without a ledger of their own, and the lines whose worst speaks for them. `since_round`: lines
    whose counters begin before midnight. `allow`: by line, the share of what is owed that its target lets stay open
    (coverage of 99 %: 0.01); `allow_here`: by line and area, where a place is held to another share.
    `strict`: lines that are cleared when nobody at all is left, however many stay over on a
    usual day. `notice_h`: hour of the day after which what comes is due the next morning (domain 0, point 3); None:
    there is no such hour.
    """

    level: str = "district"
    whole: str = ""
    whole_level: str = "city"
    worst_of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    spread: Spread = CV
    since_round: frozenset[str] = frozenset()
    allow: Mapping[str, float] = field(default_factory=dict)
    allow_here: Mapping[tuple[str, str], float] = field(default_factory=dict)
    strict: frozenset[str] = frozenset()
    notice_h: float | None = None

    def allowed(self, line: str, area: str) -> float:
        """The share of what is owed there that may stay open."""
        return self.allow_here.get((line, area), self.allow.get(line, 0.0))

    def spread_of(self, line: str, hour_of_day: int) -> float:
        """The fitted spread of a line at an hour; of the line; or the default."""
        if not isinstance(self.spread, Mapping):
            return float(self.spread)
        return self.spread.get((line, hour_of_day), self.spread.get(line, CV))


USUAL = Method()
