"""The cities that finish together: a TOML file, named by the setting BOARD_CITIES, the same for all their boards.

rollups = "/srv/nation"                # a folder that all of them reach: there each board tells of itself

[[city]]
code = "310000"
zh = "上海市"
en = "Shanghai"
at = [121.47, 31.23]                   # longitude and latitude; left out: not on the map
board = "https://shanghai.example/"    # its own board; left out: not opened from here
store = "lake:postgresql://…"          # where its ledger and rows lie, as BOARD_STORE says it; left out: not audited
pack = "shanghai-2022"                 # by which operation; left out: by that of this board
"""

from pathlib import Path

from pydantic import Field

from data_pipeline.access.roles import read_table
from data_pipeline.core.settings import settings
from data_pipeline.declare.model import Declared


class City(Declared):
    code: str
    zh: str
    en: str
    at: tuple[float, float] | None = None
    board: str = Field("", pattern=r"^(https?://|/|$)")
    store: str = ""
    pack: str = ""

    def name(self, lang: str) -> str:
        return self.zh if lang == "zh" else self.en


class Nation(Declared):
    rollups: Path
    city: tuple[City, ...]

    def known(self, code: str) -> City | None:
        return next((c for c in self.city if c.code == code), None)


def nation() -> Nation | None:
    """None where this board stands alone. Raises DeclarationError where the file cannot be read or is wrong."""
    path = settings().cities
    return read_table(path, Nation) if path else None
