"""Where a place is held to a target of its own: what it is, what holds elsewhere, on which days, and who says so."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from data_pipeline.declare import Pack
from data_pipeline.declare.in_force import on_day
from data_pipeline.declare.local import ENDLESS, HeldTo, LocalTarget, here_on, standing_on
from data_pipeline.declare.tables import Target
from data_pipeline.outlook.readings import SIGNS
from data_pipeline.words import say
from data_pipeline.words.language import declared
from data_pipeline.words.numbers import BLANK
from data_pipeline.words.numbers import day as day_name

CODE = re.compile(r"S\d")  # of the list of public sources
COLUMNS = ("place", "metric", "here", "elsewhere", "days", "source")


@dataclass(frozen=True)
class HeldHere:
    """`place`: the area, or the zone through which it holds there."""

    place: str
    metric: str
    here: str
    elsewhere: str
    days: str
    source: str

    def cells(self, names: Sequence[str] = COLUMNS) -> list[str]:
        return [getattr(self, name) for name in names]


def held_here(pack: Pack, held: HeldTo, day: date, lang: str, area: str = "") -> list[HeldHere]:
    """Of one area; of the whole operation every such target in force that day, as they were declared and set."""
    whole = on_day(held.targets, day)
    one_area = area not in ("", pack.operation.city_code)
    rows: Sequence[LocalTarget] = here_on(held.here, day, area) if one_area else standing_on(held.local, day)
    return [_held(pack, row, whole[row.metric, row.item], lang) for row in rows if (row.metric, row.item) in whole]


def coming_here(pack: Pack, held: HeldTo, day: date, lang: str) -> list[HeldHere]:
    """Those whose first day is to come."""
    whole = on_day(held.targets, day)
    rows = (row for row in held.local if row.valid_from > day and not row.withdrawn)
    return [_held(pack, row, whole[row.metric, row.item], lang) for row in rows if (row.metric, row.item) in whole]


def _held(pack: Pack, row: LocalTarget, whole: Target, lang: str) -> HeldHere:
    place = pack.term("zone", row.zone, lang) if row.zone else pack.area[row.area].name(lang)
    own = whole.model_copy(update={n: getattr(row, n) for n in ("target", "amber", "red")})
    return HeldHere(place, declared(whole, "", lang), level(pack, own, lang), level(pack, whole, lang),
                    days_of(row, lang), source_of(row.source, lang))  # fmt: skip


def level(pack: Pack, target: Target, lang: str) -> str:
    """≥ 95 %: the better edge with its sign and unit; the target itself where pace judges it, or it has no edge."""
    edge = target.target if target.direction == "clock" or target.amber is None else target.amber
    if edge is None:
        return BLANK
    sign, unit = SIGNS.get(target.direction, ""), pack.unit(target.unit, lang)
    return say(lang, "targets.level", sign=sign, figure=f"{edge:,.10g}", unit=unit).strip()


def days_of(row: LocalTarget, lang: str) -> str:
    first = day_name(row.valid_from, lang)
    if row.valid_to in (None, ENDLESS):
        return say(lang, "targets.from_day", first=first)
    if row.valid_to == row.valid_from:
        return say(lang, "targets.one_day", first=first)
    return say(lang, "targets.days_of", first=first, last=day_name(row.valid_to, lang))


def source_of(source: str, lang: str) -> str:
    """Where a target comes from; of several, each."""
    if not source:
        return say(lang, "definitions.no_source")
    parts = [s.strip() for s in source.split(";")]
    return say(lang, "text.apart").join(_source(s, lang) for s in parts)


def _source(said: str, lang: str) -> str:
    """A code of the list of public sources, S31; else as it is said."""
    if said == "seed":
        return _s(lang, "seed")
    return _s(lang, "public", code=said) if CODE.match(said) else said


def _s(lang: str, name: str, **facts: object) -> str:
    return say(lang, f"definitions.{name}", **facts)
