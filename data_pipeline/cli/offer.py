"""`operations`: those that ship and those made here; `make run` asks which of them is to be opened."""

import sys
from pathlib import Path

import typer

from data_pipeline.cli.out import Out
from data_pipeline.cli.spoken import Command
from data_pipeline.core.errors import BoardError
from data_pipeline.core.settings import DEFAULTS, operations_here
from data_pipeline.declare import load_pack
from data_pipeline.declare.operation import Operation


def add(app: typer.Typer) -> None:
    app.command(cls=Command)(operations)


def operations(ctx: typer.Context, choose: bool = typer.Option(False, "--choose")) -> None:
    """Every operation of this machine, or the one that a person chooses."""
    out: Out = ctx.obj
    found = [(folder.name, of) for folder in operations_here() if (of := _read(folder))]
    names = [name for name, _ in found]
    if choose:
        return _choose(out, found, names.index(DEFAULTS["BOARD_PACK"]))
    heads = [out.word(k) for k in ("operation_id", "operation_name", "operation_days")]
    out.table(heads, [(name, of.name(out.lang), _days(of)) for name, of in found])
    return out.end(operations=names)


def _choose(out: Out, found: list[tuple[str, Operation]], first: int) -> None:
    """Asked on standard error: what is chosen is all that stands on the other."""
    for n, (_, of) in enumerate(found, start=1):
        print(f"  {n}  {of.name(out.lang)}", file=sys.stderr)
    print(f"  {out.word('operation_mine')}", file=sys.stderr)
    typed = 0
    while not 1 <= typed <= len(found):
        typed = typer.prompt(out.word("operation_which"), default=first + 1, type=int, err=True)
    print(found[typed - 1][0])


def _read(folder: Path) -> Operation | None:
    """None for what cannot be opened; `pack check` says why."""
    try:
        return load_pack(folder).operation
    except BoardError:
        return None


def _days(of: Operation) -> str:
    return " – ".join(f"{day}" for day in (of.first_day, of.last_day) if day)
