"""`demo`: load the sample operation, so that the board has something to show."""

from collections.abc import Iterator
from datetime import timedelta

import typer

from data_pipeline.cli.exits import Exits
from data_pipeline.cli.options import Confirm, board
from data_pipeline.cli.out import Out
from data_pipeline.cli.report import Advance
from data_pipeline.cli.spoken import Command
from data_pipeline.errors import BoardError
from data_pipeline.intake import Delivery

SEED = 20220406


def add(app: typer.Typer) -> None:
    app.command(cls=Command)(demo)


def demo(
    ctx: typer.Context, seed: int = typer.Option(SEED), days: int = typer.Option(0, min=0),
    cities: int = typer.Option(1, min=1), slot: int = typer.Option(2, min=1, max=24),
    if_empty: bool = typer.Option(False, "--if-empty"), confirm: Confirm = False,
) -> None:  # fmt: skip
    """Load simulated figures. Never into a store that holds anything, unless confirmed."""
    out: Out = ctx.obj
    of = board()
    held = len(of.loads())
    if held and if_empty:
        out.say("demo_held", count=held)
        out.end(loads=held, loaded=0)
    if held and not confirm:
        out.say("demo_would_mix", count=held)
        out.end(Exits.CONFIRM, loads=held)
    last = of.pack.operation.last_day
    first = last - timedelta(days=days - 1) if last and days else of.pack.operation.first_day
    if last is None or first is None:
        raise BoardError("no_sample", pack=of.pack.id)
    from data_pipeline.sample import deliveries

    with out.progress("demo_progress", (last - first).days + 1) as advance:
        sent = deliveries(of.pack, seed, first, last, slot_h=slot, cities=cities)
        receipts = of.receive_all(_by_day(sent, advance))
    refused = sum(r.status != "loaded" for r in receipts)
    rows = sum(r.report.accepted for r in receipts)
    out.say("demo_done", files=len(receipts), rows=rows, first=first, last=last, seed=seed)
    out.end(Exits.REFUSED if refused else Exits.DONE, files=len(receipts), rows=rows, refused=refused, seed=seed)


def _by_day(sent: Iterator[Delivery], advance: Advance) -> Iterator[Delivery]:
    """The bar moves when the first file of a new day comes."""
    day = None
    for delivery in sent:
        if delivery.at.date() != day:
            advance(1 if day else 0, str(delivery.at.date()))
            day = delivery.at.date()
        yield delivery
