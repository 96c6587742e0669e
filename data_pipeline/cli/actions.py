"""`actions`, `decide`, `step`: who has what was decided, and what became of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from data_pipeline.cli.exits import Exits
from data_pipeline.cli.options import At, By, board, read, received_at, sender
from data_pipeline.cli.out import Out
from data_pipeline.cli.spoken import Command
from data_pipeline.core.clock import moment_at

if TYPE_CHECKING:
    from data_pipeline.actions.standing import Standing
    from data_pipeline.board.board import Board
    from data_pipeline.core.clock import AsOf

SHOWN = ("number", "state", "what", "place", "unit", "owed", "kept")
To = Annotated[str, typer.Option("--to", metavar="unit")]
Level = Annotated[str, typer.Option("--level")]
Promised = Annotated[str, typer.Option("--promised", metavar="hour")]


def add(app: typer.Typer) -> None:
    app.command(cls=Command)(actions)
    app.command(cls=Command)(decide)
    app.command(cls=Command)(step)
    app.command(cls=Command)(steps)


def actions(ctx: typer.Context, every: Annotated[bool, typer.Option("--all")] = False, at: At = "") -> None:
    """What was decided and is not over, the most pressing first."""
    from data_pipeline.actions.plain import plain
    from data_pipeline.actions.standing import of_board, tally
    from data_pipeline.sentences import action as texts

    of: Board = board()
    out: Out = ctx.obj
    moment = moment_at(received_at(at, of), of.pack.operation)
    found = of_board(of, moment)
    shown = [s for s in found if every or s.is_open]
    columns = [out.word(f"actions_{name}") for name in SHOWN]
    out.table(columns, [_row(out, of, s, moment) for s in shown])
    out.text(texts.lead(tally(found), bool(found), out.lang))
    out.end(actions=plain(shown))


def decide(
    ctx: typer.Context,
    what: Annotated[str, typer.Argument(metavar="what")] = "",
    by: By = "",
    at: At = "",
    line: Annotated[str, typer.Option("--line")] = "",
    area: Annotated[str, typer.Option("--area")] = "",
    card: Annotated[str, typer.Option("--card")] = "",
) -> None:
    """Log a decision against the board as it stands; `step NUMBER assign` gives it to somebody. With a card it is given
    at once to the unit that was agreed."""
    from data_pipeline.actions.asked import by_card, decided_of, step_of

    of, now = board(), received_at(at, board())
    given = {"what": what, "by": sender(by), "line": line, "area": area, "card": card}
    filled = by_card(of.pack, given, now, ctx.obj.lang)
    asked = decided_of(of.pack, filled)
    number = of.decide(asked.what, asked.by, moment_at(now, of.pack.operation), asked.line, asked.area)
    if card:
        of.step(number, step_of("assign", filled, asked.by, now))
    ctx.obj.say("decided", number=number)
    ctx.obj.end(number=number)


def step(
    ctx: typer.Context,
    number: Annotated[int, typer.Argument(metavar="number")],
    name: Annotated[str, typer.Argument(metavar="step")],
    to: To = "",
    level: Level = "",
    promised: Promised = "",
    says: Annotated[str, typer.Option("--says")] = "",
    by: By = "",
    at: At = "",
) -> None:
    """One step of an action: assign, promise, take_up, hand_on, done, send_back, close or drop."""
    from data_pipeline.actions.asked import step_of

    of = board()
    asked = {"unit": to, "level": level, "promised": promised, "says": says}
    of.step(number, step_of(name, asked, sender(by), received_at(at, of)))
    ctx.obj.say("stepped", number=number)
    ctx.obj.end(number=number, step=name)


def steps(ctx: typer.Context, file: Annotated[Path, typer.Argument(metavar="file")], by: By = "", at: At = "") -> None:
    """Enter the steps of a file, CSV or XLSX. Sent again it changes nothing."""
    from data_pipeline.actions.filed import entered, plain, rows_of

    of, now, who = board(), received_at(at, board()), sender(by)
    report, rows = rows_of(of.pack, file.name, read(file), now)
    taken = list(entered(rows, of.actions(), lambda number, one: of.step(number, replace(one, by=who))))
    answer = plain(report, taken, ctx.obj.lang)
    for problem in (*report.problems, *([report.unreadable] if report.unreadable else [])):
        ctx.obj.text(problem.sentence(ctx.obj.lang))
    words = [ctx.obj.word(f"steps_{name}") for name in ("line", "number", "result", "why")]
    ctx.obj.table(
        words, [(r["line"], r["number"], ctx.obj.word(f"steps_{r['result']}"), r["why"]) for r in answer["rows"]]
    )
    refused = report.unreadable or report.refused or any(t.why for t in taken)
    ctx.obj.end(Exits.REFUSED if refused else Exits.DONE, **answer)


def _row(out: Out, of: Board, s: Standing, moment: AsOf) -> tuple[object, ...]:
    from data_pipeline.sentences import action as texts

    return (
        s.action.number, texts.state(s, out.lang), s.action.decided.what, texts.place(of.pack, s.action, out.lang),
        s.action.unit, texts.owed(s, moment.now, moment.ops_day, out.lang),
        texts.kept(of.pack, s, moment.ops_day, out.lang),
    )  # fmt: skip
