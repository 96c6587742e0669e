"""One try of each message that is due, one after another.

A message is claimed, sent, and noted as sent: three steps, between any of which a process may fall or stand still. What
was claimed and not noted is claimed by another once the lease is over, and sent again under the same key: a folder has
it already, mail has its Message-ID, a webhook its Idempotency-Key. The robots of chat groups know no key: there the
second one says that it may be the first again. One too many is better than none.
"""

import logging
from collections import Counter
from collections.abc import Callable, Mapping

from data_pipeline.core.errors import BoardError
from data_pipeline.core.settings import settings
from data_pipeline.outbox.channels import Channels
from data_pipeline.outbox.folder import folder
from data_pipeline.outbox.kept import Delivery, Outbox
from data_pipeline.outbox.mail import mail
from data_pipeline.outbox.message import Attached
from data_pipeline.outbox.parcel import NotTaken, Parcel, Unanswered
from data_pipeline.outbox.web import dingtalk, webhook, wecom

log = logging.getLogger(__name__)
WAYS: Mapping[str, Callable[[Parcel], str]] = {
    "folder": folder,
    "mail": mail,
    "webhook": webhook,
    "wecom": wecom,
    "dingtalk": dingtalk,
}
KEYED = ("folder", "mail", "webhook")  # the far side can take a message sent twice for one
AT_ONCE = 50  # messages of one look
COUNTS: Counter[str] = Counter()  # sent, failed (a try), given_up; since this process began


def deliver(outbox: Outbox, channels: Channels, read: Callable[[Attached], bytes]) -> int:
    """How many arrived. `read`: bytes of an attached file."""
    arrived = 0
    for _ in range(AT_ONCE):
        if (of := outbox.claim()) is None:
            break
        arrived += _try(outbox, channels, of, read)
    return arrived


def _try(outbox: Outbox, channels: Channels, of: Delivery, read: Callable[[Attached], bytes]) -> bool:
    channel = channels.named(of.channel)
    if channel is None:
        _failed(outbox, of, BoardError("outbox_no_channel", channel=of.channel), doubt=False)
        return False
    if not outbox.holds(of):
        return False
    try:
        remark = WAYS[channel.kind](Parcel(of.message, channel, of.doubt and channel.kind not in KEYED, read))
    except (NotTaken, BoardError) as why:
        _failed(outbox, of, why, doubt=False)
        return False
    except Unanswered as why:
        _failed(outbox, of, why, doubt=True)
        return False
    outbox.sent(of, remark)
    COUNTS["sent"] += 1
    log.info("outbox: %s by %s, try %d", of.id, of.channel, of.tries)
    return True


def _failed(outbox: Outbox, of: Delivery, why: Exception, *, doubt: bool) -> None:
    """Tried again later, or given up."""
    text = why.sentence(settings().lang) if isinstance(why, BoardError) else str(why)
    given_up = outbox.failed(of, text, doubt=doubt)
    COUNTS["given_up" if given_up else "failed"] += 1
    level = logging.ERROR if given_up else logging.WARNING
    log.log(level, "outbox: %s by %s, try %d: %s", of.id, of.channel, of.tries, why)
