"""By SMTP. A message keeps its Message-ID at every try, by which mail systems and readers take it for one."""

import smtplib
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime
from hashlib import sha256
from urllib.parse import parse_qs, unquote, urlsplit

from data_pipeline.core.errors import BoardError
from data_pipeline.core.settings import settings
from data_pipeline.outbox.parcel import NotTaken, Parcel, Unanswered
from data_pipeline.words import listed

PATIENCE_S = 10.0
LONGEST = 120  # characters of a subject; all of it stands in the body


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
        """Raises BoardError alarm_smtp."""
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

    def send(self, mail: EmailMessage) -> list[str]:
        """Addresses that the server refused, where it took the mail for others. Raises NotTaken, Unanswered."""
        kind = smtplib.SMTP_SSL if self.tls else smtplib.SMTP
        try:
            server = kind(self.host, self.port, timeout=PATIENCE_S)
        except OSError as why:
            raise NotTaken(str(why)) from None
        with server:
            try:
                if not self.tls and server.has_extn("starttls"):
                    server.starttls()
                if self.user:
                    server.login(self.user, self.password)
            except OSError as why:
                raise NotTaken(type(why).__name__) from None  # may repeat what was sent: no text of it
            try:
                return sorted(server.send_message(mail) or {})
            except smtplib.SMTPServerDisconnected as why:
                raise Unanswered(str(why)) from None
            except smtplib.SMTPException as why:
                raise NotTaken(str(why)) from None
            except OSError as why:
                raise Unanswered(str(why) or type(why).__name__) from None


def mail(of: Parcel) -> str:
    """Gives which addresses were refused, as text."""
    post = Post.of(settings().smtp)
    made = EmailMessage()
    made["Subject"], made["From"], made["To"] = of.subject[:LONGEST], post.sender, ", ".join(of.channel.to)
    made["Message-ID"] = f"<{of.key}@{post.sender.partition('@')[2]}>"
    made["Date"] = format_datetime(of.message.at)
    link = of.channel.link(of.message)
    # where it is sent again it is the same to the letter, so nothing in it says so
    made.set_content("\n\n".join(x for x in (of.message.body[of.channel.language], link) if x))
    for file in of.files:
        main, sub = file.media.partition(";")[0].split("/", 1)
        made.add_attachment(of.read(file), maintype=main, subtype=sub, filename=file.name)
    if of.files:
        made.set_boundary(sha256(of.key.encode()).hexdigest())
    refused = post.send(made)
    return listed(of.channel.language, refused) if refused else ""
