"""All that the views of one wall are made from, and what a view is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

import pandas as pd

from data_pipeline.actions.standing import Standing
from data_pipeline.declare import Line
from data_pipeline.outlook.day import Day
from data_pipeline.outlook.decide import Matter
from data_pipeline.outlook.leftover import LeftOver
from data_pipeline.outlook.readings import GaugeRow, Readings
from data_pipeline.sentences.phrases import short
from data_pipeline.sentences.states import word
from data_pipeline.words import listed, say
from pages.components.alerts import Alerts
from pages.components.html import Markup
from pages.model.canvas import Canvas
from pages.model.cities import Cities
from pages.views.wall.room import Room


class Judged(NamedTuple):
    """A line's or an indicator's state in the city or area of the wall; what a view says of it."""

    name: str
    state: str
    word: str


@dataclass(frozen=True)
class Seen(Canvas):
    """Its day is focused on the area the wall speaks of."""

    freshness: pd.DataFrame  # page/freshness
    gauges: Readings  # page/gauges
    before: Day | None  # the day as the last meeting saw it
    meeting: datetime | None
    room: Room
    matters: Sequence[Matter | LeftOver] = ()
    actions: Sequence[Standing] = ()
    alerts: Alerts | None = None
    cities: Cities | None = None  # where several finish together

    @property
    def worst(self) -> Line:
        """The headline line most in need."""
        first = next(iter(self.day.lines("headline")))
        return self.day.pack.lines[self.day.most_pressing or first.id]

    def gauge(self, id: str) -> GaugeRow | None:
        """Its row in the area the wall speaks of."""
        return self.gauges.at(id, self.day.city_code)

    def judged(self, lines: Iterable[Line]) -> dict[str, Judged]:
        """By line: its state as a whole."""
        return {x.id: self._judged(x) for x in lines}

    def _judged(self, line: Line) -> Judged:
        state = self.day.state(line.id)
        return Judged(line.short(self.lang), state, word(state, self.lang, self.day.city(line.id)))

    def place(self) -> str:
        return self.day.pack.area[self.day.city_code].name(self.lang)

    def own(self) -> str:
        """The title of a view by district, where other districts are not shown."""
        return say(self.lang, "sight.wall", areas=self.names([a.code for a in self.day.pack.districts]))

    def names(self, codes: list[str]) -> str:
        return listed(self.lang, [short(self.day.pack.area[c], self.lang) for c in codes])


@dataclass(frozen=True)
class View:
    """One screenful: a sentence, and the picture that proves it. `feed`: the one it hangs on, if it is one. `judged`:
    what it says the state of, by id."""

    id: str
    title: str
    body: Markup
    charts: dict[str, dict] = field(default_factory=dict)
    feed: str = ""
    judged: Mapping[str, Judged] = field(default_factory=dict)
