"""Where an alarm goes: a webhook (JSON by POST) or a mailbox, by the outbox's own ways. One try, bounded in time; who
retries is `watch`, and not the outbox: an alarm says that the store is away or full, and must leave without it."""

from dataclasses import dataclass
from email.message import EmailMessage
from typing import Protocol, TypedDict
from urllib.parse import urlsplit

from data_pipeline.core.errors import BoardError
from data_pipeline.outbox.mail import LONGEST, Post
from data_pipeline.outbox.web import post
from data_pipeline.words import LANGUAGES

WEB, MAIL = ("http", "https"), "mailto"


class Message(TypedDict, total=False):
    """`state`: raised, still, over, or a sign of life. `alarms`: code, about, and its sentence by language."""

    state: str
    at: str
    alarms: list[dict[str, str]]


class Sink(Protocol):
    @property
    def name(self) -> str:
        """As it may stand in a log: no password, no path."""
        ...

    @property
    def life_s(self) -> float:
        """How often a sign of life is sent this way."""
        ...

    def send(self, subject: str, message: Message) -> None:
        """Raises OSError where it did not arrive."""
        ...


def sinks(addresses: str, smtp: str) -> list[Sink]:
    """`addresses`: separated by commas; raises BoardError alarm_address, alarm_smtp."""
    return [_sink(one.strip(), smtp) for one in addresses.split(",") if one.strip()]


def _sink(address: str, smtp: str) -> Sink:
    parts = urlsplit(address)
    if parts.scheme in WEB and parts.hostname:
        return Webhook(address, parts.hostname)
    if parts.scheme == MAIL and "@" in parts.path:
        return Mail(parts.path, Post.of(smtp))
    raise BoardError("alarm_address", given=address.split("?", maxsplit=1)[0][:60])


@dataclass(frozen=True)
class Webhook:
    url: str
    name: str
    life_s: float = 300.0

    def send(self, subject: str, message: Message) -> None:
        post(self.url, {"subject": subject, **message})


@dataclass(frozen=True)
class Mail:
    to: str
    post: Post
    life_s: float = 86_400.0

    @property
    def name(self) -> str:
        return self.to

    def send(self, subject: str, message: Message) -> None:
        mail = EmailMessage()
        mail["Subject"], mail["From"], mail["To"] = subject[:LONGEST], self.post.sender, self.to
        mail.set_content("\n".join(_lines(subject, message)))
        self.post.send(mail)


def _lines(subject: str, message: Message) -> list[str]:
    alarms = message.get("alarms", ())
    return [subject, "", *(f"{one[lang]}" for lang in LANGUAGES for one in alarms), "", f"{message.get('at', '')}"]
