"""Reference tables of a pack, one row each: areas, vocabulary terms, targets, screening rounds."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BeforeValidator

from data_pipeline.declare.model import Declared
from data_pipeline.words.language import declared

Words = Annotated[tuple[str, ...], BeforeValidator(lambda v: tuple(v.split("|")) if isinstance(v, str) else v)]


class Area(Declared):
    code: str  # GB/T 2260: 6 digits for a district, 9 for a subdistrict
    zh: str
    en: str
    short_zh: str = ""  # where the name would crowd a chart
    short_en: str = ""
    level: Literal["city", "district", "subdistrict", "outside"]  # outside: a partner place that lends rooms
    parent: str = ""
    population: int | None = None
    area_km2: float | None = None
    lon: float | None = None
    lat: float | None = None
    is_quasi: bool = False  # industrial zones, farms: named by uploads, not statutory
    aliases: Words = ()

    def name(self, lang: str) -> str:
        return declared(self, "", lang)


class Term(Declared):
    """One allowed value of an enum, with its labels; task types carry unit and limit. `people`: rows of this kind are
    about people with a health or need attribute (disclosure_control.py)."""

    vocab: str
    code: str
    zh: str
    en: str
    aliases: Words = ()
    unit: str = ""
    due_when_zh: str = ""
    due_when_en: str = ""
    limit_zh: str = ""
    limit_en: str = ""
    people: bool = False
    one_en: str = ""  # of a unit, behind the figure 1

    def name(self, lang: str) -> str:
        return declared(self, "", lang)

    def one(self, lang: str) -> str:
        """As it stands behind the figure 1; its name where a language makes no difference, or none is declared."""
        return getattr(self, f"one_{lang}", "") or self.own_names.get(f"one_{lang}") or self.name(lang)


class Target(Declared):
    """One target with its levels (domain 3.10). `item` narrows it (a category, a stage); "" is the metric's own.

    `target` is what is aimed at. The two edges judge a value after the deadline, and count as the better side:
    on track up to `amber`, at risk up to `red`, beyond it needs support. An edge left blank is not judged. "up" and
    "down" say which way is better, "clock" is judged by the projected finish, "none" has no status.
    """

    metric: str
    item: str = ""
    scope: str = "city"
    zh: str
    en: str
    unit: str
    direction: Literal["up", "down", "clock", "none"]
    target: float | None = None
    amber: float | None = None  # the edge between on track and at risk
    red: float | None = None  # the edge between at risk and needs support
    aggregation_zh: str
    aggregation_en: str
    formula_zh: str = ""
    formula_en: str = ""
    responsible_zh: str
    responsible_en: str
    source: str = ""  # blank: an editable default, no public figure found
    valid_from: date
    edited_by_role: Literal["analyst", "approver", "admin"] = "approver"

    def name(self, lang: str) -> str:
        return declared(self, "", lang)


class TargetChange(Declared):
    """New levels of a declared target from `valid_from` on; what it means and how it is summed stays as declared."""

    metric: str
    item: str = ""
    valid_from: date
    target: float | None = None
    amber: float | None = None
    red: float | None = None
    responsible_zh: str
    responsible_en: str
    source: str = ""

    @property
    def key(self) -> tuple[object, ...]:
        """A later one with the same key takes its place."""
        return self.metric, self.item, self.valid_from


class Planned(Declared):
    """What is due a day of one line in one area, from a day on until another is planned: for work whose files say only
    what is done."""

    line: str
    area: str
    due: int
    valid_from: date


class Round(Declared):
    round_id: str
    zh: str
    en: str
    starts_at: datetime
    deadline_at: datetime
    rule_zh: str
    rule_en: str
    methods: Words = ()
    supersedes: str = ""
    source: str = ""


class System(Declared):
    """One thing the operation must do, in its own words. Lines and gauges say which systems they answer.

    `page` answers it where the board itself does (freshness, drill-down, definitions); `left_out` says why one is
    not built.
    """

    id: str
    zh: str
    en: str
    page: str = ""
    left_out_zh: str = ""
    left_out_en: str = ""

    def name(self, lang: str) -> str:
        return declared(self, "", lang)
