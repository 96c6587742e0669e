"""The question of the explore page: one line or gauge, areas of one level, some slots of the day; and its answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

import pandas as pd

from data_pipeline.board.board import Board
from data_pipeline.core.clock import AsOf
from data_pipeline.declare import Gauge, Line, Pack
from data_pipeline.publish.disclosure_control import NEVER_BELOW, ROWS, counts_people, rows_of
from data_pipeline.publish.sheet import Column, Sheet
from data_pipeline.trace.bench import OLDEST, PARTS, PLACES, SUMMED
from data_pipeline.words import say

CITY_AND_DISTRICTS = ("city", "district")
BELOW = "subdistrict"
DISTRICT, AREA = PLACES


@dataclass(frozen=True)
class Question:
    """`areas`: district codes, empty for all. `since`, `until`: slots, both included. `days`: so many days side by side
    instead, at the hour of this one, and of `also` too; 0: the day's course."""

    of: Line | Gauge
    level: str
    areas: tuple[str, ...]
    since: datetime
    until: datetime
    days: int = 0
    also: Line | Gauge | None = None

    def levels(self, pack: Pack) -> tuple[str, ...]:
        """Gauges are reckoned for districts and the city, and so is what is kept of days."""
        below = pack.has_subdistricts and isinstance(self.of, Line) and not self.days
        return (*CITY_AND_DISTRICTS, BELOW) if below else CITY_AND_DISTRICTS

    @property
    def figures(self) -> tuple[Line | Gauge, ...]:
        """What is asked for, each once."""
        return (self.of, self.also) if self.also and self.also.id != self.of.id else (self.of,)


def slots(pack: Pack, moment: AsOf) -> list[datetime]:
    """The slots of the day that have begun."""
    midnight = datetime.combine(moment.ops_day, time.min)
    begun = [at for h in pack.operation.slots if (at := midnight + timedelta(hours=h)) <= moment.as_of]
    return begun or [moment.as_of]


def ask(board: Board, moment: AsOf, q: Question) -> pd.DataFrame:
    """One row per area and slot."""
    name = "page/explore_line" if isinstance(q.of, Line) else "page/explore_gauge"
    return board.rows(
        name,
        moment.known_at,
        ops_day=moment.ops_day,
        figure=q.of.id,
        level=q.level,
        areas=list(q.areas),
        since=q.since,
        until=q.until,
    )


def answer(pack: Pack, q: Question, rows: pd.DataFrame, notes: Sequence[tuple[str, str]], lang: str) -> Sheet:
    """The rows as a table that may be shown and exported."""
    sub = q.level == BELOW
    frame = rows.assign(
        district=[_name(pack, c, lang) for c in rows[DISTRICT]], place=[_name(pack, c, lang) for c in rows[AREA]]
    )
    places = [Column("district", _title("district", lang))] + ([Column("place", _title("place", lang))] if sub else [])
    slot = [Column("as_of", _title("as_of", lang), "moment")]
    people = isinstance(q.of, Line) and counts_people(pack, q.of)
    parts = [_column(people, p, lang) for p in (*SUMMED, "due", "rate", *OLDEST, *PARTS[False]) if p in rows]
    name = f"{q.of.id}_{q.level}_{q.since:%Y%m%d_%H%M}_{q.until:%H%M}"
    below = pd.Series(sub and people, index=rows.index)
    if isinstance(q.of, Line):
        frame[ROWS] = rows_of(q.of)
    return Sheet.of(name, notes, [*places, *slot, *parts], frame, below=below)


def _column(people: bool, part: str, lang: str) -> Column:
    return Column(
        part,
        _title(part, lang),
        "number",
        people=people and part in SUMMED,
        rate=people and part in NEVER_BELOW,
        age=people and part in OLDEST,
    )


def _title(name: str, lang: str) -> str:
    return say(lang, f"explore.col_{name}")


def _name(pack: Pack, code: str, lang: str) -> str:
    return pack.area[code].name(lang) if code in pack.area else code
