"""How the lines of a pack are projected: what its declarations say of them, and the spread that was fitted."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from data_pipeline.declare import Pack
from data_pipeline.declare.in_force import on_day
from data_pipeline.declare.local import TargetHere, here_on
from data_pipeline.declare.tables import Target
from data_pipeline.forecast.method import CV, Method, Spread

SPREAD = "spread.csv"  # line, hour ('' for all), cv: fitted on past days, never on those that are scored
ROUND = "R"  # a column that counts since its round began


@dataclass(frozen=True)
class Rules(Method):
    """`lines`: those that are projected. Strict are the humane ones."""

    lines: frozenset[str] = frozenset()


def rules(
    pack: Pack, targets: Sequence[Target] | None = None, day: date | None = None, here: Sequence[TargetHere] = ()
) -> Rules:
    """By the targets in force on `day`, by the pack's own where none are given; `here`: what places are held to."""
    aims = on_day(targets or pack.targets, day or date.max)
    notice = aims.get((pack.operation.notice_target, ""))
    shown = [line for line in pack.lines.values() if line.tier != "detail"]
    return Rules(
        lines=frozenset(line.id for line in shown),
        worst_of={line.id: line.worst_of for line in shown if line.worst_of},
        since_round=frozenset(line.id for line in pack.lines.values() if _by_round(pack, line.feed)),
        strict=frozenset(line.id for line in shown if line.tier == "humane"),
        spread=_spread(pack),
        whole=pack.operation.city_code,
        allow={line.id: share for line in shown if (share := _stays(aims.get((line.metric, "")))) > 0},
        allow_here={
            (line.id, x.area): _stays(x.of_whole(aim))
            for x in (here_on(here, day) if day else ())
            for line in shown
            if (line.metric, "") == (x.metric, x.item) and (aim := aims.get((x.metric, ""))) is not None
        },
        notice_h=notice.target if notice else None,
    )


def _stays(aim: Target | None) -> float:
    """What a target of less than all lets stay open, as mart.rate has it."""
    if aim is None or aim.direction != "clock" or aim.unit != "percent" or aim.target is None:
        return 0.0
    return 1 - aim.target / 100


def _by_round(pack: Pack, feed: str) -> bool:
    return any(column.semantics == ROUND for column in pack.feeds[feed].columns)


def _spread(pack: Pack) -> Spread:
    file = pack.root / SPREAD
    if not file.is_file():
        return CV
    with file.open(encoding="utf-8", newline="") as rows:
        read = list(csv.DictReader(rows))
    return {(r["line"], int(r["hour"])) if r["hour"] else r["line"]: float(r["cv"]) for r in read}
