"""A document made of the board's figures at its meetings: which parts, of which blocks, for whom and when."""

from datetime import date
from typing import Literal

from pydantic import field_validator
from pydantic_core import PydanticCustomError

from data_pipeline.declare.model import Declared, Named
from data_pipeline.words import LANGUAGES
from data_pipeline.words.language import declared

BlockName = Literal[
    "overview", "duties", "progress", "people", "lines", "late", "alerts", "decisions", "decided", "carry", "rounds",
    "next", "matrix", "course", "areas", "map", "definitions", "sources",
    "missed", "erred", "promised", "bought", "carried", "moves",
]  # fmt: skip


class BriefPart(Declared):
    """`name`: its heading is `brief.part_<name>` in the catalogue. An `annex` begins a page of its own."""

    name: str
    blocks: tuple[BlockName, ...]
    annex: bool = False


class BriefForm(Named):
    """`at`: hours of the day at which it is issued, numbered through from the first one of the day `first`. `files`:
    those that are made of it then ("zh.pdf"); none: it is not issued by itself. `copy_too`: the board of that moment as
    one file goes with it. `wait_min`: how long it waits for the slot's files. `confirm`: it is a
    draft until a person has confirmed it, and issued with their remarks."""

    issuer_zh: str = ""
    issuer_en: str = ""
    to_zh: str = ""
    to_en: str = ""
    level: Literal["city", "district"] = "city"
    at: tuple[str, ...] = ()
    first: date | None = None
    files: tuple[str, ...] = ()
    copy_too: bool = False
    wait_min: int = 45
    confirm: bool = False
    part: tuple[BriefPart, ...]

    def issuer(self, lang: str) -> str:
        return declared(self, "issuer", lang)

    def to(self, lang: str) -> str:
        return declared(self, "to", lang)

    def number(self, day: date, hour: str) -> int | None:
        """第N期; None between the declared hours, and before the first day."""
        if self.first is None or day < self.first or hour not in self.at:
            return None
        return (day - self.first).days * len(self.at) + self.at.index(hour) + 1

    @field_validator("files")
    @classmethod
    def _made(cls, files: tuple[str, ...]) -> tuple[str, ...]:
        """Which forms there are is known where they are made."""
        for lang, dot, form in (f.partition(".") for f in files):
            if lang not in LANGUAGES or not dot or not form:
                raise ValueError(f"{lang}{dot}{form}: a language and a form, as zh.pdf")
        return files

    @field_validator("at")
    @classmethod
    def _in_order(cls, hours: tuple[str, ...]) -> tuple[str, ...]:
        if list(hours) != sorted(set(hours)):
            raise PydanticCustomError("hours_order", "hours stand in their order, each once")
        return hours
