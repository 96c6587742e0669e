"""How long each step in the life of an action may take before it is said to be overdue."""

from datetime import timedelta

from pydantic import PositiveInt

from data_pipeline.declare.model import Declared


class ActionLimits(Declared):
    """Minutes. `answer_min` holds where no hour was promised. A step overdue for as long again is said one level up.
    `own_first_min`: how long what became of a promise is shown to its own district alone."""

    take_up_min: PositiveInt = 15
    answer_min: PositiveInt = 120
    check_min: PositiveInt = 120
    own_first_min: PositiveInt = 720

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
