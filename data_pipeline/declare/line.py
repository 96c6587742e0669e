"""Lines of work (one ledger each) and gauges (a value against a threshold)."""

from typing import Literal

from data_pipeline.declare.model import Named
from data_pipeline.words.language import declared


class Line(Named):
    """A duty with a ledger: carry_in + new_due - done - cancelled = open.

    `sql` names queries/line/<sql>.sql, or a ledger declared by its columns (shape.py); `item` picks its rows where one
    file serves many lines.
    `worst_of`: this line has no ledger of its own and speaks for the worst of these lines, never their sum.
    """

    short_zh: str = ""  # where the name has no room
    short_en: str = ""
    duty_zh: str = ""  # the duty's short phrase, 应收尽收
    duty_en: str = ""
    feed: str
    sql: str = ""
    item: str = ""
    worst_of: tuple[str, ...] = ()
    unit: str
    deadline: str = "24:00"  # of the operating day
    tier: Literal["headline", "humane", "detail"] = "detail"
    metric: str = "M01"
    people: bool = False  # counts people with a need, where the kinds of its feed's rows do not say so (vocab.csv)
    systems: tuple[str, ...] = ()  # rows of the system table this line answers
    page: str = ""

    def short(self, lang: str) -> str:
        return declared(self, "short", lang) or self.name(lang)


class Gauge(Named):
    """A value against a threshold: runway, days of cover, occupancy, staffing. `sql` names queries/gauge/<sql>.sql,
    or a reading declared by its columns (shape.py)."""

    feed: str
    sql: str
    item: str = ""
    unit: str
    metric: str
    speeds: str = ""  # units of it may be moved between districts, and speed up this line of work there
    ready: str = ""  # what stands ready to be done of this line of work at once
    lacks: str = ""  # what of that cannot be done yet, and so keeps this line of work
    admits: str = ""  # the places that what is done of this line of work needs
    ahead: bool = False  # a daily stock: its next day's level is told as a range
    higher_is_better: bool = True
    tier: Literal["headline", "humane", "detail"] = "detail"
    systems: tuple[str, ...] = ()
    page: str = ""
