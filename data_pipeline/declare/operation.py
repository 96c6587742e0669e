"""What the operation is called, where it runs and how its day is cut."""

from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pydantic import field_validator
from pydantic_core import PydanticCustomError

from data_pipeline.declare.model import Named
from data_pipeline.words import Places
from data_pipeline.words.language import declared


def is_zone(name: str) -> bool:
    """Asked of the one zone: to list them all reads every file there is."""
    try:
        return bool(ZoneInfo(name).key)
    except (ValueError, OSError, KeyError):  # not found is a KeyError, a folder of zones an OSError
        return False


class Operation(Named):
    city_code: str = ""
    timezone: str = "Asia/Shanghai"
    slots: tuple[int, ...]  # hours at which feeds speak
    day_shown_from: int = 8  # before this hour the board still shows yesterday's close
    simulated: bool = False  # figures are simulated: said wherever they show
    classification_zh: str = ""  # 内部、秘密…: stands on every page, wall and export; blank, none
    classification_en: str = ""
    first_day: date | None = None
    last_day: date | None = None
    notice_target: str = ""  # metric of the hour after which what is notified is owed the next morning; blank: none
    staleness_target: str = ""  # metric whose red edge says how many reports may be missing before none is judged
    people_per_sampler: int = 360  # due for one sampler on duty
    two_keys_targets: bool = False  # targets that were set hold once another person approved them
    area_zh: str = ""  # what one area is called: 乡镇; blank, 区
    area_en: str = ""  # township
    areas_en: str = ""
    whole_zh: str = ""  # and all of them together: 全县; blank, 全市
    whole_en: str = ""  # the county
    meetings: tuple[str, ...] = ()

    @property
    def is_daily(self) -> bool:
        """Is a day told of once, at its close?"""
        return len(self.slots) == 1

    @property
    def places(self) -> Places:
        """What its sentences call its areas, and all of them together."""
        return Places(self.area_zh, self.area_en, self.areas_en, self.whole_zh, self.whole_en)

    def marked(self, lang: str) -> str:
        """The mark of classification; where one language has none, the other's stands."""
        return declared(self, "classification", lang) or self.classification_zh or self.classification_en

    @field_validator("timezone")
    @classmethod
    def _is_a_zone(cls, name: str) -> str:
        if not is_zone(name):
            raise PydanticCustomError("no_zone", "'{name}' is no time zone", {"name": name})
        return name

    if TYPE_CHECKING:  # it keys caches; that a frozen model can be hashed is added at run time

        def __hash__(self) -> int: ...
