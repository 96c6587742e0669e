"""`alerts`, `acknowledge`, `silence`: what stands, who has seen it, and what is not sent for a while."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from data_pipeline.cli.options import At, By, board, received_at, sender
from data_pipeline.cli.spoken import Command
from data_pipeline.core.clock import moment_at

if TYPE_CHECKING:
    from data_pipeline.board.board import Board
    from data_pipeline.cli.out import Out

SHOWN = ("key", "name", "seen", "silenced")


def add(app: typer.Typer) -> None:
    app.command(cls=Command)(alerts)
    app.command(cls=Command)(acknowledge)
    app.command(cls=Command)(silence)


def alerts(ctx: typer.Context, every: Annotated[bool, typer.Option("--all")] = False, at: At = "") -> None:
    """Alerts that stand, oldest first, and how often each channel was sent a message."""
    from data_pipeline.outbox.channels import channels
    from data_pipeline.outbox.gather import rates
    from data_pipeline.outbox.kept import Outbox
    from data_pipeline.outbox.noticed import notices
    from data_pipeline.outbox.plain import plain, plain_rates

    of: Board = board()
    out: Out = ctx.obj
    moment = moment_at(received_at(at, of), of.pack.operation)
    found = [n for n in notices(of, moment) if every or not n.eased]
    seen, quiet = of.acknowledged(moment.known_at), of.silences(moment.known_at)
    listed = plain(found, seen, quiet, out.lang)
    out.table([out.word(f"alerts_{name}") for name in SHOWN], [_row(x) for x in listed])
    sent = rates(Outbox(of.state), channels(), [n for n in found if n.subject not in quiet], of.pack.alerts.every)
    out.end(alerts=listed, channels=plain_rates(sent))


def acknowledge(
    ctx: typer.Context, key: Annotated[str, typer.Argument(metavar="key")], by: By = "", at: At = ""
) -> None:
    """Say that an alert has been seen."""
    from data_pipeline.outbox.noticed import named, notices

    of = board()
    moment = moment_at(received_at(at, of), of.pack.operation)
    found = named(notices(of, moment), key)
    of.acknowledge(found.after or found.key, sender(by), moment)
    ctx.obj.say("acknowledged", key=key)
    ctx.obj.end(key=key)


def silence(
    ctx: typer.Context,
    subject: Annotated[str, typer.Argument(metavar="subject")],
    says: Annotated[str, typer.Option("--says")] = "",
    until: Annotated[str, typer.Option("--until", metavar="hour")] = "",
    by: By = "",
    at: At = "",
) -> None:
    """Send no alerts about one subject until an hour; without one, end the silence."""
    from data_pipeline.actions.hour import hour_of
    from data_pipeline.outbox.noticed import subject_of
    from data_pipeline.store.log.silences import Silence

    of = board()
    now = received_at(at, of)
    end = hour_of(until, now) or now
    of.silence(Silence(subject_of(of.pack, subject), sender(by), now, end, says))
    ctx.obj.say("silenced", subject=subject, until=f"{end:%m-%d %H:%M}")
    ctx.obj.end(subject=subject, until=end.isoformat())


def _row(of: dict) -> tuple[str, ...]:
    seen, quiet = of["seen"], of["silenced"]
    return (
        of["key"], of["name"], f"{seen['at']:%H:%M} {seen['by']}" if seen else "",
        f"{quiet['until']:%m-%d %H:%M} {quiet['says']}" if quiet else "",
    )  # fmt: skip
