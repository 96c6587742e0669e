"""What an offline copy is taken of: one clock that stands, one sight, and the slots of the day up to it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from data_pipeline.access.sight import Sight
from data_pipeline.board.board import board
from data_pipeline.board.moments import moment_of
from data_pipeline.core.clock import AsOf, Clock, read_clock
from data_pipeline.declare import Pack
from data_pipeline.outlook import outlook
from pages.app.data_version import data_version
from pages.app.looking import Looking
from pages.app.questions import slot_word
from pages.app.traces import frozen


@dataclass(frozen=True)
class Taken:
    clock: Clock
    sight: Sight

    @staticmethod
    def of(clock: Clock, sight: Sight) -> "Taken":
        """A clock that runs stands from here on: all of a copy is of one moment."""
        return Taken(read_clock(frozen(moment_of(clock)), board().pack.operation), sight)

    @property
    def moment(self) -> AsOf:
        return moment_of(self.clock)

    @property
    def version(self) -> str:
        return data_version(self.clock, self.sight)

    @property
    def pack(self) -> Pack:
        return self.sight.pack(board().pack)

    @property
    def named(self) -> str:
        """As a sentence names it: the day's end is its 24:00."""
        moment = self.moment
        return f"{moment.ops_day} {slot_word(moment.as_of, moment)}"

    @property
    def slot(self) -> str:
        """As an address names it."""
        return f"{self.moment.as_of:%Y%m%dT%H%M}"

    def looking(self, lang: str, theme: str) -> Looking:
        return Looking(lang, theme, True, self.clock, None, None, {}, self.sight)

    def work_out(self) -> None:
        """The forecast, which pages otherwise wait for in the background."""
        outlook(board(), self.moment)

    def slots(self) -> Iterator["Taken"]:
        """The same board at each slot of its day before this one, as known now."""
        moment = self.moment
        midnight = datetime.combine(moment.ops_day, time())
        for hour in board().pack.operation.slots:
            if (at := midnight + timedelta(hours=hour)) < moment.as_of:
                yield replace(self, clock=self.clock.back(at, moment.known_at))
