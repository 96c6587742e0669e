"""How a command answers: a sentence and a table for a person, or one JSON object for a machine."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NoReturn

import orjson
import typer
from rich.console import Console
from rich.table import Table

from data_pipeline.cli.exits import Exits
from data_pipeline.words import say

WIDE = 10_000  # characters of a line when nobody watches: a pipe has no width


@dataclass
class Out:
    """One per run. A person's text goes to stdout, progress to stderr; with `as_json`, stdout is one JSON object."""

    lang: str
    as_json: bool

    def word(self, key: str, **facts: object) -> str:
        return say(self.lang, f"cli.{key}", **facts)

    def say(self, key: str, **facts: object) -> None:
        self.text(self.word(key, **facts))

    def text(self, text: str) -> None:
        if not self.as_json:
            print(text)

    def table(
        self, headers: Sequence[str], rows: Iterable[Sequence[object]], right: Sequence[int] = (), wide: bool = False
    ) -> None:
        """`right`: positions of the columns of numbers. `wide`: never folded to fit a screen."""
        if self.as_json:
            return
        table = Table(box=None, pad_edge=False, header_style="bold")
        for i, header in enumerate(headers):
            table.add_column(header, justify="right" if i in right else "left", overflow="fold")
        for row in rows:
            table.add_row(*map(_cell, row))
        if table.rows:
            _console(wide).print(table)

    def end(self, code: Exits = Exits.DONE, /, **payload: Any) -> NoReturn:
        """Finish the command: the JSON answer if one was asked for, and the exit code."""
        if self.as_json:
            answer = {"ok": code == Exits.DONE, "exit": int(code), **payload}
            sys.stdout.write(dumps(answer))
            sys.stdout.flush()
        raise typer.Exit(int(code))

    @contextmanager
    def progress(self, key: str, total: int | None) -> Iterator[Callable[[int], None]]:
        """A bar on stderr, when a person watches: yields what is told how many are done."""
        console = Console(stderr=True)
        if self.as_json or not console.is_terminal:
            yield lambda done: None
            return
        with _bar(console) as bar:
            task = bar.add_task(self.word(key), total=total)
            yield lambda done: bar.update(task, completed=done)


def dumps(answer: object) -> str:
    """JSON as people can read it; dates in ISO form, NaN as null."""
    options = orjson.OPT_INDENT_2 | orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_NON_STR_KEYS | orjson.OPT_APPEND_NEWLINE
    return orjson.dumps(answer, default=_plain, option=options).decode()


def _console(wide: bool) -> Console:
    width = WIDE if wide or not sys.stdout.isatty() else None
    return Console(file=sys.stdout, width=width, markup=False, highlight=False, emoji=False)


def _cell(value: object) -> str:
    """Missing is blank, whether None, NaN or NaT; truth is a mark."""
    if value is None or value != value:
        return ""
    return {True: "●", False: "○"}[value] if isinstance(value, bool) else str(value)


def _plain(value: Any) -> str | None:
    """Moments as ISO text, a missing one as null; anything else as it prints."""
    text = value.isoformat() if hasattr(value, "isoformat") else str(value)
    return None if text == "NaT" else text


def _bar(console: Console) -> Any:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console, transient=True)
