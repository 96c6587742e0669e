"""`demo`: load the sample operation, so that the board has something to show."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from heapq import merge
from typing import TYPE_CHECKING

import typer

from data_pipeline.cli.exits import Exits
from data_pipeline.cli.options import Confirm, board
from data_pipeline.cli.out import Out
from data_pipeline.cli.spoken import Command
from data_pipeline.core.errors import BoardError
from data_pipeline.declare import Pack
from data_pipeline.intake import Delivery

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data_pipeline.board.board import Board
    from data_pipeline.sample import Simulation


def add(app: typer.Typer) -> None:
    app.command(cls=Command)(demo)


def demo(
    ctx: typer.Context,
    seed: int | None = typer.Option(None),
    days: int = typer.Option(0, min=0),
    cities: int = typer.Option(1, min=1),
    slot: float = typer.Option(2, min=0.25, max=8),
    if_empty: bool = typer.Option(False, "--if-empty"),
    confirm: Confirm = False,
) -> None:
    """Load simulated figures. Never into a store that holds anything, unless confirmed."""
    from data_pipeline.sample import SEED, Simulation

    of = _for_cities(board(), cities)
    _stop_if_held(ctx.obj, len(of.loads()), if_empty, confirm)
    if shipped := shipped_files(of.pack):
        _load_all(ctx.obj, of, shipped)
    _load(ctx.obj, of, Simulation(SEED if seed is None else seed, *span(of.pack, days), slot, cities))


def _load(out: Out, of: Board, asked: Simulation) -> None:
    from data_pipeline.sample import deliveries
    from data_pipeline.sample.acted import lines

    sent = [(d.at, d) for d in deliveries(of.pack, asked)]
    alone = asked.cities == 1 and not of.actions()  # decisions are entered once, of one city
    meanwhile = lines(of.pack, asked.days(of.pack), out.lang) if alone else ()
    with out.progress("demo_progress", len(sent)) as advance:
        receipts = of.receive_all([one for _, one in merge(sent, meanwhile, key=lambda at: at[0])], advance)
    refused = sum(r.status in ("refused", "unconfirmed") for r in receipts)
    rows = sum(r.report.accepted for r in receipts if r.status == "loaded")
    first, last = asked.days(of.pack)
    out.say("demo_done", files=len(receipts), rows=rows, first=first, last=last, seed=asked.seed)
    out.end(Exits.REFUSED if refused else Exits.DONE, files=len(receipts), rows=rows, refused=refused, seed=asked.seed)


def _load_all(out: Out, of: Board, sent: Sequence[Delivery]) -> None:
    """The operation's own figures, of which nothing is simulated."""
    receipts = of.receive_all(sent)
    refused = sum(r.status != "loaded" for r in receipts)
    rows = sum(r.report.accepted for r in receipts if r.status == "loaded")
    out.say("demo_real", files=len(receipts), rows=rows)
    out.end(Exits.REFUSED if refused else Exits.DONE, files=len(receipts), rows=rows, refused=refused)


def shipped_files(pack: Pack) -> list[Delivery]:
    """The files that an operation brings along, `data/<feed>.csv` in its folder, each received when its last day was
    over; none where it brings none."""
    found = [(id, f) for id in pack.feeds if (f := pack.root / "data" / f"{id}.csv").is_file()]
    closed = span(pack, 0)[1] if found else None
    at = datetime.combine(closed, time()) + timedelta(days=1, minutes=5) if closed else datetime.min
    return [Delivery(id, f.name, f.read_bytes(), pack.id, at, confirm=True) for id, f in found]


def span(pack: Pack, days: int) -> tuple[date, date]:
    """The sample's own days, or as many as asked up to its last; raises BoardError `no_sample`."""
    first, last = pack.operation.first_day, pack.operation.last_day
    if first is None or last is None:
        raise BoardError("no_sample", pack=pack.id)
    return (last - timedelta(days=days - 1) if days else first), last


def _stop_if_held(out: Out, held: int, if_empty: bool, confirm: bool) -> None:
    """Ends the command when the store holds anything and nobody confirmed."""
    if held and if_empty:
        out.say("demo_held", count=held)
        out.end(loads=held, loaded=0)
    if held and not confirm:
        out.say("demo_would_mix", count=held)
        out.end(Exits.CONFIRM, loads=held)


def _for_cities(of: Board, cities: int) -> Board:
    """For trials of scale: the same store under a pack with copies of its city."""
    if cities == 1:
        return of
    from data_pipeline.board.board import Board
    from data_pipeline.sample import widened

    return Board(widened(of.pack, cities), of.root)
