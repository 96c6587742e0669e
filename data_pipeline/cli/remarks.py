"""`remarks`, `remark`: what was remarked on figures, and one more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from data_pipeline.cli.options import At, By, board, received_at, sender
from data_pipeline.cli.spoken import Command
from data_pipeline.core.clock import moment_at

if TYPE_CHECKING:
    from data_pipeline.board.board import Board
    from data_pipeline.cli.out import Out

SHOWN = ("number", "figure", "area", "day", "by", "says")
Area = Annotated[str, typer.Option("--area", metavar="code")]


def add(app: typer.Typer) -> None:
    app.command(cls=Command)(remarks)
    app.command(cls=Command)(remark)


def remarks(
    ctx: typer.Context,
    figure: Annotated[str, typer.Option("--figure", metavar="id")] = "",
    area: Area = "",
    at: At = "",
) -> None:
    """Remarks on figures, the newest first."""
    from data_pipeline.trace.remarked import About, plain

    of: Board = board()
    out: Out = ctx.obj
    about = About([figure] if figure else [], [area] if area else [])
    found = [r for r in of.remarks(received_at(at, of)) if about.holds(r)]
    rows = [(f"{r.number}", r.figure, r.area, f"{r.ops_day}", r.by, r.says) for r in found]
    out.table([out.word(f"remarks_{name}") for name in SHOWN], rows)
    out.end(remarks=plain(found))


def remark(
    ctx: typer.Context,
    figure: Annotated[str, typer.Argument(metavar="figure")],
    says: Annotated[str, typer.Argument(metavar="says")],
    area: Area = "",
    day: Annotated[str, typer.Option("--day", metavar="date")] = "",
    by: By = "",
    at: At = "",
) -> None:
    """A remark on one figure of the city or of a district."""
    from dataclasses import replace

    from data_pipeline.trace.remarked import remark_of

    of = board()
    now = received_at(at, of)
    asked = {"figure": figure, "area": area, "day": day, "says": says}
    found = remark_of(of.pack, asked, max(moment_at(now, of.pack.operation).ops_day, now.date()), now)
    of.remark(replace(found, by=sender(by)))
    ctx.obj.say("remarked", figure=found.figure, area=found.area, day=found.ops_day)
    ctx.obj.end(figure=found.figure, area=found.area, day=f"{found.ops_day}")
