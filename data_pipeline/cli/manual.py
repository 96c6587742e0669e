"""docs/cli.md: every command's own help, and the exit codes, so that the page cannot differ from the program."""

from typing import Any

import typer

from data_pipeline.cli.exits import Exits
from data_pipeline.cli.out import Out
from data_pipeline.cli.spoken import PROG, help_of
from data_pipeline.words import say


def manual(lang: str) -> str:
    """The whole page in one language."""
    from data_pipeline.cli import app

    group = typer.main.get_command(app)
    out = Out(lang, as_json=False)
    parts = [f"# {out.word('manual_title')}", out.word("manual_intro"), _block(group, None, out)]
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        parts += [f"## {name}", _block(command, name, out)]
    return "\n\n".join([*parts, f"## {out.word('manual_exits')}", _exits(lang)]) + "\n"


def _block(command: Any, name: str | None, out: Out) -> str:
    with command.make_context(name or PROG, ["--help"], resilient_parsing=True, obj=out) as ctx:
        return f"```text\n{help_of(command, ctx, out.lang)}```"


def _exits(lang: str) -> str:
    rows = [f"| {int(code)} | {say(lang, f'cli_exit.{code.name.lower()}')} |" for code in Exits]
    return "\n".join([f"| {say(lang, 'cli_exit.code')} | {say(lang, 'cli_exit.means')} |", "|---|---|", *rows])
