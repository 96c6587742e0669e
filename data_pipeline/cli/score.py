"""`score`: how good the forecasts of the days before were."""

from typing import Annotated

import pandas as pd
import typer

from data_pipeline.cli.options import board, moment
from data_pipeline.cli.out import Out
from data_pipeline.cli.spoken import Command
from data_pipeline.core.clock import moment_at, process_clock

SHOWN = ("line", "hour", "n", "coverage", "missed", "brier", "brier_straight", "brier_yesterday", "error_h")


def add(app: typer.Typer) -> None:
    app.command(cls=Command)(score)


def score(
    ctx: typer.Context,
    at: Annotated[str, typer.Option("--at", metavar="time")] = "",
    by_hour: bool = typer.Option(False, "--by-hour"),
) -> None:
    """Districts, days before the operating day; forecasts that were shown, and the others made again."""
    from data_pipeline.forecast.score import earned
    from data_pipeline.forecast.score import rows as rows_of
    from data_pipeline.outlook.past import past

    out: Out = ctx.obj
    of = board()
    now = moment(at) if at else process_clock(of.pack.operation).now()
    found = past(of, moment_at(now, of.pack.operation)).table(["line", "hour"] if by_hour else ["line"])
    rows = rows_of(found)
    names = [c for c in SHOWN if c in found.columns]
    table = [(*(_cell(r[c]) for c in names), out.word("score_yes" if earned(r) else "score_no")) for r in rows]
    out.table([*(out.word(f"score_{c}") for c in names), out.word("score_shown")], table, right=range(1, len(names)))
    out.say("score_count", count=len(rows))
    out.end(scores=[r | {"shown": earned(r)} for r in rows])


def _cell(value: object) -> object:
    if isinstance(value, float):
        return "–" if pd.isna(value) else f"{value:.3f}"
    return value
