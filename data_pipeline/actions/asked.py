"""A decision or a step as a machine or a command line writes it: names and texts, checked and made typed values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from data_pipeline.actions.cards import card_of
from data_pipeline.actions.hour import hour_of
from data_pipeline.core.errors import BoardError
from data_pipeline.declare import Pack
from data_pipeline.store.log.steps import LEVELS, STEPS, Level, Step, StepName

STEP_FIELDS = ("unit", "level", "promised", "says")
CARD = "card"
DECIDED_FIELDS = ("what", "by", "line", "area")


@dataclass(frozen=True)
class Decided:
    what: str
    by: str
    line: str = ""
    area: str = ""


def step_of(name: str, asked: Mapping[str, str], by: str, at: datetime) -> Step:
    """Raises BoardError step_name, step_level_name, step_moment."""
    if name not in STEPS:
        raise BoardError("step_name", given=name[:40], known=", ".join(STEPS))
    level = asked.get("level", "")
    if level and level not in LEVELS:
        raise BoardError("step_level_name", given=level[:40], known=", ".join(LEVELS))
    return Step(cast(StepName, name), by, at, asked.get("unit", ""), cast(Level, level) if level else None,
                hour_of(asked.get("promised", ""), at), asked.get("says", ""),
                asked.get(CARD, ""))  # fmt: skip


def decided_of(pack: Pack, asked: Mapping[str, str]) -> Decided:
    """Raises BoardError action_line, action_area where the pack knows none of that name."""
    found = Decided(*(asked.get(name, "").strip() for name in DECIDED_FIELDS))
    if found.line and found.line not in pack.lines:
        raise BoardError("action_line", given=found.line[:40], known=", ".join(pack.lines))
    if found.area and found.area not in pack.area:
        raise BoardError("action_area", given=found.area[:40])
    return found


def by_card(pack: Pack, asked: Mapping[str, str], at: datetime, lang: str) -> Mapping[str, str]:
    """What a card says of it, where nothing else is asked for: what, line, area, unit, level, promised hour. Without a
    card as it was. Raises BoardError card_none."""
    if not asked.get(CARD):
        return asked
    card, area = card_of(pack, asked[CARD])
    own = {"what": card.name(lang), "line": card.line, "area": area, "unit": card.unit(lang), "level": card.level,
           "promised": f"{at + timedelta(hours=card.hours):%Y-%m-%d %H:%M}"}  # fmt: skip
    return own | {name: text for name, text in asked.items() if text.strip()}
