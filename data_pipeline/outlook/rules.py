"""How the lines of a pack are projected: what its declarations say of them, and the spread that was fitted."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from data_pipeline.declare import Pack
from data_pipeline.forecast.prepare import CV, Spread

SPREAD = "spread.csv"  # line, hour ('' for all), cv: fitted on past days, never on those that are scored
ROUND = "R"  # a column that counts since its round began


@dataclass(frozen=True)
class Rules:
    """`lines`: those that are projected. `strict`: the humane lines, cleared only when nobody at all is left."""

    lines: frozenset[str]
    worst_of: Mapping[str, tuple[str, ...]]
    since_round: frozenset[str]
    strict: frozenset[str]
    spread: Spread
    whole: str

    def how(self) -> dict[str, Any]:
        """Keywords of forecast.project()."""
        return {
            "whole": self.whole,
            "worst_of": self.worst_of,
            "cv": self.spread,
            "since_round": self.since_round,
            "strict": self.strict,
        }


def rules(pack: Pack) -> Rules:
    shown = [line for line in pack.lines.values() if line.tier != "detail"]
    return Rules(
        lines=frozenset(line.id for line in shown),
        worst_of={line.id: line.worst_of for line in shown if line.worst_of},
        since_round=frozenset(line.id for line in pack.lines.values() if _by_round(pack, line.feed)),
        strict=frozenset(line.id for line in shown if line.tier == "humane"),
        spread=_spread(pack),
        whole=pack.operation.city_code,
    )


def _by_round(pack: Pack, feed: str) -> bool:
    return any(column.semantics == ROUND for column in pack.feeds[feed].columns)


def _spread(pack: Pack) -> Spread:
    file = pack.root / SPREAD
    if not file.is_file():
        return CV
    with file.open(encoding="utf-8", newline="") as rows:
        read = list(csv.DictReader(rows))
    return {(r["line"], int(r["hour"])) if r["hour"] else r["line"]: float(r["cv"]) for r in read}
