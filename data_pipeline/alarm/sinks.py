"""Where an alarm goes: a webhook (JSON by POST) or a mailbox. One try, bounded in time; who retries is `watch`."""

import json
import smtplib
import urllib.request
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Protocol, TypedDict
from urllib.parse import parse_qs, unquote, urlsplit

from data_pipeline.core.errors import BoardError
from data_pipeline.words import LANGUAGES

PATIENCE_S = 10.0
LONGEST = 120  # characters of a subject; all of it stands in the body
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
        data = json.dumps({"subject": subject, **message}, ensure_ascii=False).encode()
        asked = urllib.request.Request(self.url, data, {"Content-Type": "application/json; charset=utf-8"})
        urllib.request.urlopen(asked, timeout=PATIENCE_S).close()


@dataclass(frozen=True)
class Post:
    """`smtp://user:password@host:587?from=board@city.example` (with STARTTLS where the server has it), or `smtps://`."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = ""
    tls: bool = False

    @classmethod
    def of(cls, address: str) -> "Post":
        try:
            parts = urlsplit(address)
            sender, port = parse_qs(parts.query).get("from", [""])[0], parts.port
        except ValueError:
            raise BoardError("alarm_smtp") from None
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname or "@" not in sender:
            raise BoardError("alarm_smtp")
        tls = parts.scheme == "smtps"
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        return cls(parts.hostname, port or (465 if tls else 25), sender, user, password, tls)


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
        kind = smtplib.SMTP_SSL if self.post.tls else smtplib.SMTP
        with kind(self.post.host, self.post.port, timeout=PATIENCE_S) as server:
            if not self.post.tls and server.has_extn("starttls"):
                server.starttls()
            if self.post.user:
                server.login(self.post.user, self.post.password)
            server.send_message(mail)


def _lines(subject: str, message: Message) -> list[str]:
    alarms = message.get("alarms", ())
    return [subject, "", *(f"{one[lang]}" for lang in LANGUAGES for one in alarms), "", f"{message.get('at', '')}"]
