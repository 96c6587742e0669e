"""What everything on a page is drawn with: the day, the language and the theme."""

from dataclasses import dataclass

from data_pipeline.declare import Pack
from data_pipeline.outlook.day import Day


@dataclass(frozen=True)
class Canvas:
    day: Day
    lang: str
    theme: str

    @property
    def pack(self) -> Pack:
        return self.day.pack
