"""All that a page is drawn from: the day, the gauges and the health of the feeds, and what the viewer chose."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import pandas as pd

from data_pipeline.actions.cards import Offered
from data_pipeline.core.records import records
from data_pipeline.declare import Line
from data_pipeline.declare.local import HeldTo, nothing_held
from data_pipeline.doubts.found import Found
from data_pipeline.outlook.alerts import Alert
from data_pipeline.outlook.day import IN_NEED
from data_pipeline.outlook.decide import Matter
from data_pipeline.outlook.leftover import LeftOver
from data_pipeline.outlook.readings import Readings
from data_pipeline.words import say
from pages.model.canvas import Canvas

R = TypeVar("R")
Keep = Callable[[tuple, Callable[[], Any]], Any]  # keep(key, make): what `make` gives, for all looks made once
Ask = Callable[..., pd.DataFrame]  # ask("page/place", **parameters): a named query, as known at this scene's moment


def _nobody(name: str, **_: object) -> pd.DataFrame:
    raise LookupError(f"{name}: this scene has nobody to ask")


def _anew(_: tuple, make: Callable[[], Any]) -> Any:
    return make()


@dataclass(frozen=True)
class Scene(Canvas):
    readings: Readings
    freshness: pd.DataFrame
    line: str | None = None  # chosen by the viewer
    area: str | None = None
    ask: Ask = _nobody
    matters: Callable[[], Sequence[Matter | LeftOver]] = list  # to decide now; worked out when a page asks
    alerts: Callable[[], Sequence[Alert]] = list
    cards: Callable[[], Sequence[Offered]] = list  # actions agreed beforehand that are offered now
    again: Callable[[], Found] = Found  # figures to be looked at again; worked out when a page asks
    held: Callable[[], HeldTo] = nothing_held  # targets as known at this moment
    keep: Keep = _anew  # what follows from rows alone is the same in every language and colour

    def asked(self, name: str, of: type[R], **params: Any) -> list[R]:
        """The rows of a named query, typed by it. They are shared: nobody changes them."""
        return self.keep((name, of.__name__, *sorted(params.items())), lambda: records(self.ask(name, **params), of))

    @property
    def place(self) -> str:
        """The area chosen, or the whole city."""
        return self.area or self.day.city_code

    def line_of(self, page: str) -> Line | None:
        """The line this page speaks of first: the one chosen, else its headline line most in need, else, while all are
        on track, the first of them."""
        own = self.day.lines_of(page)
        if chosen := next((x for x in own if x.id == self.line), None):
            return chosen
        headline = [x for x in own if x.tier != "detail"]
        pressing = self.day.pressing(headline) or self.day.pressing(own)
        if pressing and self.day.state(pressing.id) in IN_NEED:
            return pressing
        shown = (x for x in [*headline, *own] if self.day.city(x.id))
        return next(shown, None) or next(iter(own), None)

    def titled(self, title: str) -> str:
        """A title that names the area chosen, where its figures are of that area alone."""
        if self.place == self.day.city_code:
            return title
        return say(self.lang, "duty.placed", area=self.pack.area[self.place].name(self.lang), title=title)
