"""A delivery that was given up is sent again, by the wish of somebody who answers for the whole city."""

from data_pipeline.access.permission import Person, may, signed
from data_pipeline.board.board import Board
from data_pipeline.core.errors import BoardError
from data_pipeline.core.logs import audited
from data_pipeline.outbox.kept import Outbox


def resend(of: Board, person: Person, id: str, channel: str) -> None:
    """Under the same key as before: what arrived after all is not there twice. Raises BoardError may_..., outbox_none
    where nothing of the kind was given up; nothing has happened then."""
    may(person, "resend")
    if person.districts is not None:
        raise BoardError("may_resend", name=person.name)
    who = signed(person)
    if not Outbox(of.state).again(id, channel, who):
        raise BoardError("outbox_none", id=id[:60], channel=channel[:40])
    audited("resent", id, who, channel=channel)
