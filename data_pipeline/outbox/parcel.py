"""One message as one channel takes it, and how a try can end."""

from collections.abc import Callable
from dataclasses import dataclass

from data_pipeline.outbox.channels import Channel
from data_pipeline.outbox.message import Attached, Message
from data_pipeline.words import say


class NotTaken(OSError):
    """The far side did not take it, for certain."""


class Unanswered(OSError):
    """It may have taken it: the answer did not come."""


@dataclass(frozen=True)
class Parcel:
    """`again`: an earlier try may have arrived. `read`: bytes of an attached file; raises BoardError."""

    message: Message
    channel: Channel
    again: bool
    read: Callable[[Attached], bytes]

    @property
    def key(self) -> str:
        """The same at every try: by it the far side takes what is sent twice for one."""
        return f"{self.message.id}.{self.channel.id}"

    @property
    def files(self) -> tuple[Attached, ...]:
        return self.channel.chosen(self.message)

    @property
    def subject(self) -> str:
        return self.message.subject[self.channel.language]

    @property
    def body(self) -> str:
        """Where the far side knows no key, the second try says that it may be one."""
        lang = self.channel.language
        notes = [say(lang, "outbox.may_be_twice")] if self.again else []
        return "\n\n".join([*notes, self.message.body[lang]])
