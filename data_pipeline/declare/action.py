"""How long each step in the life of an action may take before it is said to be overdue, and which actions are agreed
beforehand for which state."""

from datetime import timedelta
from typing import Literal

from pydantic import Field, PositiveFloat, PositiveInt, model_validator

from data_pipeline.declare.model import Declared, Named
from data_pipeline.declare.wall import StateName
from data_pipeline.words.language import declared


class ActionCard(Named):
    """An action agreed beforehand; its names say what is to be done. It is offered while the indicator, or where none
    is named the line of work, is in one of the states: of the city, or of each district. `line`: by whose reports the
    promise is read. `hours`: from being opened to the hour that is promised. `level`: of the unit."""

    line: str = ""
    gauge: str = ""
    states: tuple[StateName, ...] = Field(default=("will_miss",), min_length=1)
    place: Literal["city", "district"] = "city"
    unit_zh: str
    unit_en: str
    level: Literal["subdistrict", "district", "city"] = "city"
    hours: PositiveFloat = 2

    @model_validator(mode="after")
    def _stands_on_something(self) -> "ActionCard":
        if not (self.line or self.gauge):
            raise ValueError("a card names a line or a gauge")
        return self

    def unit(self, lang: str) -> str:
        return declared(self, "unit", lang)


class ActionLimits(Declared):
    """Minutes. `answer_min` holds where no hour was promised. A step overdue for as long again is said one level up.
    `own_first_min`: how long what became of a promise is shown to its own district alone."""

    take_up_min: PositiveInt = 15
    answer_min: PositiveInt = 120
    check_min: PositiveInt = 120
    own_first_min: PositiveInt = 720
    card: tuple[ActionCard, ...] = ()

    @property
    def take_up(self) -> timedelta:
        return timedelta(minutes=self.take_up_min)

    @property
    def answer(self) -> timedelta:
        return timedelta(minutes=self.answer_min)

    @property
    def own_first(self) -> timedelta:
        return timedelta(minutes=self.own_first_min)

    @property
    def check(self) -> timedelta:
        return timedelta(minutes=self.check_min)
