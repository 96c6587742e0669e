"""The channels by which messages leave: a TOML file, named by the setting BOARD_OUTBOX.

[[channel]]
id = "archive"
kind = "folder"                # folder, mail, webhook, wecom (企业微信), dingtalk (钉钉)
to = ["/srv/briefs"]           # folder or address; of mail several
takes = ["brief", "copy"]      # kinds of message: brief, copy, alert, action (overdue steps); left out: brief
files = ["*_zh.pdf"]           # which files go along, by their names; left out: all that the kind can take
lang = "zh"                    # of what a person reads; left out: BOARD_LANG
secret = "SEC…"                # by which webhook and dingtalk sign
board = "https://board.city.example/"    # where the board is opened, for a link
"""

from fnmatch import fnmatch
from pathlib import Path
from typing import Literal
from urllib.parse import urljoin

from pydantic import Field, field_validator, model_validator

from data_pipeline.access.roles import read_table
from data_pipeline.core.settings import settings
from data_pipeline.declare.model import Declared
from data_pipeline.outbox.message import Attached, Message
from data_pipeline.words import LANGUAGES

Kind = Literal["folder", "mail", "webhook", "wecom", "dingtalk"]
WEB = ("http://", "https://")


class Channel(Declared):
    id: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")
    kind: Kind
    to: tuple[str, ...] = Field(min_length=1)
    takes: tuple[str, ...] = ("brief",)
    files: tuple[str, ...] = ("*",)
    lang: str = ""
    secret: str = ""
    board: str = ""

    @field_validator("lang")
    @classmethod
    def _spoken(cls, lang: str) -> str:
        if lang and lang not in LANGUAGES:
            raise ValueError(f"one of {', '.join(LANGUAGES)}")
        return lang

    @model_validator(mode="after")
    def _reached(self) -> "Channel":
        """Addresses fit the kind; what is wrong is told without the address, which may hold a key."""
        if self.kind == "mail":
            good = all("@" in one for one in self.to)
        else:
            good = len(self.to) == 1 and (self.kind == "folder" or self.to[0].startswith(WEB))
        if not good:
            raise ValueError(f"to: not an address of {self.kind}")
        return self

    def carries(self, kind: str) -> bool:
        return kind in self.takes

    def chosen(self, of: Message) -> tuple[Attached, ...]:
        return tuple(f for f in of.files if any(fnmatch(f.name, pattern) for pattern in self.files))

    @property
    def language(self) -> str:
        return self.lang or settings().lang

    def link(self, of: Message) -> str:
        """Where the board shows it; "" where no address of the board is declared."""
        return urljoin(self.board, of.path) if self.board and of.path else ""


class Channels(Declared):
    channel: tuple[Channel, ...] = ()

    @field_validator("channel")
    @classmethod
    def _once(cls, of: tuple[Channel, ...]) -> tuple[Channel, ...]:
        if len({c.id for c in of}) < len(of):
            raise ValueError("each id once")
        return of

    def taking(self, kind: str) -> tuple[str, ...]:
        return tuple(c.id for c in self.channel if c.carries(kind))

    @property
    def alerted(self) -> tuple[Channel, ...]:
        """Those that take alerts or overdue steps."""
        return tuple(c for c in self.channel if c.carries("alert") or c.carries("action"))

    def named(self, id: str) -> Channel | None:
        return next((c for c in self.channel if c.id == id), None)


def channels() -> Channels:
    """None where nothing is to leave. Raises DeclarationError where the file cannot be used."""
    path = settings().outbox
    return read_table(Path(path), Channels) if path else Channels()
